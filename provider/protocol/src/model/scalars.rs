//! Text, numbers and booleans as the content of attributes.

use super::{Content, ModelError};
use crate::{
    path::PathRef,
    schema::Shape,
    value::{Number, Type, Value},
};

impl Content for String {
    fn shape() -> Shape {
        Shape::Plain(Type::String)
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        value.as_str().map(str::to_owned).ok_or_else(|| ModelError::new(path, "text", value))
    }

    fn write(&self) -> Value {
        Value::string(self)
    }
}

impl Content for bool {
    fn shape() -> Shape {
        Shape::Plain(Type::Bool)
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        match value {
            Value::Bool(bool) => Ok(*bool),
            other => Err(ModelError::new(path, "a bool", other)),
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Content for i64 {
    fn shape() -> Shape {
        Shape::Plain(Type::Number)
    }

    /// A fraction is rounded down, and a number outside of 64 bits becomes the nearest limit. Validators of ranges see the
    /// exact number and reject it.
    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        match value {
            #[expect(clippy::cast_possible_truncation, reason = "a float saturates to the limits of the integer")]
            Value::Number(number) => Ok(number.as_i64().unwrap_or_else(|| number.as_f64().floor() as i64)),
            other => Err(ModelError::new(path, "a number", other)),
        }
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Content for Number {
    fn shape() -> Shape {
        Shape::Plain(Type::Number)
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        match value {
            Value::Number(number) => Ok(number.clone()),
            other => Err(ModelError::new(path, "a number", other)),
        }
    }

    fn write(&self) -> Value {
        Value::Number(self.clone())
    }
}
