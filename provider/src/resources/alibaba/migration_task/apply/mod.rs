//! Creating, updating and deleting the task.

mod adopt;
pub(super) mod create;
pub(super) mod delete;
mod errors;
mod live_update;
mod skip;
pub(super) mod update;
