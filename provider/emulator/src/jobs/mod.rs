//! Jobs of any cloud: the states they go through, and how fast they move.
//!
//! Nothing here knows the terms of a cloud; a cloud maps [`State`] and [`Phase`] to its own terms.

mod course;
mod pace;
mod standing;
mod state;
mod state_machine;

pub(crate) use course::course;
pub(crate) use pace::{ByClock, ByPolls, Moment, Pace, Stage};
pub(crate) use standing::Standing;
pub(crate) use state::{Phase, State};
pub(crate) use state_machine::{Route, StateMachine};
