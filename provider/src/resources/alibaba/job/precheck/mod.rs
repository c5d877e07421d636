//! The precheck of a job: run it, skip the items to ignore, report the others.

mod messages;
mod model;
mod named;
mod run;

pub(crate) use messages::message_of;
pub(in crate::resources) use messages::{failures, failures_of_instance, on_instance};
pub(crate) use model::{PrecheckItem, failed_items, item_states, model_items};
pub(in crate::resources) use named::{named_in, on_named_argument};
pub(in crate::resources) use run::{Incomplete, run, wait_until_idle};
pub(crate) use run::{PhaseItems, latest, phase_items};

use alibaba::dts;

/// Whether an item keeps the job from starting.
pub(crate) fn blocks(item: &dts::PrecheckItem) -> bool {
    item.state == "Failed" && !item.skip
}
