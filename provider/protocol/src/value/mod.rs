//! Values of Terraform, which are known, null or unknown; their types; and their two encodings.
//!
//! ```
//! use tfplugin::value::{Items, Type, Value, decode, encode, from_json};
//!
//! let ty = Type::Object(Items::from([("name", Type::String), ("port", Type::Number)]));
//! let value = from_json(&serde_json::json!({ "name": "orders", "port": 3306 }), &ty).unwrap();
//! assert_eq!(value.attribute("name"), &Value::from("orders"));
//! assert_eq!(decode(&encode(&value), &ty).unwrap(), value);
//!
//! let planned = Value::Map(Items::from([("name", "orders".into()), ("port", Value::unknown())]));
//! assert!(!planned.is_wholly_known());
//! ```

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

/// A value. Lists, sets and tuples share a variant, and so do maps and objects; their [`Type`] distinguishes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Value {
    /// Null: not set.
    #[default]
    Null,
    /// Known only after apply.
    Unknown(Box<Refinements>),
    /// `true` or `false`.
    Bool(bool),
    /// A number of any size and precision.
    Number(Number),
    /// Text.
    String(String),
    /// The elements of a list, of a tuple, or of a set. Those of a set are sorted.
    List(Vec<Value>),
    /// The elements of a map or the attributes of an object.
    Map(Items),
    /// A value of dynamic type, with its actual type.
    Dynamic(Box<Type>, Box<Value>),
}

/// The bytes or the JSON are not a value of the expected type.
#[derive(Debug, thiserror::Error)]
#[error("cannot decode the value of {path}: {problem}")]
pub struct DecodeError {
    /// The path inside the value, beginning with the outermost step: `source.port`. The text `the complete value` if the
    /// error is not in a part of it.
    pub path: String,
    /// What is wrong there.
    pub problem: String,
}

/// The path of an error that is not in a part of the value.
const COMPLETE_VALUE: &str = "the complete value";

impl DecodeError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self { path: COMPLETE_VALUE.to_owned(), problem: problem.into() }
    }

    /// Adds an outer step to the path.
    pub(crate) fn within(mut self, step: &str) -> Self {
        self.path = match self.path.as_str() {
            COMPLETE_VALUE => step.to_owned(),
            inner => format!("{step}.{inner}"),
        };
        self
    }
}

static NULL: Value = Value::Null;

impl Value {
    /// An unknown value without refinements.
    pub fn unknown() -> Self {
        Value::Unknown(Box::default())
    }

    /// A text value.
    pub fn string(text: impl Into<String>) -> Self {
        Value::String(text.into())
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.inner(), Value::Null)
    }

    /// Whether it is unknown. A known value with unknown parts is not.
    pub fn is_unknown(&self) -> bool {
        matches!(self.inner(), Value::Unknown(_))
    }

    /// The value without the types of dynamic values around it.
    pub fn inner(&self) -> &Value {
        match self {
            Value::Dynamic(_, inner) => inner.inner(),
            other => other,
        }
    }

    /// The value as one of dynamic type. Its type follows from it: maps are objects, and lists are tuples.
    pub fn into_dynamic(self) -> Value {
        if matches!(self, Value::Dynamic(..) | Value::Null | Value::Unknown(_)) {
            return self;
        }
        Value::Dynamic(Box::new(Type::of(&self)), Box::new(self))
    }

    /// Whether it and all of its parts are known.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Value::Unknown(_) => false,
            Value::List(items) => items.iter().all(Value::is_wholly_known),
            Value::Map(items) => items.values().all(Value::is_wholly_known),
            Value::Dynamic(_, inner) => inner.is_wholly_known(),
            _ => true,
        }
    }

    /// An attribute of an object. Null if the value is not an object or does not have the attribute.
    pub fn attribute(&self, name: &str) -> &Value {
        match self {
            Value::Map(items) => items.get(name).unwrap_or(&NULL),
            _ => &NULL,
        }
    }

    /// The text, if it is a text value.
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
