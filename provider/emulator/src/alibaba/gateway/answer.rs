//! The answer of an action: fields, or a refusal in one of the two forms of the cloud.

use serde_json::{Map, Value};

/// The fields of an answer, without those that every answer has (request ID, success).
pub(crate) type Fields = Map<String, Value>;

/// What every action handler returns.
pub(crate) type Outcome = Result<Fields, Refusal>;

/// The object inside a `json!({…})`.
pub(crate) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(map) => map,
        _ => Fields::new(),
    }
}

/// A refused call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// The gateway's form, used by all of RAM and STS: an HTTP status of 400 or more and `Code`, `Message`.
    Gateway {
        /// HTTP status.
        status: u16,
        code: String,
        message: String,
        /// `AccessDeniedDetail` of permission errors.
        denied: Option<Value>,
    },
    /// The form of DTS: HTTP 200, `Success` false, `ErrCode`, `ErrMessage`.
    Business {
        /// The `HttpStatusCode` in the body.
        status: u16,
        code: String,
        message: String,
        /// Text for `%s` in the message.
        dynamic: String,
    },
}

impl Refusal {
    pub(crate) fn gateway(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Gateway { status, code: code.into(), message: message.into(), denied: None }
    }

    pub(crate) fn business(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Business { status, code: code.into(), message: message.into(), dynamic: String::new() }
    }

    /// A required parameter is absent.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::gateway(400, format!("Missing{parameter}"), format!("{parameter} is mandatory for this action."))
    }

    /// A parameter has a value that the gateway refuses, before the action runs.
    pub(crate) fn invalid(parameter: &str, what: &str) -> Self {
        Self::gateway(400, format!("Invalid{parameter}"), format!("The parameter {parameter} is not valid: {what}."))
    }

    /// DTS refuses the value of a parameter; the name of the parameter is in `DynamicMessage`.
    pub(crate) fn invalid_for_dts(parameter: &str) -> Self {
        Self::business_about(parameter, "InvalidParameter", "The Value of Input Parameter %s is not valid")
    }

    /// The same with the reason, which the real service does not return.
    pub(crate) fn wrong_for_dts(parameter: &str, why: &str) -> Self {
        let message = format!("The Value of Input Parameter %s is not valid: {why}");
        Self::business_about(parameter, "InvalidParameter", &message)
    }

    /// A parameter that DTS needs because of the other parameters is absent.
    pub(crate) fn missing_for_dts(parameter: &str) -> Self {
        Self::business_about(parameter, "MissingParameter", "The Input Parameter %s is mandatory for this job")
    }

    fn business_about(parameter: &str, code: &str, message: &str) -> Self {
        let (code, message, dynamic) = (code.to_owned(), message.to_owned(), parameter.to_owned());
        Self::Business { status: 400, code, message, dynamic }
    }

    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Gateway { code, .. } | Self::Business { code, .. } => code,
        }
    }
}
