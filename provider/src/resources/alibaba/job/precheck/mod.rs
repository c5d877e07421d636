//! The precheck: run it, skip what may be skipped, report the rest.

mod messages;
mod run;

pub(in crate::resources) use messages::{failures, failures_of_instance};
pub(crate) use run::latest;
pub(in crate::resources) use run::{Ended, quiet, run};

use alibaba::dts::PrecheckItem;

/// Whether an item stands in the way.
pub(crate) fn blocks(item: &PrecheckItem) -> bool {
    item.state == "Failed" && !item.skip
}
