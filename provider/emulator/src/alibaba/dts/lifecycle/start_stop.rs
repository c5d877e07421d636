//! StartDtsJob, SuspendDtsJob, StopDtsJob.

use jiff::Timestamp;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::instance::two_way;
use crate::alibaba::dts::job::{Job, Operation, Status, check, find, refusal};
use crate::alibaba::dts::{Dts, precheck};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal};
use crate::jobs::StateMachine;

/// A job that is not purchased runs its precheck only. A purchased job runs its precheck, then the migration. A
/// suspended or failed job continues.
pub(crate) fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::id(dts, context, call, "DtsInstanceId")?;
    let job = find::seen_by_id(dts, context, call, &id)?;
    let status = job.status();
    check(status, Operation::Start)?;
    if status == Status::Modifying && context.accounts.alibaba_switches().start_waits_for_changes {
        return Err(refusal(status, Operation::Start));
    }
    check_purchase(job)?;
    two_way::may_start(dts, job)?;
    match status {
        Status::Initializing | Status::Synchronizing | Status::Modifying => Ok(Fields::new()),
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
