//! The envelope of answers: from a body to an answer or an error.
//!
//! There is one: `{"Response": {…, "RequestId": "…"}}`. A failure has `Error` with `Code` and `Message` in it, usually with HTTP 200.

use cloud_core::{Decoded, Outcome, not_json, redirect};
use serde_json::{Map, Value};

const UNKNOWN: &str = "unknown";

/// Reads a body. `location` is the target of a redirect in the headers.
pub(crate) fn decode(status: u16, location: Option<&str>, body: &[u8]) -> Decoded {
    if (300..400).contains(&status) {
        return unreadable(UNKNOWN, redirect(location));
    }
    let Ok(Value::Object(mut envelope)) = serde_json::from_slice::<Value>(body) else {
        return unreadable(UNKNOWN, not_json(body));
    };
    let Some(Value::Object(response)) = envelope.remove("Response") else {
        return unreadable(UNKNOWN, without_response(&envelope));
    };
    let request_id = text(&response, "RequestId").unwrap_or(UNKNOWN).to_owned();
    match response.get("Error").filter(|error| !error.is_null()) {
        Some(error) => refusal(&request_id, error),
        None if (200..300).contains(&status) => {
            Decoded { request_id, outcome: Outcome::Answer(Value::Object(response)) }
        }
        None => unreadable(&request_id, "it is a failure without an error of the API".to_owned()),
    }
}

fn unreadable(request_id: &str, reason: String) -> Decoded {
    Decoded { request_id: request_id.to_owned(), outcome: Outcome::Unreadable { reason } }
}

/// What an object without `Response` is. The older API has a code and a description beside the answer.
fn without_response(envelope: &Map<String, Value>) -> String {
    match (text(envelope, "codeDesc"), text(envelope, "message")) {
        (Some(code), message) => {
            format!("it is an answer of the older API: {code}: {}", message.unwrap_or("there is no message"))
        }
        _ => "it has no Response".to_owned(),
    }
}

/// The API's error, which has a code and a request ID. A gateway or a proxy returns JSON as well: that says nothing about the call.
fn refusal(request_id: &str, error: &Value) -> Decoded {
    let field = |name| error.as_object().and_then(|error| text(error, name));
    let code = field("Code").filter(|code| code.starts_with(|c: char| c.is_alphabetic()));
    let Some(code) = code.filter(|_| request_id != UNKNOWN) else {
        return unreadable(request_id, "it is a failure without an error code and a request ID of the API".to_owned());
    };
    let message = field("Message").unwrap_or("there is no message").trim().to_owned();
    let outcome = Outcome::Refused { code: code.to_owned(), message, recommend: None };
    Decoded { request_id: request_id.to_owned(), outcome }
}

/// A text that is not empty.
fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> (String, String) {
        match decode(status, None, body.as_bytes()).outcome {
            Outcome::Refused { code, message, .. } => (code, message),
            other => panic!("{other:?}"),
        }
    }

    fn unreadable(status: u16, location: Option<&str>, body: &str) -> String {
        match decode(status, location, body.as_bytes()).outcome {
            Outcome::Unreadable { reason } => reason,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn a_success_is_what_response_contains() {
        let body = br#"{"Response":{"TotalCount":0,"JobList":[],"RequestId":"R-1","Error":null}}"#;
        let decoded = decode(200, None, body);
        assert_eq!(decoded.request_id, "R-1");
        let Outcome::Answer(answer) = decoded.outcome else { panic!("an answer") };
        assert_eq!(answer["TotalCount"], 0);
    }

    #[test]
    fn an_error_with_http_200_is_an_error_with_its_code_and_request_id() {
        let body = r#"{"Response":{"Error":{"Code":"ResourceNotFound.JobNotExist","Message":"no such job\n"},"RequestId":"R-1"}}"#;
        for status in [200, 400, 500] {
            assert_eq!(
                refused(status, body),
                ("ResourceNotFound.JobNotExist".into(), "no such job".into()),
                "{status}"
            );
            assert_eq!(decode(status, None, body.as_bytes()).request_id, "R-1");
        }
        let body = r#"{"Response":{"Error":{"Code":"InternalError","Message":""},"RequestId":"R-1"}}"#;
        assert_eq!(refused(200, body).1, "there is no message");
    }

    #[test]
    fn an_error_without_a_code_or_a_request_id_says_nothing_about_the_call() {
        for body in [
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"}}}"#,
            r#"{"Response":{"Error":{"Code":"","Message":"x"},"RequestId":"R-1"}}"#,
            r#"{"Response":{"Error":{"Code":503,"Message":"x"},"RequestId":"R-1"}}"#,
            r#"{"Response":{"Error":{"Code":"503","Message":"x"},"RequestId":"R-1"}}"#,
            r#"{"Response":{"Error":"InternalError","RequestId":"R-1"}}"#,
        ] {
            assert_eq!(
                unreadable(200, None, body),
                "it is a failure without an error code and a request ID of the API"
            );
        }
        let body = r#"{"Response":{"RequestId":"R-1"}}"#;
        assert_eq!(unreadable(502, None, body), "it is a failure without an error of the API");
    }

    #[test]
    fn a_page_a_redirect_and_another_object_are_no_answer() {
        for body in ["", "null", "[]", "{\"Response\":", "<html>"] {
            assert!(unreadable(200, None, body).contains("not a JSON object"), "{body}");
        }
        for body in ["{}", r#"{"Response":null}"#, r#"{"Response":[]}"#, r#"{"RequestId":"R"}"#, r#"{"response":{}}"#] {
            assert_eq!(unreadable(200, None, body), "it has no Response");
        }
        let body = r#"{"code":4100,"message":"wrong signature","codeDesc":"AuthFailure"}"#;
        assert_eq!(unreadable(200, None, body), "it is an answer of the older API: AuthFailure: wrong signature");
        let body = r#"{"Response":{"RequestId":"R-1","JobIds":["dts-1"]}}"#;
        for status in [301, 302, 304, 307] {
            let reason = unreadable(status, Some("https://login.example.com/?token=canary"), body);
            assert_eq!(reason, "it is a redirect to https://login.example.com/");
        }
    }
}
