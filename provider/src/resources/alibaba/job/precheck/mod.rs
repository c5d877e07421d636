//! The precheck of a job: run it, skip the items to ignore, report the others.

mod messages;
mod model;
mod run;

pub(in crate::resources) use messages::{failures, failures_of_instance, on_instance};
pub(crate) use model::{PrecheckItem, failed_items, item_states, model_items};
pub(crate) use run::latest;
pub(in crate::resources) use run::{Incomplete, run, wait_until_idle};

use alibaba::dts;

/// Whether an item keeps the job from starting.
pub(crate) fn blocks(item: &dts::PrecheckItem) -> bool {
    item.state == "Failed" && !item.skip
}
