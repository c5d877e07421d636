//! Typed views of values: one annotated struct is a resource's model, schema and documentation.

mod attr;
mod collections;
mod scalars;

use crate::{
    diagnostic::Diagnostic,
    path::{AttributePath, PathRef},
    schema::{Attribute, Block, Shape},
    value::Value,
};

pub use attr::Attr;
pub use collections::{List, Map, Set};

/// A value that does not fit the model. The core checks types before it calls, so this is a mistake of the provider.
#[derive(Debug, thiserror::Error)]
#[error("{path}: expected {expected}, found {found}")]
pub struct ModelError {
    /// Where.
    pub path: AttributePath,
    /// What the model has there.
    pub expected: &'static str,
    /// What the value is.
    pub found: String,
}

impl ModelError {
    /// A value that is not what the model expects.
    pub fn new(path: &PathRef<'_>, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Unknown(_) => "an unknown value",
            Value::Bool(_) => "a bool",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Dynamic(..) => "a dynamic value",
        };
        Self { path: path.to_path(), expected, found: found.to_owned() }
    }
}

impl From<ModelError> for Diagnostic {
    fn from(error: ModelError) -> Self {
        Diagnostic::bug(error.to_string()).at(error.path)
    }
}

/// What can be the content of an attribute.
pub trait Content: Sized {
    /// Its type in the schema.
    fn shape() -> Shape;

    /// Reads a known, non-null value.
    ///
    /// # Errors
    /// A value of another type.
    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError>;

    /// Writes itself.
    fn write(&self) -> Value;

    /// Writes what the provider may decide, and at least that: the configuration has all the rest.
    fn write_computed(&self) -> Value {
        self.write()
    }
}

/// A struct of attributes and nested blocks: the content of a resource, of the provider block, or of a nested block or
/// attribute. Derived.
pub trait Model: Content {
    /// Its schema.
    fn block() -> Block;
}

/// A field of a model. Implemented by [`Attr`] alone; it lets the derive work without knowing the content's type.
pub trait Field: Sized {
    /// What it holds.
    type Content: Content;

    /// The type of the attribute.
    fn shape() -> Shape {
        Self::Content::shape()
    }

    /// Reads it.
    ///
    /// # Errors
    /// A value of another type.
    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError>;

    /// Writes it.
    fn write(&self) -> Value;

    /// Writes what the provider may decide of it.
    fn write_computed(&self) -> Value;
}

/// The schema of the block a field holds.
pub fn field_block<F: Field>() -> Block
where
    F::Content: Model,
{
    <F::Content as Model>::block()
}

/// The schema of the repeated block a field holds.
pub fn field_block_list<F: Field>() -> Block
where
    F::Content: BlockList,
{
    <<F::Content as BlockList>::Item as Model>::block()
}

/// A list whose elements are blocks.
pub trait BlockList {
    /// One of the blocks.
    type Item: Model;
}

/// The attributes of a nested shape, for models that are attributes.
pub fn nested_attributes<M: Model>() -> Vec<Attribute> {
    M::block().attributes
}
