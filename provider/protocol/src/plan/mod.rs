//! Planning by the schema: defaults, computed attributes, replacements and write-only attributes.

mod configuration;
mod defaults;
mod resource_plan;
mod schema;

#[cfg(test)]
mod tests;

pub(crate) use configuration::configuration;
pub(crate) use defaults::{add_defaults, add_missing_defaults};
pub(crate) use resource_plan::merge_resource_plan;
pub(crate) use schema::plan_by_schema;

use crate::{
    schema::{Attribute, Block, BlockNesting, Nesting, Shape},
    value::{Items, Name, Value},
};

/// The value with all write-only attributes set to null, as it may be planned and stored.
pub(crate) fn without_write_only(block: &Block, value: &Value) -> Value {
    let Value::Map(items) = value else { return value.clone() };
    let mut items = strip_attributes(&block.attributes, items);
    for nested in &block.blocks {
        let stripped = match (nested.nesting, items.get(nested.name)) {
            (_, None) => continue,
            (BlockNesting::Single, Some(inner)) => without_write_only(&nested.block, inner),
            (BlockNesting::List, Some(Value::List(list))) => {
                Value::List(list.iter().map(|inner| without_write_only(&nested.block, inner)).collect())
            }
            (BlockNesting::List, Some(other)) => other.clone(),
        };
        items.insert(Name::fixed(nested.name), stripped);
    }
    Value::Map(items)
}

fn strip_attributes(attributes: &[Attribute], items: &Items) -> Items {
    let mut items = items.clone();
    for attribute in attributes {
        let Some(value) = items.get_mut(attribute.name) else { continue };
        if attribute.write_only {
            *value = Value::Null;
        } else if let Shape::Nested(nesting, inner) = &attribute.shape {
            strip_nested(*nesting, inner, value);
        }
    }
    items
}

fn strip_nested(nesting: Nesting, attributes: &[Attribute], value: &mut Value) {
    let strip = |value: &mut Value| {
        if let Value::Map(items) = value {
            *items = strip_attributes(attributes, items);
        }
    };
    match (nesting, value) {
        (Nesting::Single, value) => strip(value),
        (Nesting::List, Value::List(list)) => list.iter_mut().for_each(strip),
        (Nesting::Map, Value::Map(map)) => map.values_mut().for_each(strip),
        _ => {}
    }
}
