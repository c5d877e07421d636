//! The value of an attribute: known, unknown or null.

use super::{Content, Field, ModelError};
use crate::{path::PathRef, value::Value};

/// The value of an attribute or of a block that occurs at most once.
///
/// ```
/// use tfplugin::model::Attr;
///
/// let port: Attr<i64> = 3306.into();
/// assert_eq!(port.get(), Some(&3306));
/// assert_eq!(Attr::<i64>::Unknown.or(3306), 3306);
/// assert!(Attr::<i64>::default().is_null());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attr<T> {
    /// Not set.
    #[default]
    Null,
    /// Known only after apply.
    Unknown,
    /// Set.
    Known(T),
}

impl<T> Attr<T> {
    /// The value, if it is known and set.
    pub fn get(&self) -> Option<&T> {
        match self {
            Attr::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The value as a mutable reference, if it is known and set.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        match self {
            Attr::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The owned value, if it is known and set.
    pub fn into_option(self) -> Option<T> {
        match self {
            Attr::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is not set.
    pub fn is_null(&self) -> bool {
        matches!(self, Attr::Null)
    }

    /// Whether it is known only after apply.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Attr::Unknown)
    }

    /// Whether it is known and set.
    pub fn is_known(&self) -> bool {
        matches!(self, Attr::Known(_))
    }

    /// A copy of the value, or `other` if it is null or unknown.
    pub fn or(&self, other: T) -> T
    where
        T: Clone,
    {
        self.get().cloned().unwrap_or(other)
    }

    /// Applies a function to the value, if it is known and set.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Attr<U> {
        match self {
            Attr::Null => Attr::Null,
            Attr::Unknown => Attr::Unknown,
            Attr::Known(value) => Attr::Known(change(value)),
        }
    }
}

impl Attr<String> {
    /// The text, if it is known and set.
    pub fn as_str(&self) -> Option<&str> {
        self.get().map(String::as_str)
    }
}

impl<T> From<T> for Attr<T> {
    fn from(value: T) -> Self {
        Attr::Known(value)
    }
}

impl From<&str> for Attr<String> {
    fn from(value: &str) -> Self {
        Attr::Known(value.to_owned())
    }
}

impl<T> From<Option<T>> for Attr<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Attr::Null, Attr::Known)
    }
}

impl<T: Content> Field for Attr<T> {
    type Content = T;

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        match value.inner() {
            Value::Null => Ok(Attr::Null),
            Value::Unknown(_) => Ok(Attr::Unknown),
            _ => T::read(value, path).map(Attr::Known),
        }
    }

    fn write(&self) -> Value {
        match self {
            Attr::Null => Value::Null,
            Attr::Unknown => Value::unknown(),
            Attr::Known(value) => value.write(),
        }
    }

    fn write_computed(&self) -> Value {
        match self {
            Attr::Known(value) => value.write_computed(),
            other => other.write(),
        }
    }
}
