//! The check of a job: CreateMigrateCheckJob, DescribeMigrationCheckJob, SkipCheckItem.

mod examine;
mod objects;
mod shown;
mod skip;
mod table;

use crate::jobs::State;
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, nothing};

use super::Dts;
use super::find::{active_job, conflict};
use super::job::Check;

pub(super) use shown::{describe, progress};
pub(super) use skip::skip;
pub(crate) use table::{PRIVILEGES, STEP_IDS};

/// Starts a check. Its result is computed now and becomes visible step by step.
pub(super) fn create(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    let is_open = matches!(job.machine.state(), State::Ready | State::CheckPassed | State::CheckFailed);
    let is_free = is_open && job.start_at.is_none() && job.machine.pending().is_none();
    let Some(configuration) = job.configuration.as_ref().filter(|_| is_free) else {
        return Err(conflict(call, &job, "a configured job in created, checkPass or checkNotPass"));
    };
    let steps = examine::steps(context, &job, configuration);
    job.check = Check { steps, started: Some(context.now), ended: None, passed: None };
    job.machine.start_precheck(context.now);
    job.advance(context.moment());
    nothing()
}
