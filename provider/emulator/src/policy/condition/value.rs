//! The values of a condition, as its operator reads them.

use jiff::Timestamp;
use serde_json::Value;

use crate::policy::malformed::Malformed;

use super::kind::Kind;
use super::network::Network;

/// A value that a key is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    Text(String),
    Number(f64),
    Date(Timestamp),
    Bool(bool),
    Network(Network),
}

impl Wanted {
    /// Reads a value for a kind of comparison. The value of an operator that is not understood is kept as a text.
    pub(super) fn parse(kind: Option<Kind>, key: &str, value: &Value) -> Result<Self, Malformed> {
        let wrong = |form: &str| Malformed::new(format!("the value {value} of the condition key {key} is not {form}"));
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return Err(wrong("a text, a number or a bool")),
        };
        match kind {
            None | Some(Kind::Text(_)) => Ok(Self::Text(text)),
            Some(Kind::Number(_)) => {
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                number.map(Self::Number).ok_or_else(|| wrong("a number"))
            }
            Some(Kind::Date(_)) => {
                text.parse().map(Self::Date).map_err(|_| wrong("a date of the form YYYY-MM-DDThh:mm:ssZ"))
            }
            Some(Kind::Bool) => text.parse().map(Self::Bool).map_err(|_| wrong("true or false")),
            Some(Kind::Ip) => {
                Network::parse(&text).map(Self::Network).ok_or_else(|| wrong("an IP address or a CIDR block"))
            }
        }
    }
}
