//! An answer that is not the one of the call: a complete other answer, or the real one with changes.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use crate::core::http::Outgoing;

const HTML: &str =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>\n";

/// The answer that is sent. Without `body`, `html` and `empty` it is the real answer; the changes are applied in the
/// order of the fields.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedAnswer {
    /// Whether the call is performed before it is answered.
    #[serde(default = "yes")]
    pub(crate) perform: bool,
    /// The HTTP status. Absent: the one of the real answer, or 200 when the call is not performed.
    http_status: Option<u16>,
    /// Headers that are added, or replace those of the same name.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The complete body.
    body: Option<String>,
    /// A page of HTML as the body.
    #[serde(default)]
    html: bool,
    /// No body.
    #[serde(default)]
    empty: bool,
    /// Fields that are removed from the JSON body, with dots between the levels and the index of a list's element:
    /// `DtsJobList.0.DtsJobId`. A path that does not exist changes nothing.
    #[serde(default)]
    remove: Vec<String>,
    /// Paths of the same form, with the value that each gets.
    #[serde(default)]
    set: BTreeMap<String, Value>,
    /// Paths of lists, and how often each element of them is repeated.
    #[serde(default)]
    repeat: BTreeMap<String, usize>,
    /// Number of bytes that are removed at the end of the body.
    #[serde(default)]
    cut_end: usize,
    /// The share of the body that is kept, in percent.
    keep_percent: Option<usize>,
    /// Text before and after the body.
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
    /// Another encoding of the body.
    encoding: Option<Encoding>,
    /// Number of bytes after which the body is cut off; the length in the headers fits the rest.
    truncate: Option<usize>,
    /// Number of spaces that are added at the end of the body.
    #[serde(default)]
    pad: usize,
}

/// An encoding that no API of the clouds uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Encoding {
    Utf16,
}

impl ChangedAnswer {
    /// Checks the rules that the types of the fields do not express.
    pub(super) fn check(&self) -> Result<(), String> {
        let bodies = [self.body.is_some(), self.html, self.empty].into_iter().filter(|given| *given).count();
        if bodies > 1 {
            return Err("an answer has one of body, html and empty".to_owned());
        }
        if bodies == 0 && !self.perform {
            return Err("an answer of a call that is not performed needs body, html or empty".to_owned());
        }
        if bodies == 1 && self.changes_fields() {
            return Err(
                "remove, set and repeat change the real answer: write them without body, html and empty".to_owned()
            );
        }
        if self.keep_percent.is_some_and(|percent| percent > 100) {
            return Err("the keep_percent of an answer must be at most 100".to_owned());
        }
        if self.http_status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err("the http_status of an answer must be from 200 to 599".to_owned());
        }
        for (name, value) in &self.headers {
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                return Err(format!("the header {name} is not valid"));
            }
        }
        Ok(())
    }

    /// Changes a response.
    pub(crate) fn apply(&self, response: &mut Outgoing) {
        if !self.perform {
            response.status = 200;
        }
        if let Some(body) = self.given_body() {
            response.body = body.as_bytes().to_vec();
        } else if self.changes_fields()
            && let Ok(mut body) = serde_json::from_slice::<Value>(&response.body)
        {
            self.remove.iter().for_each(|path| remove(&mut body, path));
            self.set.iter().for_each(|(path, value)| set(&mut body, path, value));
            self.repeat.iter().for_each(|(path, times)| repeat(&mut body, path, *times));
            response.body = body.to_string().into_bytes();
        }
        if self.html {
            response.set("content-type", "text/html; charset=utf-8");
        }
        self.change_bytes(&mut response.body);
        response.body.resize(response.body.len().saturating_add(self.pad), b' ');
        response.status = self.http_status.unwrap_or(response.status);
        self.headers.iter().for_each(|(name, value)| response.set(name, value));
    }

    fn changes_fields(&self) -> bool {
        !(self.remove.is_empty() && self.set.is_empty() && self.repeat.is_empty())
    }

    fn change_bytes(&self, body: &mut Vec<u8>) {
        body.truncate(body.len().saturating_sub(self.cut_end));
        body.truncate(self.keep_percent.map_or(body.len(), |percent| body.len() * percent / 100));
        *body = [self.prefix.as_bytes(), body, self.suffix.as_bytes()].concat();
        if self.encoding == Some(Encoding::Utf16) {
            let text = String::from_utf8_lossy(body).into_owned();
            *body = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        body.truncate(self.truncate.unwrap_or(usize::MAX));
    }

    fn given_body(&self) -> Option<&str> {
        match self {
            Self { html: true, .. } => Some(HTML),
            Self { empty: true, .. } => Some(""),
            Self { body, .. } => body.as_deref(),
        }
    }
}

fn yes() -> bool {
    true
}

/// The value at a path.
fn at<'a>(body: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.').try_fold(body, |value, level| match value {
        Value::Array(elements) => elements.get_mut(level.parse::<usize>().ok()?),
        other => other.get_mut(level),
    })
}

/// The value that contains the last part of a path, and that part.
fn container<'a, 'p>(body: &'a mut Value, path: &'p str) -> Option<(&'a mut Value, &'p str)> {
    match path.rsplit_once('.') {
        Some((levels, last)) => Some((at(body, levels)?, last)),
        None => Some((body, path)),
    }
}

fn remove(body: &mut Value, path: &str) {
    match container(body, path) {
        Some((Value::Object(fields), last)) => drop(fields.remove(last)),
        Some((Value::Array(elements), last)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < elements.len()) {
                elements.remove(index);
            }
        }
        _ => {}
    }
}

fn set(body: &mut Value, path: &str, value: &Value) {
    match container(body, path) {
        Some((Value::Object(fields), last)) => drop(fields.insert(last.to_owned(), value.clone())),
        Some((Value::Array(elements), last)) => {
            if let Some(element) = last.parse().ok().and_then(|index: usize| elements.get_mut(index)) {
                *element = value.clone();
            }
        }
        _ => {}
    }
}

fn repeat(body: &mut Value, path: &str, times: usize) {
    if let Some(Value::Array(elements)) = at(body, path) {
        *elements = std::iter::repeat_n(elements.clone(), times).flatten().collect();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ChangedAnswer, Outgoing};

    fn changed(rule: serde_json::Value) -> (u16, String) {
        let answer: ChangedAnswer = serde_json::from_value(rule).unwrap();
        answer.check().unwrap();
        let body = json!({"DtsJobId": "j", "List": [{"Id": "a", "Name": "n"}, {"Id": "b"}]}).to_string();
        let mut response = Outgoing { status: 200, headers: Vec::new(), body: body.into_bytes() };
        answer.apply(&mut response);
        (response.status, String::from_utf8(response.body).unwrap())
    }

    #[test]
    fn each_change_of_an_answer_does_what_its_name_says() {
        let real = r#"{"DtsJobId":"j","List":[{"Id":"a","Name":"n"},{"Id":"b"}]}"#;
        let without = r#"{"List":[{"Name":"n"}]}"#;
        for (rule, status, body) in [
            (json!({}), 200, real),
            (json!({"http_status": 302}), 302, real),
            (json!({"remove": ["DtsJobId", "List.0.Id", "List.1", "List.7", "No.Such"]}), 200, without),
            (
                json!({"set": {"DtsJobId": "k", "List.1": null, "List.0.Id": 7}, "remove": ["List.0.Name"]}),
                200,
                r#"{"DtsJobId":"k","List":[{"Id":7},null]}"#,
            ),
            (json!({"truncate": 9}), 200, r#"{"DtsJobI"#),
            (json!({"empty": true, "pad": 2}), 200, "  "),
            (json!({"body": "abcdef", "cut_end": 2, "keep_percent": 50, "prefix": "<", "suffix": ">"}), 200, "<ab>"),
            (json!({"body": "{}", "encoding": "utf16"}), 200, "{\0}\0"),
            (
                json!({"repeat": {"List": 2, "DtsJobId": 2, "No": 2}, "remove": ["List.1"]}),
                200,
                r#"{"DtsJobId":"j","List":[{"Id":"a","Name":"n"},{"Id":"a","Name":"n"}]}"#,
            ),
            (json!({"body": "null", "http_status": 503}), 503, "null"),
            (json!({"perform": false, "body": "{}"}), 200, "{}"),
        ] {
            assert_eq!(changed(rule.clone()), (status, body.to_owned()), "{rule}");
        }
        assert!(changed(json!({"html": true})).1.starts_with("<!DOCTYPE html>"));
    }
}
