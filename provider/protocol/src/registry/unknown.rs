//! Unknown values in the results of operations. Terraform accepts them only in plans.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    path::{AttributePath, PathRef},
    value::Value,
};

/// Replaces unknown values by null, and returns their paths.
pub(super) fn clear_unknowns(value: &mut Value) -> Vec<AttributePath> {
    let mut unknown = Vec::new();
    clear_below(value, &PathRef::root(), &mut unknown);
    unknown
}

/// Returns the value if it is wholly known. Otherwise the operation, such as `reading`, has a bug.
pub(super) fn require_known(mut value: Value, type_name: &str, operation: &str) -> Result<Value, Diagnostics> {
    let unknown = clear_unknowns(&mut value);
    if unknown.is_empty() {
        return Ok(value);
    }
    let bug = |path| Diagnostic::bug(format!("{path} of {type_name} is still unknown after {operation} it."));
    Err(unknown.into_iter().map(bug).collect())
}

fn clear_below(value: &mut Value, path: &PathRef<'_>, unknown: &mut Vec<AttributePath>) {
    match value {
        Value::Unknown(_) => {
            unknown.push(path.to_path());
            *value = Value::Null;
        }
        Value::List(items) => {
            items.iter_mut().enumerate().for_each(|(index, item)| clear_below(item, &path.index(index), unknown));
        }
        Value::Map(items) => {
            items.iter_mut().for_each(|(name, item)| clear_below(item, &path.attribute(name), unknown));
        }
        Value::Dynamic(_, inner) => clear_below(inner, path, unknown),
        _ => {}
    }
}
