//! Create, update and delete.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod update;

pub(in crate::resources::alibaba) use create::wait::with_still_exists_note;
pub(in crate::resources::alibaba) use update::{start_if_desired, suspend_or_stop};
