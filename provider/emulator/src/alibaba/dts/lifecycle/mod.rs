//! Starting, suspending, stopping and deleting jobs, one or several.

pub(crate) mod batch;
pub(crate) mod release;
pub(crate) mod start_stop;
