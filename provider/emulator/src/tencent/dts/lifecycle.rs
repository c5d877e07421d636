//! The life of a job after its check: starting, pausing, stopping, completing, isolating, destroying.

use crate::jobs::{Phase, State};
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, Refusal, nothing};
use crate::tencent::time::parse_beijing;

use super::Dts;
use super::engines::Engine;
use super::find::{active_job, conflict, job};
use super::job::{Job, TradeStatus};

/// Starts a job whose last check has passed. A timed job waits for its time.
pub(super) fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    match job.status() {
        "checkPass" => {}
        "created" | "checkNotPass" => {
            let message = format!("The job {} has not passed its check; call CreateMigrateCheckJob first.", job.id);
            return Err(Refusal::new("FailedOperation.NotAllowOperation", message));
        }
        _ => return Err(conflict(call, &job, "checkPass")),
    }
    let timed = job.configuration.as_ref().filter(|configuration| configuration.run_mode == "timed");
    let at = timed.and_then(|configuration| parse_beijing(&configuration.expect_run_time));
    match at.filter(|at| *at > context.now) {
        Some(at) => job.start_at = Some(at),
        None => job.machine.run(context.now),
    }
    settle(&mut job, context)
}

pub(super) fn pause(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if !["running", "readyComplete"].contains(&job.status()) {
        return Err(conflict(call, &job, "running"));
    }
    job.machine.suspend(context.now);
    settle(&mut job, context)
}

/// ContinueMigrateJob.
pub(super) fn resume_paused(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if job.status() != "manualPaused" || job.machine.pending().is_some() {
        return Err(conflict(call, &job, "manualPaused"));
    }
    behind(&mut job, context);
    job.machine.run(context.now);
    settle(&mut job, context)
}

/// ResumeMigrateJob: tries a failed job again.
pub(super) fn resume_failed(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if !["failed", "error", "resumableErr"].contains(&job.status()) {
        return Err(conflict(call, &job, "failed, error or resumableErr"));
    }
    let is_key_value = job.source_engine().is_some_and(Engine::is_incremental_only);
    let wrong = |what: &str| Err(Refusal::new("InvalidParameterValue.InvalidParameterValue", what));
    match call.parameters.text("ResumeOption") {
        "normal" if is_key_value => return wrong("ResumeOption normal is not for Redis."),
        "clearData" | "overwrite" if !is_key_value => {
            return wrong("ResumeOption clearData and overwrite are for Redis.");
        }
        "" | "normal" | "clearData" | "overwrite" => {}
        _ => return wrong("ResumeOption must be clearData, overwrite or normal."),
    }
    job.error_message.clear();
    job.shows_error = false;
    behind(&mut job, context);
    job.machine.run(context.now);
    settle(&mut job, context)
}

/// A job that was interrupted after it had caught up has a delay again.
fn behind(job: &mut Job, context: CallContext<'_>) {
    if job.machine.caught_up() {
        job.machine.force_phase(Phase::Incremental, context.now);
    }
}

/// A stopped job cannot continue.
pub(super) fn stop(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    let stoppable = [
        "running",
        "readyRun",
        "readyComplete",
        "error",
        "failed",
        "resumableErr",
        "manualPaused",
        "unknown",
        "resuming",
    ];
    if !stoppable.contains(&job.status()) {
        return Err(conflict(call, &job, &stoppable.join(", ")));
    }
    job.start_at = None;
    job.machine.cancel(context.now);
    settle(&mut job, context)
}

pub(super) fn complete(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if !["", "waitForSync", "immediately"].contains(&call.parameters.text("CompleteMode")) {
        return Err(Refusal::value("CompleteMode", "it must be waitForSync or immediately"));
    }
    if job.status() != "readyComplete" {
        return Err(conflict(call, &job, "readyComplete"));
    }
    job.machine.finish(context.now);
    settle(&mut job, context)
}

/// Returns the job. A billed one can be recovered; one that is not billed is destroyed. A second call succeeds.
pub(super) fn isolate(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = job(dts, context, call)?;
    match job.trade.status {
        TradeStatus::Isolating | TradeStatus::Isolated => return nothing(),
        TradeStatus::Normal | TradeStatus::Resizing => job.trade.enter(TradeStatus::Isolating, context.now),
        TradeStatus::NotBilled => job.destroyed = true,
        TradeStatus::Offlining | TradeStatus::Offlined => {
            return Err(conflict(call, &job, "the trade status normal or isolated"));
        }
    }
    // Data does not move in an isolated job.
    let was_stopped = job.machine.state() == State::Canceled;
    let is_at_rest = matches!(
        job.machine.state(),
        State::Ready | State::CheckPassed | State::CheckFailed | State::Failed | State::Finished | State::Canceled
    );
    if !is_at_rest || job.start_at.is_some() || job.machine.pending().is_some() {
        job.machine.force(State::Canceled, context.now);
        job.start_at = None;
    }
    if context.switches().shows_isolated_status && !was_stopped {
        job.machine.force(State::Canceled, context.now);
        job.shows_isolated = true;
    }
    settle(&mut job, context)
}

/// A recovered job keeps its status.
pub(super) fn recover(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = job(dts, context, call)?;
    if !matches!(job.trade.status, TradeStatus::Isolating | TradeStatus::Isolated) {
        return Err(conflict(call, &job, "the trade status isolated"));
    }
    job.trade.enter(TradeStatus::Normal, context.now);
    job.shows_isolated = false;
    settle(&mut job, context)
}

pub(super) fn destroy(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = job(dts, context, call)?;
    if job.trade.status != TradeStatus::Isolated {
        return Err(conflict(call, &job, "the trade status isolated"));
    }
    job.trade.enter(TradeStatus::Offlining, context.now);
    settle(&mut job, context)
}

/// Moves the job as far as the pace allows without a poll.
fn settle(job: &mut Job, context: CallContext<'_>) -> Outcome {
    job.updated = context.now;
    job.advance(context.moment());
    nothing()
}
