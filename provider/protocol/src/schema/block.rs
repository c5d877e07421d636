//! A block: attributes and nested blocks.

use super::{Attribute, attribute::object_type};
use crate::value::{Items, Name, Type, Value};

/// The content of a resource, of a provider, or of a nested block.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The description in the registry, in Markdown, from the doc comment.
    pub description: String,
    /// The attributes, in the order of the struct's fields.
    pub attributes: Vec<Attribute>,
    /// The nested blocks, in the order of the struct's fields.
    pub blocks: Vec<NestedBlock>,
}

/// How often a nested block may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockNesting {
    /// At most once.
    Single,
    /// Any number of times, in order.
    List,
}

/// A block inside another block.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    /// Name in HCL.
    pub name: &'static str,
    /// How often it may occur.
    pub nesting: BlockNesting,
    /// Whether it must occur at least once.
    pub required: bool,
    /// Its content.
    pub block: Block,
}

impl Block {
    /// The object type of the block's values.
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

    /// The value of a block without arguments: all attributes are null, and there are no nested blocks.
    pub(crate) fn without_arguments(&self) -> Value {
        let attributes = self.attributes.iter().map(|attribute| (Name::fixed(attribute.name), Value::Null));
        let blocks = self.blocks.iter().map(|nested| {
            let none = match nested.nesting {
                BlockNesting::Single => Value::Null,
                BlockNesting::List => Value::List(Vec::new()),
            };
            (Name::fixed(nested.name), none)
        });
        Value::Map(attributes.chain(blocks).collect())
    }
}
