//! DescribeDtsJobDetail and DescribeDtsJobs, and the progress of the phases of a job.

mod detail;
mod list;
mod precheck_status;
mod progress;
mod reserved;
mod rows;
mod shared;
mod sub_jobs;
mod verification;

pub(crate) use detail::detail;
pub(crate) use list::list;
pub(crate) use precheck_status::describe as precheck_status;
pub(crate) use progress::{BEHIND_MS, delay, percent, phase_state};
