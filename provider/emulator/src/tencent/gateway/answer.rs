//! The answer of an action: fields, or an error. Both have HTTP status 200.

use serde_json::{Map, Value, json};

use crate::core::cloud::Reply;

/// What every action handler returns.
pub(crate) type Outcome = Result<Map<String, Value>, Refusal>;

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) message: String,
    /// The HTTP status: 200 unless a fault says something else.
    pub(crate) status: u16,
}

impl Refusal {
    pub(crate) fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: 200 }
    }

    /// A required parameter is absent.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new("MissingParameter", format!("The request is missing a required parameter `{parameter}`."))
    }

    /// A parameter has a value that is not allowed.
    pub(crate) fn value(parameter: &str, what: &str) -> Self {
        Self::new("InvalidParameterValue", format!("The value of parameter `{parameter}` is not valid: {what}."))
    }
}

/// The object inside a `json!({…})`.
pub(crate) fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The answer of an action that returns the request ID only.
#[expect(clippy::unnecessary_wraps, reason = "the return type of all handlers")]
pub(crate) fn nothing() -> Outcome {
    Ok(Map::new())
}

/// The answer of a call. Clients look for an error only if the content type has no parameter.
pub(crate) fn reply(outcome: Outcome, request_id: &str) -> Reply {
    let (status, mut response) = match outcome {
        Ok(fields) => (200, fields),
        Err(Refusal { code, message, status }) => {
            (status, fields(json!({"Error": {"Code": code, "Message": message}})))
        }
    };
    response.insert("RequestId".to_owned(), json!(request_id));
    Reply { status, body: json!({"Response": response}), content_type: "application/json" }
}
