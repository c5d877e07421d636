//! Parameters as handlers read them. A text that is empty counts as one that was not given.

use serde_json::{Map, Value};

use super::answer::Refusal;

/// The fields of a structure.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Fields(pub(crate) Map<String, Value>);

impl Fields {
    /// Whether a field was given, with whatever value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A text, if it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text; empty when it was not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// A text that must be given.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name).and_then(Value::as_i64)
    }

    /// A number in a range, or the usual one.
    pub(crate) fn number_in(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<i64>,
        usual: i64,
    ) -> Result<i64, Refusal> {
        match self.number(name) {
            None => Ok(usual),
            Some(number) if range.contains(&number) => Ok(number),
            Some(_) => {
                Err(Refusal::value(name, &format!("it must be a number from {} to {}", range.start(), range.end())))
            }
        }
    }

    /// The elements of a list; none when it was not given.
    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.0.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A list of texts, without empty ones.
    pub(crate) fn texts(&self, name: &str) -> Vec<&str> {
        self.list(name).iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).collect()
    }

    /// A structure; an empty one when it was not given.
    pub(crate) fn structure(&self, name: &str) -> Self {
        Self::of(self.0.get(name).unwrap_or(&Value::Null))
    }

    /// A list of structures.
    pub(crate) fn structures(&self, name: &str) -> Vec<Self> {
        self.list(name).iter().map(Self::of).collect()
    }

    /// The fields of a value.
    pub(crate) fn of(value: &Value) -> Self {
        Self(value.as_object().cloned().unwrap_or_default())
    }

    /// The texts of a list of structures, as pairs of two of their fields.
    pub(crate) fn pairs(&self, name: &str, key: &str, value: &str) -> Vec<(String, String)> {
        let pair = |entry: &Value| {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            (text(key), text(value))
        };
        self.list(name).iter().map(pair).collect()
    }
}
