//! Creating, updating and deleting the task.

mod adopt;
pub(super) mod create;
pub(super) mod delete;
mod errors;
mod live_update;
mod stop_skipping;
pub(super) mod update;
