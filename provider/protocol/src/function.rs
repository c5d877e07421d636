//! The interface that a function implements.

use crate::{
    model::{Content, Model, ModelError},
    path::PathRef,
    schema::Shape,
    value::{Type, Value},
};

/// A function, which computes a result from its arguments only.
///
/// Terraform may call it at any time, also before the provider is configured. The same arguments must always give the same
/// result.
pub trait Function: Send + Sync + 'static {
    /// The parameters: one attribute for each, in order. A `required` parameter rejects null and an `optional` one accepts it.
    /// The doc comment of the struct is the description of the function, and its first sentence is the summary.
    type Arguments: Model;
    /// The type of the result.
    type Output: Content;

    /// Its name, without the provider's prefix.
    fn name(&self) -> &'static str;

    /// Whether the last parameter, which must be a list, takes all further arguments. Default: `false`.
    fn is_variadic(&self) -> bool {
        false
    }

    /// Computes the result. All arguments are known and have passed the validators of their attributes.
    ///
    /// # Errors
    /// The arguments are not valid.
    fn call(&self, arguments: Self::Arguments) -> Result<Self::Output, FunctionError>;
}

/// Why a function returns no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// What is wrong, and what to write instead.
    pub text: String,
    /// The name of the parameter that is wrong. `None`: the arguments do not fit together.
    pub parameter: Option<&'static str>,
}

impl FunctionError {
    /// An error about all arguments together.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameter: None }
    }

    /// An error about one argument. Terraform shows the name of the parameter before the text.
    pub fn on(parameter: &'static str, text: impl Into<String>) -> Self {
        Self { text: text.into(), parameter: Some(parameter) }
    }
}

/// An argument of any type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Any(pub Value);

impl Content for Any {
    fn shape() -> Shape {
        Shape::Plain(Type::Dynamic)
    }

    fn read(value: &Value, _path: &PathRef<'_>) -> Result<Self, ModelError> {
        Ok(match value {
            Value::Dynamic(_, inner) => Self(inner.as_ref().clone()),
            plain => Self(plain.clone()),
        })
    }

    /// The value without its type, which is sufficient because arguments are not sent back to Terraform.
    fn write(&self) -> Value {
        self.0.clone()
    }
}
