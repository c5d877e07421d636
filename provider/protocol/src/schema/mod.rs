//! What a resource's configuration looks like: attributes, nested blocks and their properties.

mod attribute;
mod block;
mod validation;

pub use attribute::{Attribute, Equal, Shape};
pub use block::{Block, BlockNesting, NestedBlock};
pub use validation::{check_write_only_support, validate_block};

/// How the objects of a nested attribute are collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object.
    Single,
    /// A list of objects.
    List,
    /// Objects under text keys.
    Map,
}
