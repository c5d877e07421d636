//! The bodies of answers.

use serde_json::{Value, json};

use crate::core::cloud::Reply;
use crate::core::http::Incoming;

use super::action_table::{ActionRow, Wire};
use super::answer::{Fields, Outcome, Refusal};
use super::service::Service;

/// The answer of a call. `service` and `row` are absent when the request does not name a service and an action.
pub(crate) fn reply(
    request: &Incoming,
    service: Option<Service>,
    row: Option<&ActionRow>,
    outcome: Outcome,
    request_id: &str,
) -> Reply {
    let (status, mut body) = match outcome {
        Err(Refusal::Gateway { status, code, message, denied }) => {
            (status, gateway_error(request, &code, &message, denied))
        }
        Err(Refusal::Business { status, code, message, dynamic }) => {
            let mut body = Fields::new();
            body.insert("ErrCode".to_owned(), json!(code));
            if row.is_some_and(|row| row.dynamic_message == Wire::Absent) {
                body.insert("ErrMessage".to_owned(), json!(message.replace("%s", &dynamic)));
            } else {
                body.insert("ErrMessage".to_owned(), json!(message));
                body.insert("DynamicMessage".to_owned(), json!(dynamic));
            }
            add_success(&mut body, row, false, status);
            (200, body)
        }
        Ok(mut body) => {
            if service.is_some_and(Service::has_success) {
                add_success(&mut body, row, true, 200);
            }
            (200, body)
        }
    };
    body.insert("RequestId".to_owned(), json!(request_id));
    Reply { status, body: Value::Object(body), content_type: "application/json;charset=utf-8" }
}

/// Adds `Success` and `HttpStatusCode` as this action writes them.
fn add_success(body: &mut Fields, row: Option<&ActionRow>, success: bool, status: u16) {
    let (success_as, status_as) = row.map(|row| (row.success, row.http_status_code)).unwrap_or_default();
    let write = |wire: Wire, plain: Value, text: String| match wire {
        Wire::Plain => Some(plain),
        Wire::Text => Some(Value::String(text)),
        Wire::Absent => None,
    };
    if let Some(value) = write(success_as, json!(success), success.to_string()) {
        body.insert("Success".to_owned(), value);
    }
    if let Some(value) = write(status_as, json!(status), status.to_string()) {
        body.insert("HttpStatusCode".to_owned(), value);
    }
}

fn gateway_error(request: &Incoming, code: &str, message: &str, denied: Option<Value>) -> Fields {
    let mut body = Fields::new();
    let recommend = format!("https://error-center.aliyun.com/status/search?Keyword={code}&source=PopGw");
    body.insert("HostId".to_owned(), json!(request.headers.get("host").unwrap_or_default()));
    body.insert("Code".to_owned(), json!(code));
    body.insert("Message".to_owned(), json!(message));
    body.insert("Recommend".to_owned(), json!(recommend));
    if let Some(denied) = denied {
        body.insert("AccessDeniedDetail".to_owned(), denied);
    }
    body
}
