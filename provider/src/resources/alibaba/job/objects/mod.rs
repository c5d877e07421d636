//! The objects to migrate: as HCL (`objects`), as the JSON of DTS (`objects_json`, `DbList`), and as a selection.
//!
//! Both forms are parsed by one parser into one model, so that the same rules apply to both. `DbList` is a JSON object: source
//! name → `{"name": destination name, "all": true}`, or with `"all": false` and a `Table` map of the same shape (objects
//! reference). DTS adds keys (`state`) and leaves out defaults when it answers, so that both sides are compared in one normal form.
//!
//! | module | subject |
//! |---|---|
//! | `form`, `model`, `problem` | the forms, the selection, and what can be wrong with it |
//! | `hcl` | the value of `objects` |
//! | `parse` | from either form to a selection, with all problems |
//! | `write` | from a selection to `DbList` |

mod form;
mod hcl;
mod inverse;
mod model;
mod parse;
mod problem;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use form::Form;
pub(crate) use hcl::{Objects, same_objects, upgraded};
pub(crate) use inverse::inverse;
#[cfg(test)]
pub(crate) use model::Column;
pub(crate) use model::{Database, Selection, Table};
pub(crate) use parse::{from_json, from_wire};
pub(crate) use problem::{ProblemKind, line_of};
pub(crate) use write::to_wire;

use tfplugin::model::Map;

/// Whether two selections migrate the same: a rename to the same name is none.
pub(crate) fn same(a: &Map<Database>, b: &Map<Database>) -> bool {
    match (to_wire(a), to_wire(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}
