//! Values as Terraform knows them: known, null or unknown, and their two encodings.

mod items;
mod json;
mod msgpack;
mod number;
mod refinements;
mod types;

#[cfg(test)]
mod round_trip;

pub use items::{Items, Name};
pub use json::from_json;
pub use msgpack::{decode, encode};
pub use number::Number;
pub use refinements::{Bound, Refinements};
pub use types::{Type, TypeError};

/// A value. Lists, sets and tuples share one variant, maps and objects another: the [`Type`] tells them apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Value {
    /// Set to nothing, or not set.
    #[default]
    Null,
    /// Known only after apply.
    Unknown(Box<Refinements>),
    /// `true` or `false`.
    Bool(bool),
    /// A number, kept exactly.
    Number(Number),
    /// Text.
    String(String),
    /// The elements of a list, a tuple or (sorted) a set.
    List(Vec<Value>),
    /// The elements of a map or the attributes of an object.
    Map(Items),
    /// A value that brings its own type.
    Dynamic(Box<Type>, Box<Value>),
}

/// Bytes from Terraform that are not a value of the expected type.
#[derive(Debug, thiserror::Error)]
#[error("cannot decode the value of {path}: {problem}")]
pub struct DecodeError {
    /// Where in the value, from its outside: `source.port`; "the whole value" at the top.
    pub path: String,
    /// What was found there.
    pub problem: String,
}

impl DecodeError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self { path: "the whole value".to_owned(), problem: problem.into() }
    }

    pub(crate) fn below(mut self, step: &str) -> Self {
        self.path = match self.path.as_str() {
            "the whole value" => step.to_owned(),
            inner => format!("{step}.{inner}"),
        };
        self
    }
}

static NULL: Value = Value::Null;

impl Value {
    /// An unknown value of which nothing is known.
    pub fn unknown() -> Self {
        Value::Unknown(Box::default())
    }

    /// Text.
    pub fn string(text: impl Into<String>) -> Self {
        Value::String(text.into())
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether it is unknown as a whole.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    /// Whether neither it nor any part of it is unknown.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Value::Unknown(_) => false,
            Value::List(items) => items.iter().all(Value::is_wholly_known),
            Value::Map(items) => items.values().all(Value::is_wholly_known),
            Value::Dynamic(_, inner) => inner.is_wholly_known(),
            _ => true,
        }
    }

    /// An attribute of an object; null where the object is null or lacks it.
    pub fn attribute(&self, name: &str) -> &Value {
        match self {
            Value::Map(items) => items.get(name).unwrap_or(&NULL),
            _ => &NULL,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Number(Number::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::String(value)
    }
}
