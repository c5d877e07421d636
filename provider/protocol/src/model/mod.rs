//! Typed models of values. One annotated struct is the model, the schema and the documentation of a resource.
//!
//! ```
//! use tfplugin::{
//!     Model,
//!     model::{Attr, Content as _, Model as _},
//!     path::PathRef,
//!     validate::{length, one_of},
//!     value::Value,
//! };
//!
//! /// A database user.
//! #[derive(Clone, Debug, Default, Model)]
//! struct User {
//!     /// Its name.
//!     #[attr(required, replace, validate(length(1..=32)))]
//!     name: Attr<String>,
//!     /// Its permissions.
//!     #[attr(default = "read", validate(one_of(&["read", "write"])))]
//!     access: Attr<String>,
//!     /// Its password.
//!     #[attr(optional, write_only, sensitive)]
//!     password_wo: Attr<String>,
//!     /// Not in the schema.
//!     #[skip]
//!     checked: bool,
//! }
//!
//! let block = User::block();
//! assert_eq!(block.description, "A database user.");
//! assert!(block.attributes[0].required && block.attributes[0].replace);
//! assert_eq!(block.attributes.len(), 3);
//! assert_eq!(block.attributes[1].default, Some("read".into()));
//!
//! let user = User { name: "dts".into(), checked: true, ..User::default() };
//! let value = user.write();
//! assert_eq!(value.attribute("name"), &Value::from("dts"));
//! let read = User::read(&value, &PathRef::root()).unwrap();
//! assert_eq!((read.name.as_str(), read.checked), (Some("dts"), false));
//! ```

mod attr;
mod collections;
mod scalars;

use crate::{
    diagnostic::Diagnostic,
    path::{AttributePath, PathRef},
    schema::{Attribute, Block, Shape},
    value::{Items, Value},
};

pub use attr::Attr;
pub use collections::{List, Map, Set};

/// A value that does not fit the model. Terraform checks the types before it calls the provider, so this is a bug of the
/// provider.
#[derive(Debug, thiserror::Error)]
#[error("{path}: expected {expected}, found {found}")]
pub struct ModelError {
    /// The path of the value.
    pub path: AttributePath,
    /// What the model expects, such as `a list`.
    pub expected: &'static str,
    /// What the value is, such as `a map`.
    pub found: String,
}

impl ModelError {
    /// The error for a value of another kind than expected.
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

/// A type that can be the content of an attribute.
pub trait Content: Sized {
    /// The type of the attribute in the schema.
    fn shape() -> Shape;

    /// Reads a known, non-null value.
    ///
    /// # Errors
    /// The value has another type.
    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError>;

    /// Converts the content to a value.
    fn write(&self) -> Value;

    /// Converts at least the parts that the provider computes. The plan takes the other parts from the configuration. Default:
    /// all parts.
    fn write_computed(&self) -> Value {
        self.write()
    }
}

/// A struct of attributes and nested blocks: the content of a resource, of the provider block, of a nested block or of a nested
/// attribute. Implemented by the derive macro [`Model`](crate::Model).
pub trait Model: Content {
    /// The schema of the block.
    fn block() -> Block;
}

/// A field of a model. Only [`Attr`] implements it. It allows the derive macro to generate code without knowing the type of the
/// content.
pub trait Field: Sized {
    /// The type of the content.
    type Content: Content;

    /// The type of the attribute.
    fn shape() -> Shape {
        Self::Content::shape()
    }

    /// Reads the field from a value.
    ///
    /// # Errors
    /// The value has another type.
    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError>;

    /// Converts the field to a value.
    fn write(&self) -> Value;

    /// Converts at least the parts that the provider computes.
    fn write_computed(&self) -> Value;
}

/// The schema of the block that a field holds.
pub fn field_block<F: Field>() -> Block
where
    F::Content: Model,
{
    <F::Content as Model>::block()
}

/// The schema of the repeatable block that a field holds.
pub fn field_block_list<F: Field>() -> Block
where
    F::Content: BlockList,
{
    <<F::Content as BlockList>::Item as Model>::block()
}

/// A list whose elements are blocks.
pub trait BlockList {
    /// The type of each block.
    type Item: Model;
}

/// The attributes of several models as those of one. Of attributes with the same name, the last one counts.
pub fn join(parts: impl IntoIterator<Item = Value>) -> Value {
    let mut all = Items::default();
    for part in parts {
        if let Value::Map(items) = part {
            all.extend(items);
        }
    }
    Value::Map(all)
}

/// The attributes of a model that is the content of a nested attribute.
pub fn nested_attributes<M: Model>() -> Vec<Attribute> {
    M::block().attributes
}
