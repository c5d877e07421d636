//! The precheck: what its items find, how they are shown, and which can be skipped.

mod checks;
mod describe;
mod examine;
mod item;
mod privileges;
mod reach;
mod skip;

pub(super) use describe::describe;
pub(super) use examine::{start, visible};
pub(super) use item::Item;
pub(crate) use item::{ITEM_CODES, ItemState, Precheck};
pub(crate) use privileges::PRIVILEGES;
pub(super) use reach::reach;
pub(super) use skip::{shield, skip};
