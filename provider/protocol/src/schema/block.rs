//! A block: attributes and blocks inside it.

use super::{Attribute, attribute::object_type};
use crate::value::{Items, Name, Type};

/// The content of a resource, a provider, or a nested block.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Registry text, from the doc comment. Markdown.
    pub description: String,
    /// Its attributes, in the order of the struct.
    pub attributes: Vec<Attribute>,
    /// Its nested blocks, in the order of the struct.
    pub blocks: Vec<NestedBlock>,
}

/// How often a nested block may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockNesting {
    /// Once.
    Single,
    /// Any number of times, in order.
    List,
}

/// A block inside another.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    /// Name in HCL.
    pub name: &'static str,
    /// Once or many times.
    pub nesting: BlockNesting,
    /// Whether it must stand at least once.
    pub required: bool,
    /// Its content.
    pub block: Block,
}

impl Block {
    /// The object type of the block.
    pub fn ty(&self) -> Type {
        let Type::Object(mut types) = object_type(&self.attributes) else { return Type::Object(Items::default()) };
        for nested in &self.blocks {
            let ty = match nested.nesting {
                BlockNesting::Single => nested.block.ty(),
                BlockNesting::List => Type::List(Box::new(nested.block.ty())),
            };
            types.insert(Name::fixed(nested.name), ty);
        }
        Type::Object(types)
    }
}
