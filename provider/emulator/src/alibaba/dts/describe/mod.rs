//! DescribeDtsJobDetail and DescribeDtsJobs, and the progress of a job's phases.

mod detail;
mod list;
mod progress;
mod shared;
mod verification;

pub(super) use detail::detail;
pub(super) use list::list;
pub(super) use progress::{delay, percent, phase_items, phase_state, rows};
