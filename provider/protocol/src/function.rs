//! What a function must give.

use crate::{
    model::{Content, Model, ModelError},
    path::PathRef,
    schema::Shape,
    value::{Type, Value},
};

/// A function: a result from arguments alone. It may be called before any provider block is known, and often; the same
/// arguments must always give the same result.
pub trait Function: Send + Sync + 'static {
    /// The parameters, one attribute each, in order. `required` refuses null, `optional` takes it. Its doc comment is the
    /// function's text, its first sentence the summary.
    type Arguments: Model;
    /// What it gives.
    type Output: Content;

    /// Its name, without the provider's prefix.
    fn name(&self) -> &'static str;

    /// Whether the last parameter, a list, takes all further arguments one by one.
    fn is_variadic(&self) -> bool {
        false
    }

    /// Computes the result. Arguments are known through and through, and have passed the checks of their attributes.
    ///
    /// # Errors
    /// Arguments that make no sense.
    fn call(&self, arguments: Self::Arguments) -> Result<Self::Output, FunctionError>;
}

/// Why a function gives no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// What was found, and what to write.
    pub text: String,
    /// The parameter to blame, by its name; none for all of them together.
    pub parameter: Option<&'static str>,
}

impl FunctionError {
    /// About the arguments together.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameter: None }
    }

    /// About one argument. The core names it in front of the text.
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

    /// Without its type: what was read is not sent back.
    fn write(&self) -> Value {
        self.0.clone()
    }
}
