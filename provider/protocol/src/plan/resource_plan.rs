//! Merges the plan of the resource into the plan of the schema.

use crate::{
    schema::{Block, BlockNesting},
    value::Value,
};

/// The plan of the schema (`planned`) with the computed values of the resource's plan.
///
/// A resource plans only computed attributes that are not configured. Configured values stay exactly as Terraform sent them,
/// including the refinements of unknown values, because Terraform compares them.
pub(crate) fn merge_resource_plan(block: &Block, planned: Value, resource_plan: &Value, config: &Value) -> Value {
    let Value::Map(mut items) = planned else { return planned };
    for attribute in block.attributes.iter().filter(|attribute| attribute.computed && !attribute.write_only) {
        let by_resource = resource_plan.attribute(attribute.name);
        let Some(item) = items.get_mut(attribute.name) else { continue };
        if config.attribute(attribute.name).is_null() && !(item.is_unknown() && by_resource.is_unknown()) {
            *item = by_resource.clone();
        }
    }
    for nested in block.blocks.iter().filter(|nested| nested.nesting == BlockNesting::Single) {
        if let Some(inner) = items.get_mut(nested.name) {
            let planned = std::mem::take(inner);
            *inner = merge_resource_plan(
                &nested.block,
                planned,
                resource_plan.attribute(nested.name),
                config.attribute(nested.name),
            );
        }
    }
    Value::Map(items)
}
