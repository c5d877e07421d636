//! What all services of the cloud share: how a request is addressed, signed, dispatched and answered.

mod action_table;
mod address;
mod answer;
mod dispatch;
mod not_emulated;
mod parameters;
mod verify;

pub(crate) use action_table::ActionTable;
pub(crate) use address::{Address, Service};
pub(crate) use answer::{Fields, Outcome, Refusal, fields};
pub(crate) use dispatch::{Call, Handler, OpenHandler, Reply};
pub(crate) use not_emulated::NotEmulated;
pub(crate) use parameters::Parameters;
pub(crate) use verify::{Caller, Claim, Clocks, Identity, SessionLimits, TOLERANCE};
