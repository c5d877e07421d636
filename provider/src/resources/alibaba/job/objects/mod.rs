//! The objects to migrate, as HCL and as the wire's `DbList`.
//!
//! `DbList` is a JSON object: source name → `{"name": destination name, "all": true}`, or with `"all": false` and a
//! `Table` map of the same shape (objects reference). The service adds keys (`state`) and drops defaults when it answers, so
//! both sides are compared in one normal form.

mod model;
mod read;
#[cfg(test)]
mod tests;
mod write;

#[cfg(test)]
pub(crate) use model::Column;
pub(crate) use model::{Database, Table};
pub(crate) use read::from_wire;
pub(crate) use write::to_wire;

use tfplugin::model::Map;

/// Whether two selections migrate the same: a rename to the same name is none.
pub(crate) fn same(a: &Map<Database>, b: &Map<Database>) -> bool {
    match (to_wire(a), to_wire(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}
