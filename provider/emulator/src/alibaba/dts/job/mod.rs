//! The data of a job, all jobs, and the calls that the status of a job allows.

mod change;
mod create;
mod direction;
pub(crate) mod find;
mod jobs;
mod kind;
mod model;
mod monitor_rule;
mod permitted;
mod precheck_items;
mod status;

pub(crate) use change::{Change, ChangeState};
pub(crate) use create::{Passwords, new_job, not_emulated, take_passwords};
pub(crate) use direction::Direction;
pub(crate) use jobs::Jobs;
pub(crate) use kind::JobKind;
pub(crate) use model::{Job, Purchase};
pub(crate) use permitted::{Operation, check, refusal};
pub(crate) use precheck_items::{
    INCREMENTAL_ORDER, ITEM_CODES, Item, ItemState, PLAIN_ORDER, Precheck, can_shield, can_skip,
};
pub(crate) use status::Status;
