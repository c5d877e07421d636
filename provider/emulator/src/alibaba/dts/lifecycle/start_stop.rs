//! StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob.

use crate::alibaba::gateway::Call;
use crate::alibaba::gateway::{Fields, Outcome, Refusal};
use crate::core::emulation::Emulation;

use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::job::Status;
use crate::alibaba::dts::job::find;
use crate::alibaba::dts::job::{Operation, check};
use crate::alibaba::dts::precheck;
use crate::jobs::Life;

/// Unpurchased: the precheck and no more. Purchased: the precheck, then the migration. Paused or failed: on it goes.
pub(crate) fn start(emulation: &mut Emulation, call: &Call) -> Outcome {
    let job = find::job(emulation, call)?;
    let (id, status) = (job.id.clone(), job.life.status());
    check(status, Operation::Start)?;
    check_purchase(job)?;
    match status {
        Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass => {
            let mode = emulation.options.report_cross_account;
            precheck::start(emulation, &id, mode)?;
            Ok(Fields::new())
        }
        _ => ask(emulation, call, Operation::Start, Life::run),
    }
}

/// What has passed its precheck goes no further without an instance.
pub(crate) fn check_purchase(job: &Job) -> Result<(), Refusal> {
    if job.life.status() != Status::PreCheckPass || job.purchase.is_some() {
        return Ok(());
    }
    let message = "The job has passed its precheck and is not purchased; buy an instance for it.";
    Err(Refusal::business(403, "DTS.Msg.OperationDenied.NotPurchased", message))
}

pub(crate) fn suspend(emulation: &mut Emulation, call: &Call) -> Outcome {
    ask(emulation, call, Operation::Suspend, Life::suspend)
}

pub(crate) fn stop(emulation: &mut Emulation, call: &Call) -> Outcome {
    ask(emulation, call, Operation::Stop, Life::finish)
}

/// Releases the job and its instance. It is gone at once, or stays listed as finished when the options say so.
pub(crate) fn delete(emulation: &mut Emulation, call: &Call) -> Outcome {
    if call.parameters.get("JobType").is_some_and(|kind| kind != "MIGRATION") {
        return Err(Refusal::invalid_for_dts("JobType"));
    }
    let keep = emulation.options.keep_released;
    let job = find::job(emulation, call)?;
    check(job.life.status(), Operation::Delete)?;
    if job.released {
        return Err(find::not_found(&job.id));
    }
    if keep {
        job.life.force(Status::Finished);
        job.released = true;
    } else {
        let id = job.id.clone();
        emulation.jobs.remove(&id);
    }
    Ok(Fields::new())
}

/// A call that is accepted now and shows later.
fn ask(emulation: &mut Emulation, call: &Call, operation: Operation, change: fn(&mut Life)) -> Outcome {
    let (pace, now) = (emulation.options.polls, emulation.now());
    let job = find::job(emulation, call)?;
    check(job.life.status(), operation)?;
    change(&mut job.life);
    job.settle(pace, now);
    Ok(Fields::new())
}
