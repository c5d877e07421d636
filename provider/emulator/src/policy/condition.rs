//! The `Condition` of a statement.
//!
//! Evaluated are the keys a caller of STS brings along, with `StringEquals` and `StringLike`: `sts:ExternalId` of
//! AssumeRole, and `oidc:iss`, `oidc:aud` and `oidc:sub` of AssumeRoleWithOIDC. Every other condition counts as **not met**.
//! DTS sends none of them when it uses a role, so a statement with any condition does not speak about DTS: an Allow does
//! not help it, a Deny does not stop it.

use serde_json::Value;

use super::malformed::{Malformed, malformed, texts};
use super::wildcard::matches;

/// Keys a caller can bring along.
const KEYS: [&str; 4] = ["sts:ExternalId", "oidc:iss", "oidc:aud", "oidc:sub"];

/// What a caller brings along: keys and their values.
pub(super) type Circumstances<'a> = &'a [(&'static str, &'a str)];

/// What has to hold for a statement to apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Condition {
    tests: Vec<Test>,
    /// Operators or keys that are not evaluated.
    foreign: bool,
}

/// One key and the values it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    key: &'static str,
    /// Whether the values have wildcards.
    like: bool,
    values: Vec<String>,
}

impl Condition {
    pub(super) fn parse(value: Option<&Value>) -> Result<Self, Malformed> {
        let Some(value) = value else { return Ok(Self::default()) };
        let Value::Object(operators) = value else { return malformed("Condition must be a JSON object") };
        let mut condition = Self::default();
        for (operator, keys) in operators {
            let Value::Object(keys) = keys else {
                return Err(Malformed::new(format!("Condition {operator} must be a JSON object")));
            };
            for (key, values) in keys {
                let known = KEYS.into_iter().find(|known| known.eq_ignore_ascii_case(key));
                match (operator.as_str(), known) {
                    ("StringEquals" | "StringLike", Some(known)) => {
                        let values = texts(values, key)?;
                        condition.tests.push(Test { key: known, like: operator == "StringLike", values });
                    }
                    _ => condition.foreign = true,
                }
            }
        }
        Ok(condition)
    }

    pub(super) fn is_met(&self, circumstances: Circumstances<'_>) -> bool {
        !self.foreign && self.tests.iter().all(|test| test.is_met(circumstances))
    }
}

impl Test {
    fn is_met(&self, circumstances: Circumstances<'_>) -> bool {
        let found = circumstances.iter().find(|(key, _)| *key == self.key);
        let fits = |text: &str, value: &String| if self.like { matches(value, text) } else { value == text };
        found.is_some_and(|(_, text)| self.values.iter().any(|value| fits(text, value)))
    }
}
