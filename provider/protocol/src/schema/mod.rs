//! The schema of a configuration: attributes, nested blocks and their properties, and validation by them.

mod attribute;
mod block;
mod nulls;
mod validation;

pub use attribute::{Attribute, Equal, Shape};
pub use block::{Block, BlockNesting, NestedBlock};
pub use nulls::{ELEMENT_RULE, REQUIRED_RULE};
pub(crate) use validation::validate_attribute;
pub use validation::{check_write_only_support, validate_block};

/// The collection that the objects of a nested attribute form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object.
    Single,
    /// A list of objects.
    List,
    /// A map of objects.
    Map,
}
