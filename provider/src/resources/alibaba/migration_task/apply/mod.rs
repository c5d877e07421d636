//! Creating, updating and deleting the task.

pub(super) mod check;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod equal_jobs;
pub(super) mod errors;
mod live_update;
pub(super) mod ownership;
mod stop_skipping;
pub(super) mod update;
