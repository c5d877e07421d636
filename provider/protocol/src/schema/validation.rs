//! Runs the checks of a whole block over a configuration.

use super::{Attribute, Block, BlockNesting, Nesting, Shape};
use crate::{
    diagnostic::Diagnostics,
    path::Place,
    validate::{Validator, names_rule},
    value::Value,
};

/// Runs every attribute's checks on the values that are known. All problems are reported, not only the first.
pub fn validate_block(block: &Block, config: &Value, place: &Place<'_>, out: &mut Diagnostics) {
    visit_block(block, config, place, &mut |attribute, value, place| {
        for validator in &attribute.validators {
            report(validator.as_ref(), attribute, value, place, out);
        }
    });
}

fn report(validator: &dyn Validator, attribute: &Attribute, value: &Value, place: &Place<'_>, out: &mut Diagnostics) {
    if let Err(problem) = validator.check(value) {
        let path = place.path();
        out.error(
            path.clone(),
            format!("Invalid {}", attribute.name),
            names_rule(&format!("{path} {}. {problem}", validator.describe()), validator.rule()),
        );
    }
}

/// Refuses write-only values where the core would not keep them out of its files.
pub fn write_only_support(block: &Block, config: &Value, supported: bool, out: &mut Diagnostics) {
    if supported {
        return;
    }
    visit_block(block, config, &Place::root(), &mut |attribute, _, place| {
        if attribute.write_only {
            let path = place.path();
            out.error(
                path.clone(),
                "Write-only arguments need a newer Terraform",
                format!(
                    "{path} is write-only, and this Terraform does not support write-only arguments. Use Terraform 1.11 or \
                     later (OpenTofu 1.11 or later), or the argument of the same name without `_wo`, which is stored in \
                     the state."
                ),
            );
        }
    });
}

/// Calls `visit` with every attribute that has a known, non-null value.
fn visit_block(
    block: &Block,
    value: &Value,
    place: &Place<'_>,
    visit: &mut impl FnMut(&Attribute, &Value, &Place<'_>),
) {
    visit_attributes(&block.attributes, value, place, visit);
    for nested in &block.blocks {
        let place = place.attribute(nested.name);
        match (nested.nesting, value.attribute(nested.name)) {
            (BlockNesting::Single, inner @ Value::Map(_)) => visit_block(&nested.block, inner, &place, visit),
            (BlockNesting::List, Value::List(items)) => {
                for (index, inner) in items.iter().enumerate() {
                    visit_block(&nested.block, inner, &place.index(index), visit);
                }
            }
            _ => {}
        }
    }
}

fn visit_attributes(
    attributes: &[Attribute],
    value: &Value,
    place: &Place<'_>,
    visit: &mut impl FnMut(&Attribute, &Value, &Place<'_>),
) {
    for attribute in attributes {
        let inner = value.attribute(attribute.name);
        if inner.is_null() || inner.is_unknown() {
            continue;
        }
        let place = place.attribute(attribute.name);
        visit(attribute, inner, &place);
        if let Shape::Nested(nesting, attributes) = &attribute.shape {
            match (nesting, inner) {
                (Nesting::Single, inner) => visit_attributes(attributes, inner, &place, visit),
                (Nesting::List, Value::List(items)) => {
                    for (index, inner) in items.iter().enumerate() {
                        visit_attributes(attributes, inner, &place.index(index), visit);
                    }
                }
                (Nesting::Map, Value::Map(items)) => {
                    for (key, inner) in items {
                        visit_attributes(attributes, inner, &place.key(key), visit);
                    }
                }
                _ => {}
            }
        }
    }
}
