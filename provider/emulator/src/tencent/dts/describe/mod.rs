//! The calls that only read: the detail of a job, the list of jobs, the instances of an account.

mod detail;
mod endpoint;
mod instances;
mod list;
mod progress;

pub(super) use detail::detail;
pub(super) use instances::list as instances;
pub(super) use list::list;
pub(super) use progress::{BEHIND_SECONDS, delay, step};
