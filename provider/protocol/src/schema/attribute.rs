//! One attribute.

use std::{fmt, sync::Arc};

use super::Nesting;
use crate::{
    validate::Validator,
    value::{Name, Type, Value},
};

/// Tells whether two known, non-null values mean the same; the planned value is then the prior one.
pub type Equal = fn(&Value, &Value) -> bool;

/// The type of an attribute: plain, or made of further attributes.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A type without properties of its own inside.
    Plain(Type),
    /// Objects whose attributes have properties (optional, sensitive …) of their own.
    Nested(Nesting, Vec<Attribute>),
}

impl Shape {
    /// The type of the whole value.
    pub fn ty(&self) -> Type {
        match self {
            Shape::Plain(ty) => ty.clone(),
            Shape::Nested(nesting, attributes) => {
                let object = object_type(attributes);
                match nesting {
                    Nesting::Single => object,
                    Nesting::List => Type::List(Box::new(object)),
                    Nesting::Map => Type::Map(Box::new(object)),
                }
            }
        }
    }
}

/// The object type of a list of attributes.
pub(super) fn object_type(attributes: &[Attribute]) -> Type {
    Type::Object(attributes.iter().map(|attribute| (Name::fixed(attribute.name), attribute.shape.ty())).collect())
}

/// An attribute and all its properties. Made by the derive; the fields follow its `#[attr(…)]` words.
#[derive(Clone)]
pub struct Attribute {
    /// Name in HCL.
    pub name: &'static str,
    /// Type.
    pub shape: Shape,
    /// Registry text, from the doc comment. Markdown.
    pub description: String,
    /// The user must set it.
    pub required: bool,
    /// The user may set it.
    pub optional: bool,
    /// The provider sets it where the user does not.
    pub computed: bool,
    /// Hidden in Terraform's output.
    pub sensitive: bool,
    /// Taken from the configuration at apply and stored nowhere.
    pub write_only: bool,
    /// Why not to use it any more.
    pub deprecated: Option<&'static str>,
    /// A change makes a new object.
    pub replace: bool,
    /// Computed, and any change of the object may change it: unknown in the plan of an update.
    pub volatile: bool,
    /// Shown in the plan where the user sets nothing.
    pub default: Option<Value>,
    /// Checks of a known value.
    pub validators: Vec<Arc<dyn Validator>>,
    /// Compares by meaning instead of by text.
    pub equal: Option<Equal>,
}

impl Attribute {
    /// An attribute without properties yet.
    pub fn new(name: &'static str, shape: Shape, description: &str) -> Self {
        Self {
            name,
            shape,
            description: description.to_owned(),
            required: false,
            optional: false,
            computed: false,
            sensitive: false,
            write_only: false,
            deprecated: None,
            replace: false,
            volatile: false,
            default: None,
            validators: Vec::new(),
            equal: None,
        }
    }

    /// Adds a check.
    pub fn validate(&mut self, validator: impl Validator + 'static) {
        self.validators.push(Arc::new(validator));
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attribute").field("name", &self.name).field("shape", &self.shape).finish_non_exhaustive()
    }
}
