//! The envelopes of answers: from a body to an answer or an error.
//!
//! There are two. The gateway, RAM and STS return an HTTP error with `Code` and `Message`. DTS returns HTTP 200 (sometimes
//! 4xx) with `Success` = false and `ErrCode`, `ErrMessage`, whose `%s` is a placeholder for `DynamicMessage`.

use cloud_core::{Decoded, Outcome};
use serde_json::{Map, Value};

use crate::wire::{Mismatch, field};

/// Reads a body. `header_id` is the request id of the header, for a body that has none.
pub(crate) fn decode(status: u16, header_id: Option<&str>, body: &[u8]) -> Decoded {
    let header_id = header_id.unwrap_or("unknown");
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(body) else {
        return Decoded { request_id: header_id.to_owned(), outcome: not_an_object(status, body) };
    };
    let in_body = text(&fields, "RequestId");
    let request_id = if in_body.is_empty() { header_id.to_owned() } else { in_body };
    let outcome = if is_success(status) && !reports_failure(&fields) {
        Outcome::Answer(Value::Object(fields))
    } else {
        refusal(status, &fields)
    };
    Decoded { request_id, outcome }
}

/// Only 2xx is an answer: redirects are not followed, and their body is not the API's.
fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn not_an_object(status: u16, body: &[u8]) -> Outcome {
    let reason = format!("not a JSON object but {}", excerpt(body));
    if is_success(status) {
        return Outcome::Unreadable { reason };
    }
    Outcome::Refused { code: format!("HTTP{status}"), message: reason, recommend: None }
}

fn reports_failure(fields: &Map<String, Value>) -> bool {
    fields.keys().any(|key| key.eq_ignore_ascii_case("Success"))
        && field::<Option<bool>>(fields, "Success").is_ok_and(|success| success == Some(false))
}

fn refusal(status: u16, fields: &Map<String, Value>) -> Outcome {
    let first = |names: &[&str]| names.iter().map(|name| text(fields, name)).find(|text| !text.is_empty());
    let code = first(&["ErrCode", "Code", "DynamicCode"]).unwrap_or_else(|| format!("HTTP{status}"));
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

/// The beginning of a body that is not JSON, probably a proxy's page.
fn excerpt(body: &[u8]) -> String {
    if body.is_empty() {
        return "an empty body".to_owned();
    }
    let start: String = String::from_utf8_lossy(body).chars().take(200).collect();
    let words: Vec<&str> =
        start.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    format!("{} bytes starting with {:?}", body.len(), words.join(" "))
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

    #[test]
    fn a_gateway_error_gives_code_message_request_id_and_page() {
        let body =
            br#"{"RequestId":"R-1","HostId":"h","Code":"Throttling.User","Message":"slow","Recommend":"https://p"}"#;
        let decoded = decode(400, Some("from-header"), body);
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
            let body = format!(r#"{{"Success":{no},"ErrCode":"InvalidJobId","ErrMessage":"no such job"}}"#);
            assert_eq!(refused(200, &body), ("InvalidJobId".to_owned(), "no such job".to_owned()));
        }
        for yes in ["true", r#""true""#, r#""True""#] {
            let body = format!(r#"{{"Success":{yes},"DtsJobId":"j"}}"#);
            assert!(matches!(decode(200, None, body.as_bytes()).outcome, Outcome::Answer(_)), "{yes}");
        }
        assert!(matches!(decode(200, None, br#"{"Role":{}}"#).outcome, Outcome::Answer(_)), "no Success at all");
    }

    #[test]
    fn the_dynamic_message_fills_its_place() {
        let body = r#"{"Success":false,"ErrCode":"InternalError","ErrMessage":"The Value of Input Parameter %s is not valid","DynamicMessage":"DtsJobId"}"#;
        assert_eq!(refused(200, body).1, "The Value of Input Parameter DtsJobId is not valid");
        let body = r#"{"Success":false,"ErrCode":"X","ErrMessage":"it failed","DynamicMessage":"table t1"}"#;
        assert_eq!(refused(200, body).1, "it failed (table t1)");
        let body = r#"{"Success":false,"ErrCode":"X","ErrMessage":"100%s","DynamicMessage":""}"#;
        assert_eq!(refused(200, body).1, "100%s");
    }

    #[test]
    fn codes_of_the_older_fields_serve_when_the_newer_are_empty() {
        let body = r#"{"Success":"false","ErrCode":"","Code":"Old","Message":"old text"}"#;
        assert_eq!(refused(200, body), ("Old".to_owned(), "old text".to_owned()));
        let body =
            r#"{"Success":false,"HttpStatusCode":"403","ErrCode":"DTS.Msg.UpdateJob.OperationDenied.InitStatus"}"#;
        assert_eq!(refused(403, body).0, "DTS.Msg.UpdateJob.OperationDenied.InitStatus");
    }

    #[test]
    fn a_redirect_is_an_error_even_with_a_json_body() {
        for status in [301, 302, 304, 307, 399] {
            let (code, _) = refused(status, r#"{"RequestId":"R-1","DtsJobId":"job-1"}"#);
            assert_eq!(code, format!("HTTP{status}"));
        }
        assert!(matches!(decode(204, None, b"{}").outcome, Outcome::Answer(_)));
    }

    #[test]
    fn a_page_instead_of_json_is_an_error_that_shows_its_beginning() {
        let (code, message) = refused(502, "<html>\n<title>Bad Gateway</title>");
        assert_eq!(code, "HTTP502");
        assert!(message.contains("<title>Bad Gateway</title>"), "{message}");
        assert!(matches!(decode(200, None, b"<html>").outcome, Outcome::Unreadable { .. }));
        assert_eq!(decode(200, Some("H-1"), b"<html>").request_id, "H-1");
    }
}
