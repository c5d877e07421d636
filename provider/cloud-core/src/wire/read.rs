//! Lenient reading of answers.
//!
//! A cloud returns the same field as a text in one answer and as a number or bool in another, in one of two spellings, or
//! not at all. So numbers and bools may be texts, a missing field and `null` mean the default, and a key is searched exactly
//! first and then without regard to letter case.

use std::fmt;

use serde_json::{Map, Value};
use tracing::warn;

use crate::hidden::Hidden;
use crate::secret::Secret;

/// A value of the wrong kind. It does not contain the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Dotted path to the value, for example `Role.MaxSessionDuration`.
    pub path: String,
    /// What was expected, for example `a whole number`.
    pub expected: &'static str,
    /// What was there, for example `an object`.
    pub found: &'static str,
}

impl Mismatch {
    fn new(expected: &'static str, value: &Value) -> Self {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a bool",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self { path: String::new(), expected, found }
    }

    fn inside(mut self, step: &str) -> Self {
        self.path = if self.path.is_empty() { step.to_owned() } else { format!("{step}.{}", self.path) };
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the answer" } else { &self.path };
        write!(f, "{path} should be {}, found {}", self.expected, self.found)
    }
}

/// A value that can be read from an answer.
pub trait Read: Default {
    /// Reads it; `null` gives the default.
    ///
    /// # Errors
    /// When the value is of the wrong kind.
    fn read(value: &Value) -> Result<Self, Mismatch>;

    /// Reads it as an element of a list. A structure keeps its readable fields and gives the others their default, so
    /// that one odd value does not cost the complete list.
    ///
    /// # Errors
    /// When nothing of the element can be read.
    fn read_element(value: &Value) -> Result<Self, Mismatch> {
        Self::read(value)
    }

    /// Adds the dotted keys read below `prefix` to the list; a value without inner keys adds `prefix` itself.
    fn keys(prefix: &str, keys: &mut Vec<String>) {
        keys.push(prefix.to_owned());
    }
}

/// A complete answer: an object with named fields, defined by `answer!`.
pub trait Answer: Read + Send {}

/// Reads one field of an object, in either spelling.
///
/// # Errors
/// When the value is of the wrong kind.
pub fn field<T: Read>(object: &Map<String, Value>, name: &str) -> Result<T, Mismatch> {
    let read = |value| T::read(value).map_err(|mismatch| mismatch.inside(name));
    find(object, name).map_or_else(|| Ok(T::default()), read)
}

/// Reads one field of a list element, in either spelling. An unreadable value gives the default and a warning in the log.
pub fn field_or_default<T: Read>(object: &Map<String, Value>, name: &str) -> T {
    let Some(value) = find(object, name) else { return T::default() };
    T::read_element(value).unwrap_or_else(|mismatch| {
        let Mismatch { path, expected, found } = mismatch.inside(name);
        warn!(path, expected, found, "a field of a list element in an answer cannot be read; its default is used");
        T::default()
    })
}

/// A field in either spelling.
pub fn find<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let by_case = || object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    object.get(name).or_else(by_case)
}

/// The fields of an object; `null` and the empty text (DTS writes it for "none") have none.
///
/// # Errors
/// When the value is of another kind.
pub fn object(value: &Value) -> Result<Option<&Map<String, Value>>, Mismatch> {
    match value {
        Value::Object(object) => Ok(Some(object)),
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        other => Err(Mismatch::new("an object", other)),
    }
}

/// A text accepts any value: a structure in place of a documented JSON text becomes a JSON text again.
impl Read for String {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        Ok(match value {
            Value::Null => Self::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}

impl Read for Secret {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        String::read(value).map(Self::new)
    }
}

impl Read for Hidden {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        String::read(value).map(Self::from)
    }
}

impl Read for bool {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        let expected = "true or false";
        match value {
            Value::Null => Ok(false),
            Value::Bool(flag) => Ok(*flag),
            Value::String(text) if text.is_empty() || text.eq_ignore_ascii_case("false") => Ok(false),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            other => Err(Mismatch::new(expected, other)),
        }
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        let expected = "a whole number";
        match value {
            Value::Null => Ok(0),
            Value::Number(number) => {
                let read = number.as_i64().or_else(|| number.as_f64().and_then(whole));
                read.ok_or_else(|| Mismatch::new(expected, value))
            }
            Value::String(text) if text.trim().is_empty() => Ok(0),
            Value::String(text) => {
                let text = text.trim();
                let read = text.parse().ok().or_else(|| text.parse().ok().and_then(whole));
                read.ok_or_else(|| Mismatch::new(expected, value))
            }
            other => Err(Mismatch::new(expected, other)),
        }
    }
}

/// A number without a fraction, written as `12.0` or `1.2e1`; none beyond what a float holds exactly.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the number is whole and small enough")]
    let read = || number as i64;
    (number.fract() == 0.0 && number.abs() <= EXACT).then(read)
}

impl Read for f64 {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        let expected = "a number";
        match value {
            Value::Null => Ok(0.0),
            Value::Number(number) => number.as_f64().ok_or_else(|| Mismatch::new(expected, value)),
            Value::String(text) if text.trim().is_empty() => Ok(0.0),
            Value::String(text) => text.trim().parse().map_err(|_| Mismatch::new(expected, value)),
            other => Err(Mismatch::new(expected, other)),
        }
    }
}

/// `null` and the empty text are "none".
impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) if text.is_empty() => Ok(None),
            other => T::read(other).map(Some),
        }
    }

    fn read_element(value: &Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) if text.is_empty() => Ok(None),
            other => T::read_element(other).map(Some),
        }
    }

    fn keys(prefix: &str, keys: &mut Vec<String>) {
        T::keys(prefix, keys);
    }
}

/// An element of which nothing can be read is left out, with a warning in the log.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(Self::new()),
            Value::String(text) if text.is_empty() => Ok(Self::new()),
            Value::Array(items) => Ok(items.iter().filter_map(element).collect()),
            other => Err(Mismatch::new("a list", other)),
        }
    }

    fn keys(prefix: &str, keys: &mut Vec<String>) {
        T::keys(prefix, keys);
    }
}

fn element<T: Read>(value: &Value) -> Option<T> {
    let read = if value.is_null() { Err(Mismatch::new("an element", value)) } else { T::read_element(value) };
    read.inspect_err(|Mismatch { path, expected, found }| {
        warn!(path, expected, found, "an element of a list in an answer cannot be read; it is left out");
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_bools_are_read_from_texts_too() {
        assert_eq!(i64::read(&json!("200")), Ok(200));
        assert_eq!(i64::read(&json!(200)), Ok(200));
        assert_eq!(Option::<i64>::read(&json!("")), Ok(None));
        assert_eq!(f64::read(&json!("0.5")), Ok(0.5));
        for yes in [json!(true), json!("true"), json!("True"), json!("TRUE")] {
            assert_eq!(bool::read(&yes), Ok(true));
        }
        for no in [json!(false), json!("False"), json!(""), json!(null)] {
            assert_eq!(bool::read(&no), Ok(false));
        }
        assert_eq!(String::read(&json!(1717230600)), Ok("1717230600".to_owned()));
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_with_its_path_and_without_its_text() {
        let object = json!({"Outer": {"Percent": "canary-7"}});
        let error = field::<Inner>(object.as_object().unwrap(), "Outer").unwrap_err();
        assert_eq!(error.to_string(), "Outer.Percent should be a whole number, found a text");
        assert!(bool::read(&json!("maybe")).is_err());
        assert!(Vec::<String>::read(&json!({"a": 1})).is_err());
    }

    #[test]
    fn a_field_is_found_in_either_spelling_and_the_exact_one_wins() {
        let object = json!({"dtsinstanceid": "one"});
        assert_eq!(field(object.as_object().unwrap(), "DtsInstanceID"), Ok("one".to_owned()));
        let object = json!({"DtsInstanceId": "one", "DtsInstanceID": "two"});
        assert_eq!(field(object.as_object().unwrap(), "DtsInstanceID"), Ok("two".to_owned()));
        assert_eq!(field::<String>(object.as_object().unwrap(), "Missing"), Ok(String::new()));
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_fraction_of_zero() {
        assert_eq!(i64::read(&json!(12.0)), Ok(12));
        assert_eq!(i64::read(&json!("12.0")), Ok(12));
        assert_eq!(i64::read(&json!(-1.0)), Ok(-1));
        for refused in [json!(12.5), json!("12.5"), json!(1e300), json!("NaN"), json!("inf")] {
            assert!(i64::read(&refused).is_err(), "{refused}");
        }
    }

    #[derive(Debug, Default, PartialEq)]
    struct Inner(i64);

    impl Read for Inner {
        fn read(value: &Value) -> Result<Self, Mismatch> {
            object(value)?.map_or_else(|| Ok(Self::default()), |fields| field(fields, "Percent").map(Self))
        }
    }
}
