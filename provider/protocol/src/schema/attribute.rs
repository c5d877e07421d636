//! An attribute and its properties.

use std::{fmt, sync::Arc};

use super::Nesting;
use crate::{
    validate::Validator,
    value::{Name, Type, Value},
};

/// Whether two known, non-null values mean the same: the prior value first, then the configured one. If so, the plan keeps the
/// prior value.
pub type Equal = fn(&Value, &Value) -> bool;

/// The type of an attribute: plain, or objects of further attributes.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A type whose parts have no properties.
    Plain(Type),
    /// Objects whose attributes have properties, such as optional or sensitive.
    Nested(Nesting, Vec<Attribute>),
}

impl Shape {
    /// The type of the complete value.
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

/// An attribute and its properties. The derive macro [`Model`](crate::Model) creates it; the fields correspond to the words of
/// `#[attr(…)]`.
#[derive(Clone)]
pub struct Attribute {
    /// Name in HCL.
    pub name: &'static str,
    /// Type.
    pub shape: Shape,
    /// The description in the registry, in Markdown, from the doc comment.
    pub description: String,
    /// The user must set it.
    pub required: bool,
    /// The user may set it.
    pub optional: bool,
    /// The provider sets it if the user does not.
    pub computed: bool,
    /// Terraform hides it in its output.
    pub sensitive: bool,
    /// Read from the configuration during the apply, and never stored in a plan or a state.
    pub write_only: bool,
    /// Why it should not be used any more, and what to use instead.
    pub deprecated: Option<&'static str>,
    /// Changing it forces a new resource.
    pub replace: bool,
    /// Computed, and any change of the object can change it: unknown in the plan of an update.
    pub volatile: bool,
    /// The planned value if the user sets none.
    pub default: Option<Value>,
    /// The validators, which check known, non-null values.
    pub validators: Vec<Arc<dyn Validator>>,
    /// Elements of the collection may be null.
    pub null_elements: bool,
    /// Compares values by their meaning instead of literally.
    pub equal: Option<Equal>,
}

impl Attribute {
    /// An attribute without properties.
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
            null_elements: false,
            equal: None,
        }
    }

    /// Adds a validator.
    pub fn validate(&mut self, validator: impl Validator + 'static) {
        self.validators.push(Arc::new(validator));
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attribute").field("name", &self.name).field("shape", &self.shape).finish_non_exhaustive()
    }
}
