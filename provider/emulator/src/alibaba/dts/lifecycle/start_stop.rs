//! StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob.

use jiff::Timestamp;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::job::{Job, Operation, Status, check, find};
use crate::alibaba::dts::{Dts, precheck};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal};
use crate::jobs::StateMachine;

/// A job that is not purchased runs its precheck only. A purchased job runs its precheck, then the migration. A
/// suspended or failed job continues.
pub(crate) fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let job = find::job(dts, context, call)?;
    let (id, status) = (job.id.clone(), job.status());
    check(status, Operation::Start)?;
    check_purchase(&job)?;
    match status {
        Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass => {
            let mode = context.options.report_cross_account;
            precheck::start(dts, context, &id, mode)?;
            Ok(Fields::new())
        }
        _ => accepted_later(dts, context, call, Operation::Start, StateMachine::run),
    }
}

/// A job that has passed its precheck cannot be started without an instance.
pub(crate) fn check_purchase(job: &Job) -> Result<(), Refusal> {
    if job.status() != Status::PreCheckPass || job.purchase.is_some() {
        return Ok(());
    }
    let message = "The job has passed its precheck and is not purchased; purchase an instance for it.";
    Err(Refusal::business(403, "DTS.Msg.OperationDenied.NotPurchased", message))
}

pub(crate) fn suspend(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    accepted_later(dts, context, call, Operation::Suspend, StateMachine::suspend)
}

pub(crate) fn stop(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    accepted_later(dts, context, call, Operation::Stop, StateMachine::finish)
}

/// Releases the job and its instance. The job is removed immediately, or stays in the lists as finished when the
/// options say so.
pub(crate) fn delete(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    if call.parameters.get("JobType").is_some_and(|kind| kind != "MIGRATION") {
        return Err(Refusal::invalid_for_dts("JobType"));
    }
    let keep = context.options.keep_released;
    let mut job = find::job(dts, context, call)?;
    check(job.status(), Operation::Delete)?;
    if job.released {
        return Err(find::not_found(&job.id));
    }
    if keep {
        job.machine.force(Status::Finished.state(), context.now);
        job.released = true;
    } else {
        let id = job.id.clone();
        dts.jobs.remove(&id);
    }
    Ok(Fields::new())
}

/// A call that is accepted now and whose effect is visible later.
fn accepted_later(
    dts: &mut Dts,
    context: CallContext<'_>,
    call: &Call,
    operation: Operation,
    change: fn(&mut StateMachine, Timestamp),
) -> Outcome {
    let mut job = find::job(dts, context, call)?;
    check(job.status(), operation)?;
    change(&mut job.machine, context.now);
    job.advance(context.moment());
    Ok(Fields::new())
}
