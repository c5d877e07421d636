//! A migration job.

mod compare_task;
mod configuration;
mod model;
mod status;
mod steps;
mod trade;

pub(super) use compare_task::{CompareState, CompareTask};
pub(super) use configuration::{Configuration, Endpoint, Node};
pub(super) use model::{Job, Link};
pub(super) use status::{force, is_status};
pub(super) use steps::{Check, Item, Step, StepState};
pub(super) use trade::TradeStatus;
