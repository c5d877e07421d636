//! The precheck: its items, their results, and which of them can be skipped.

mod checks;
mod examine;
mod privileges;
mod skip;

pub(crate) use examine::start;
pub(crate) use privileges::PRIVILEGES;
pub(crate) use skip::{shield, skip};
