//! Create, update and delete.

mod configure;
pub(super) mod create;
pub(super) mod delete;
mod errors;
mod ownership;
mod reach;
mod role;
pub(super) mod update;

pub(super) use reach::{Goal, take, wait_until_stable};
