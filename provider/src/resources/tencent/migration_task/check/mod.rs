//! The check of a job: it must pass before the job can start.

mod messages;
mod model;
mod run;

pub(crate) use messages::failures;
pub(crate) use model::{failed_steps, message_of, step_states};
pub(crate) use run::{Verdict, report_of, run, skipped};

use tencent::dts::CheckStep as WireStep;

/// Whether a step makes the check fail. A skipped one may be `failed`, too.
pub(crate) fn blocks(step: &WireStep) -> bool {
    step.step_status == "failed" && !step.has_skipped
}
