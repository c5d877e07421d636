//! Finds the database of one side of a job, if DTS may use it.

mod connect;
pub(crate) mod cross_account;
mod locate;

pub(crate) use connect::{Unreachable, reach};
pub(crate) use locate::locate;
