//! Validates a configuration with the validators of a block.

use super::{
    Attribute, Block, BlockNesting, Nesting, Shape,
    nulls::{Around, check_nulls},
};
use crate::{
    diagnostic::Diagnostics,
    path::PathRef,
    validate::{Validator, with_rule_id},
    value::Value,
};

/// Checks all attributes: a required one and an element of a collection must not be null, and the validators run on the values
/// that are known. It reports all problems, not only the first one.
pub fn validate_block(block: &Block, config: &Value, path: &PathRef<'_>, out: &mut Diagnostics) {
    visit_block(block, config, path, Around::Nothing, &mut |visit| check(visit, out));
}

/// Checks one attribute with this value, and all attributes in it, as [`validate_block`] does.
pub(crate) fn validate_attribute(attribute: &Attribute, value: &Value, path: &PathRef<'_>, out: &mut Diagnostics) {
    visit_attribute(attribute, value, path, Around::Nothing, &mut |visit| check(visit, out));
}

fn check(visit: &Visit<'_>, out: &mut Diagnostics) {
    let Visit { attribute, value, path, around } = visit;
    // A validator would report a null element again.
    if check_nulls(attribute, value, path, *around, out) || value.is_null() {
        return;
    }
    for validator in &attribute.validators {
        report(validator.as_ref(), attribute, value, path, out);
    }
}

fn report(validator: &dyn Validator, attribute: &Attribute, value: &Value, path: &PathRef<'_>, out: &mut Diagnostics) {
    if let Err(problem) = validator.check(value) {
        let path = path.to_path();
        let each = if matches!(value, Value::List(_)) && validator.is_of_elements() { "Each element of " } else { "" };
        out.error(
            path.clone(),
            format!("Invalid {}", attribute.name),
            with_rule_id(&format!("{each}{path} {}. {problem}", validator.describe()), validator.rule()),
        );
    }
}

/// Reports an error for each write-only value if `supported` is false, because Terraform would store it then.
pub fn check_write_only_support(block: &Block, config: &Value, supported: bool, out: &mut Diagnostics) {
    if supported {
        return;
    }
    visit_block(block, config, &PathRef::root(), Around::Nothing, &mut |Visit { attribute, value, path, .. }| {
        if attribute.write_only && !value.is_null() {
            let path = path.to_path();
            out.error(
                path.clone(),
                "Write-only arguments require a newer version of Terraform",
                format!(
                    "{path} is write-only, and this version of Terraform does not support write-only arguments. Use Terraform \
                     1.11 or OpenTofu 1.11, or a later version; or use the argument of the same name without `_wo`, which \
                     Terraform stores in the state."
                ),
            );
        }
    });
}

/// An attribute with its value.
struct Visit<'v> {
    attribute: &'v Attribute,
    value: &'v Value,
    path: &'v PathRef<'v>,
    /// The optional block or attribute that the attribute is in.
    around: Around,
}

/// Calls `visit` for each attribute that does not have an unknown value.
fn visit_block(block: &Block, value: &Value, path: &PathRef<'_>, around: Around, visit: &mut impl FnMut(&Visit<'_>)) {
    visit_attributes(&block.attributes, value, path, around, visit);
    for nested in &block.blocks {
        let path = path.attribute(nested.name);
        let around = if nested.required { Around::Nothing } else { Around::Block(nested.name) };
        match (nested.nesting, value.attribute(nested.name)) {
            (BlockNesting::Single, inner @ Value::Map(_)) => visit_block(&nested.block, inner, &path, around, visit),
            (BlockNesting::List, Value::List(items)) => {
                for (index, inner) in items.iter().enumerate() {
                    visit_block(&nested.block, inner, &path.index(index), around, visit);
                }
            }
            _ => {}
        }
    }
}

/// The attributes of an object. An object that is null or unknown has none.
fn visit_attributes(
    attributes: &[Attribute],
    value: &Value,
    path: &PathRef<'_>,
    around: Around,
    visit: &mut impl FnMut(&Visit<'_>),
) {
    if matches!(value, Value::Map(_)) {
        for attribute in attributes {
            visit_attribute(attribute, value.attribute(attribute.name), &path.attribute(attribute.name), around, visit);
        }
    }
}

fn visit_attribute(
    attribute: &Attribute,
    value: &Value,
    path: &PathRef<'_>,
    around: Around,
    visit: &mut impl FnMut(&Visit<'_>),
) {
    if value.is_unknown() {
        return;
    }
    visit(&Visit { attribute, value, path, around });
    let Shape::Nested(nesting, attributes) = &attribute.shape else { return };
    let around = if attribute.required { Around::Nothing } else { Around::Attribute(attribute.name) };
    match (nesting, value) {
        (Nesting::Single, inner) => visit_attributes(attributes, inner, path, around, visit),
        (Nesting::List, Value::List(items)) => {
            for (index, inner) in items.iter().enumerate() {
                visit_attributes(attributes, inner, &path.index(index), around, visit);
            }
        }
        (Nesting::Map, Value::Map(items)) => {
            for (key, inner) in items {
                visit_attributes(attributes, inner, &path.key(key), around, visit);
            }
        }
        _ => {}
    }
}
