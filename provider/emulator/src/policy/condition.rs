//! The `Condition` of a statement.
//!
//! Only one key is evaluated: `sts:ExternalId` with `StringEquals`, which AssumeRole callers can send. Every other
//! condition counts as **not met**. DTS sends none of them when it uses a role, so a statement with any condition does
//! not speak about DTS: an Allow does not help it, a Deny does not stop it.

use serde_json::Value;

use super::document::texts;

/// What has to hold for a statement to apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Condition {
    external_ids: Option<Vec<String>>,
    /// Operators or keys that are not evaluated.
    foreign: bool,
}

impl Condition {
    pub(super) fn parse(value: Option<&Value>) -> Result<Self, String> {
        let Some(value) = value else { return Ok(Self::default()) };
        let Value::Object(operators) = value else { return Err("Condition must be a JSON object".to_owned()) };
        let mut condition = Self::default();
        for (operator, keys) in operators {
            let Value::Object(keys) = keys else { return Err(format!("Condition {operator} must be a JSON object")) };
            for (key, values) in keys {
                if operator == "StringEquals" && key.eq_ignore_ascii_case("sts:ExternalId") {
                    condition.external_ids = Some(texts(values, key).map_err(|error| error.to_string())?);
                } else {
                    condition.foreign = true;
                }
            }
        }
        Ok(condition)
    }

    pub(super) fn is_met(&self, external_id: Option<&str>) -> bool {
        let external = match (&self.external_ids, external_id) {
            (None, _) => true,
            (Some(allowed), Some(given)) => allowed.iter().any(|id| id == given),
            (Some(_), None) => false,
        };
        external && !self.foreign
    }
}
