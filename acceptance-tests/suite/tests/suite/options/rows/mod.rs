//! The tables: the request of each option of a task, according to the ConfigureDtsJob, Reserve and objects references.

mod alerts;
mod endpoints;
mod objects;
mod reserve;
mod task;
mod verification;

pub(crate) use alerts::alerts;
pub(crate) use endpoints::{endpoints, owners};
pub(crate) use objects::objects;
pub(crate) use reserve::reserve;
pub(crate) use task::task;
pub(crate) use verification::verification;

use super::row::Row;

/// Every row of every table.
pub(crate) fn all() -> Vec<Row> {
    let ends = [super::rows::endpoints("source"), super::rows::endpoints("destination"), owners()];
    let rest = [alerts(), objects(), reserve(), task(), verification()];
    ends.into_iter().chain(rest).flatten().collect()
}
