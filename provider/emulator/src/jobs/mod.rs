//! How jobs move.

mod state_machine;

pub(crate) use state_machine::{Life, Route};
