//! Creating, updating and deleting the task.

mod adopt;
pub(super) mod create;
pub(super) mod delete;
mod errors;
mod make;
mod running;
mod skip;
pub(super) mod update;
