//! The type of a schema's values.

use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode as BlockNesting;
use tfplugin::generated::tfplugin6::schema::object::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block, Object};
use tfplugin::value::{Type, TypeError};

/// The type of a block's value.
pub(super) fn type_of(block: &Block) -> Result<Type, TypeError> {
    let mut all = attributes(&block.attributes)?;
    for nested in &block.block_types {
        let inner = Box::new(type_of(nested.block.as_ref().unwrap_or(&Block::default()))?);
        let whole = match nested.nesting() {
            BlockNesting::List => Type::List(inner),
            BlockNesting::Set => Type::Set(inner),
            BlockNesting::Map => Type::Map(inner),
            BlockNesting::Single | BlockNesting::Group | BlockNesting::Invalid => *inner,
        };
        all.push((nested.type_name.clone(), whole));
    }
    Ok(Type::Object(all.into_iter().collect()))
}

fn attributes(attributes: &[Attribute]) -> Result<Vec<(String, Type)>, TypeError> {
    attributes.iter().map(|attribute| Ok((attribute.name.clone(), of_attribute(attribute)?))).collect()
}

fn of_attribute(attribute: &Attribute) -> Result<Type, TypeError> {
    attribute.nested_type.as_ref().map_or_else(|| Type::from_bytes(&attribute.r#type), of_object)
}

fn of_object(object: &Object) -> Result<Type, TypeError> {
    let inner = Box::new(Type::Object(attributes(&object.attributes)?.into_iter().collect()));
    Ok(match object.nesting() {
        NestingMode::List => Type::List(inner),
        NestingMode::Set => Type::Set(inner),
        NestingMode::Map => Type::Map(inner),
        NestingMode::Single | NestingMode::Invalid => *inner,
    })
}
