//! From one side of a job to the database of the world, if DTS may use it.

mod connect;
pub(crate) mod cross_account;
mod locate;

pub(crate) use connect::{Unreachable, reach};
pub(crate) use locate::locate;
