//! Takes over what the resource's own plan decided.

use crate::{
    schema::{Block, BlockNesting},
    value::Value,
};

/// The schema's plan with the resource's computed values in it.
///
/// A resource decides computed values only. What the user configured stays exactly as the core sent it, refinements of
/// unknown values included, because the core compares it.
pub(crate) fn merge_resource_plan(block: &Block, planned: Value, hook: &Value, config: &Value) -> Value {
    let Value::Map(mut items) = planned else { return planned };
    for attribute in block.attributes.iter().filter(|attribute| attribute.computed && !attribute.write_only) {
        let decided = hook.attribute(attribute.name);
        let Some(item) = items.get_mut(attribute.name) else { continue };
        if config.attribute(attribute.name).is_null() && !(item.is_unknown() && decided.is_unknown()) {
            *item = decided.clone();
        }
    }
    for nested in block.blocks.iter().filter(|nested| nested.nesting == BlockNesting::Single) {
        if let Some(inner) = items.get_mut(nested.name) {
            let own = std::mem::take(inner);
            *inner =
                merge_resource_plan(&nested.block, own, hook.attribute(nested.name), config.attribute(nested.name));
        }
    }
    Value::Map(items)
}
