//! The precheck: its items, their results, and which of them can be skipped.

mod checks;
mod examine;
mod privileges;
mod skip;
mod topology;

pub(crate) use examine::{of_change, of_servers, start};
pub(crate) use privileges::PRIVILEGES;
pub(crate) use skip::{shield, skip};
