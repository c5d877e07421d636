//! Validates a configuration with the validators of a block.

use super::{Attribute, Block, BlockNesting, Nesting, Shape};
use crate::{
    diagnostic::Diagnostics,
    path::PathRef,
    validate::{Validator, with_rule_id},
    value::Value,
};

/// Runs the validators of all attributes on the values that are known. It reports all problems, not only the first one.
pub fn validate_block(block: &Block, config: &Value, path: &PathRef<'_>, out: &mut Diagnostics) {
    visit_block(block, config, path, &mut |attribute, value, path| {
        for validator in &attribute.validators {
            report(validator.as_ref(), attribute, value, path, out);
        }
    });
}

fn report(validator: &dyn Validator, attribute: &Attribute, value: &Value, path: &PathRef<'_>, out: &mut Diagnostics) {
    if let Err(problem) = validator.check(value) {
        let path = path.to_path();
        out.error(
            path.clone(),
            format!("Invalid {}", attribute.name),
            with_rule_id(&format!("{path} {}. {problem}", validator.describe()), validator.rule()),
        );
    }
}

/// Reports an error for each write-only value if `supported` is false, because Terraform would store it then.
pub fn check_write_only_support(block: &Block, config: &Value, supported: bool, out: &mut Diagnostics) {
    if supported {
        return;
    }
    visit_block(block, config, &PathRef::root(), &mut |attribute, _, path| {
        if attribute.write_only {
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

/// Calls `visit` for each attribute that has a known, non-null value.
fn visit_block(
    block: &Block,
    value: &Value,
    path: &PathRef<'_>,
    visit: &mut impl FnMut(&Attribute, &Value, &PathRef<'_>),
) {
    visit_attributes(&block.attributes, value, path, visit);
    for nested in &block.blocks {
        let path = path.attribute(nested.name);
        match (nested.nesting, value.attribute(nested.name)) {
            (BlockNesting::Single, inner @ Value::Map(_)) => visit_block(&nested.block, inner, &path, visit),
            (BlockNesting::List, Value::List(items)) => {
                for (index, inner) in items.iter().enumerate() {
                    visit_block(&nested.block, inner, &path.index(index), visit);
                }
            }
            _ => {}
        }
    }
}

fn visit_attributes(
    attributes: &[Attribute],
    value: &Value,
    path: &PathRef<'_>,
    visit: &mut impl FnMut(&Attribute, &Value, &PathRef<'_>),
) {
    for attribute in attributes {
        let inner = value.attribute(attribute.name);
        if inner.is_null() || inner.is_unknown() {
            continue;
        }
        let path = path.attribute(attribute.name);
        visit(attribute, inner, &path);
        if let Shape::Nested(nesting, attributes) = &attribute.shape {
            match (nesting, inner) {
                (Nesting::Single, inner) => visit_attributes(attributes, inner, &path, visit),
                (Nesting::List, Value::List(items)) => {
                    for (index, inner) in items.iter().enumerate() {
                        visit_attributes(attributes, inner, &path.index(index), visit);
                    }
                }
                (Nesting::Map, Value::Map(items)) => {
                    for (key, inner) in items {
                        visit_attributes(attributes, inner, &path.key(key), visit);
                    }
                }
                _ => {}
            }
        }
    }
}
