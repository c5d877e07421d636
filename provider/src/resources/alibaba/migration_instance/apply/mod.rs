//! Create, update and delete.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod update;
