//! The envelopes of answers: from a body to an answer or an error.
//!
//! There are two. The gateway, RAM and STS return an HTTP error with `Code` and `Message`. DTS returns HTTP 200 (sometimes
//! 4xx) with `Success` = false and `ErrCode`, `ErrMessage`, whose `%s` is a placeholder for `DynamicMessage`.

use cloud_core::{Decoded, Outcome, not_json, redirect};
use serde_json::{Map, Value};

use crate::wire::{Mismatch, field};

/// Reads a body. `header_id` and `location` are the request id and the target of a redirect in the headers.
pub(crate) fn decode(status: u16, header_id: Option<&str>, location: Option<&str>, body: &[u8]) -> Decoded {
    let header_id = header_id.unwrap_or("unknown");
    let unreadable = |request_id: &str, reason| Decoded {
        request_id: request_id.to_owned(),
        outcome: Outcome::Unreadable { reason },
    };
    if (300..400).contains(&status) {
        return unreadable(header_id, redirect(location));
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(body) else {
        return unreadable(header_id, not_json(body));
    };
    let in_body = text(&fields, "RequestId");
    let request_id = if in_body.is_empty() { header_id.to_owned() } else { in_body };
    let outcome = match reports_failure(&fields) {
        Ok(false) if (200..300).contains(&status) => Outcome::Answer(Value::Object(fields)),
        Ok(_) => refusal(&fields),
        Err(Mismatch { .. }) => Outcome::Unreadable { reason: "its Success is not true or false".to_owned() },
    };
    Decoded { request_id, outcome }
}

/// `Success` is false, or is absent and there is an error code.
fn reports_failure(fields: &Map<String, Value>) -> Result<bool, Mismatch> {
    match field::<Option<bool>>(fields, "Success")? {
        Some(success) => Ok(!success),
        None => Ok(!text(fields, "ErrCode").is_empty()),
    }
}

/// The API's error, which has a code and a request id. A gateway or a proxy returns JSON as well, for example with the HTTP
/// status as its code: that says nothing about the call.
fn refusal(fields: &Map<String, Value>) -> Outcome {
    let first = |names: &[&str]| names.iter().map(|name| text(fields, name)).find(|text| !text.is_empty());
    let code = first(&["ErrCode", "Code", "DynamicCode"]).filter(|code| code.starts_with(|c: char| c.is_alphabetic()));
    let Some(code) = code.filter(|_| !text(fields, "RequestId").is_empty()) else {
        return Outcome::Unreadable { reason: "it is a failure without an error code of the API".to_owned() };
    };
    let message = first(&["ErrMessage", "Message"]).unwrap_or_else(|| "there is no message".to_owned());
    let message = fill(message, &text(fields, "DynamicMessage"));
    let recommend = Some(text(fields, "Recommend")).filter(|page| !page.is_empty());
    Outcome::Refused { code, message, recommend }
}

/// Puts the dynamic part in place of the placeholder; without a placeholder after the message, unless it is there already.
fn fill(message: String, dynamic: &str) -> String {
    if dynamic.is_empty() {
        return message;
    }
    if message.contains("%s") {
        return message.replacen("%s", dynamic, 1);
    }
    if message.contains(dynamic) { message } else { format!("{message} ({dynamic})") }
}

fn text(fields: &Map<String, Value>, name: &str) -> String {
    let read: Result<String, Mismatch> = field(fields, name);
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> (String, String) {
        match decode(status, None, None, body.as_bytes()).outcome {
            Outcome::Refused { code, message, .. } => (code, message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_gateway_error_gives_code_message_request_id_and_page() {
        let body =
            br#"{"RequestId":"R-1","HostId":"h","Code":"Throttling.User","Message":"slow","Recommend":"https://p"}"#;
        let decoded = decode(400, Some("from-header"), None, body);
        assert_eq!(decoded.request_id, "R-1");
        let Outcome::Refused { code, message, recommend } = decoded.outcome else { panic!("refused") };
        assert_eq!(
            (code.as_str(), message.as_str(), recommend.as_deref()),
            ("Throttling.User", "slow", Some("https://p"))
        );
    }

    #[test]
    fn success_false_on_http_200_is_an_error_as_bool_and_as_text_in_any_case() {
        for no in ["false", r#""false""#, r#""False""#, r#""FALSE""#] {
            let body =
                format!(r#"{{"RequestId":"R","Success":{no},"ErrCode":"InvalidJobId","ErrMessage":"no such job"}}"#);
            assert_eq!(refused(200, &body), ("InvalidJobId".to_owned(), "no such job".to_owned()));
        }
        for yes in ["true", r#""true""#, r#""True""#] {
            let body = format!(r#"{{"Success":{yes},"DtsJobId":"j"}}"#);
            assert!(matches!(decode(200, None, None, body.as_bytes()).outcome, Outcome::Answer(_)), "{yes}");
        }
        assert!(matches!(decode(200, None, None, br#"{"Role":{}}"#).outcome, Outcome::Answer(_)), "no Success at all");
    }

    #[test]
    fn the_dynamic_message_fills_its_place() {
        let body = r#"{"RequestId":"R","Success":false,"ErrCode":"InternalError","ErrMessage":"The Value of Input Parameter %s is not valid","DynamicMessage":"DtsJobId"}"#;
        assert_eq!(refused(200, body).1, "The Value of Input Parameter DtsJobId is not valid");
        let body =
            r#"{"RequestId":"R","Success":false,"ErrCode":"X","ErrMessage":"it failed","DynamicMessage":"table t1"}"#;
        assert_eq!(refused(200, body).1, "it failed (table t1)");
        let body = r#"{"RequestId":"R","Success":false,"ErrCode":"X","ErrMessage":"100%s","DynamicMessage":""}"#;
        assert_eq!(refused(200, body).1, "100%s");
    }

    #[test]
    fn codes_of_the_older_fields_serve_when_the_newer_are_empty() {
        let body = r#"{"RequestId":"R","Success":"false","ErrCode":"","Code":"Old","Message":"old text"}"#;
        assert_eq!(refused(200, body), ("Old".to_owned(), "old text".to_owned()));
        let body = r#"{"RequestId":"R","Success":false,"HttpStatusCode":"403","ErrCode":"DTS.Msg.UpdateJob.OperationDenied.InitStatus"}"#;
        assert_eq!(refused(403, body).0, "DTS.Msg.UpdateJob.OperationDenied.InitStatus");
    }

    fn unreadable(status: u16, location: Option<&str>, body: &[u8]) -> String {
        match decode(status, Some("H-1"), location, body) {
            Decoded { request_id, outcome: Outcome::Unreadable { reason } } if request_id == "H-1" => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_redirect_is_no_answer_even_with_a_json_body() {
        for status in [301, 302, 304, 307, 399] {
            let to = Some("https://login.example.com/?token=canary");
            let reason = unreadable(status, to, br#"{"RequestId":"R-1","DtsJobId":"job-1"}"#);
            assert_eq!(reason, "it is a redirect to https://login.example.com/");
            assert_eq!(unreadable(status, None, b""), "it is a redirect");
        }
        assert!(matches!(decode(204, None, None, b"{}").outcome, Outcome::Answer(_)));
    }

    #[test]
    fn a_page_or_a_failure_without_a_code_is_no_answer() {
        for status in [200, 403, 502] {
            let reason = unreadable(status, None, b"<html>\n<title>Bad Gateway</title>");
            assert!(reason.contains("bytes starting with \"<html> <title>Bad Gateway</title>\""), "{reason}");
            for body in ["", "null", "[]", "{\"a\":"] {
                assert!(unreadable(status, None, body.as_bytes()).contains("not a JSON object"), "{body}");
            }
        }
        assert_eq!(unreadable(503, None, b"{}"), "it is a failure without an error code of the API");
        for body in [r#"{"code":503,"message":"no healthy upstream","RequestId":"R"}"#, r#"{"Code":"Throttling"}"#] {
            let decoded = decode(503, None, None, body.as_bytes());
            assert!(matches!(decoded.outcome, Outcome::Unreadable { .. }), "{body}");
        }
        assert_eq!(unreadable(200, None, br#"{"Success":"maybe"}"#), "its Success is not true or false");
        assert_eq!(unreadable(200, None, br#"{"Success":false}"#), "it is a failure without an error code of the API");
    }

    #[test]
    fn an_error_code_without_success_is_an_error() {
        assert_eq!(refused(200, r#"{"RequestId":"R","ErrCode":"InvalidJobId","ErrMessage":"none"}"#).0, "InvalidJobId");
        let success = br#"{"Success":true,"ErrCode":"Ignored"}"#;
        assert!(matches!(decode(200, None, None, success).outcome, Outcome::Answer(_)));
        assert!(matches!(decode(200, None, None, br#"{"ErrCode":""}"#).outcome, Outcome::Answer(_)));
    }
}
