//! From the present status to the desired one.

use alibaba::{
    Class,
    dts::{JobStatus, JobSummary, SuspendDtsJob},
};

use crate::{
    diagnostics::cloud_error,
    resources::{
        alibaba::{
            job::{
                JobKind, OperationError, StatusChange, Step, job_failed, read_existing, retry_while_busy, start, step,
                stop, vanished, wait_for_job, wait_until_stable,
            },
            migration_instance::{
                plan::{cannot_catch_up, cannot_cut_over},
                status::may_cut_over,
            },
        },
        shared::Session,
    },
};

/// Starts an instance that is to run and does not.
pub(in crate::resources::alibaba) async fn start_if_desired(
    session: &Session<'_>,
    kind: &JobKind,
    task_id: &str,
    desired: &str,
    job: &JobSummary,
) -> Result<(), OperationError> {
    if step(kind, &job.status, desired) != Step::Start {
        return Ok(());
    }
    start(session, kind, task_id).await?;
    let is_started = |status: &JobStatus| kind.is_running(status) || *status == JobStatus::Finished;
    wait_for_status(session, kind, task_id, "Starting", job.status.clone(), is_started).await
}

/// Suspends or stops an instance that is not to run any more.
pub(in crate::resources::alibaba) async fn suspend_or_stop(
    session: &Session<'_>,
    kind: &JobKind,
    task_id: &str,
    desired: &str,
    max_delay_ms: i64,
) -> Result<(), OperationError> {
    let job = wait_until_stable(session, kind, task_id, "update").await?;
    match step(kind, &job.status, desired) {
        Step::Suspend => suspend(session, kind, task_id, job.status).await,
        Step::Stop => cut_over(session, kind, task_id, max_delay_ms).await,
        Step::None | Step::Start => Ok(()),
    }
}

async fn suspend(session: &Session<'_>, kind: &JobKind, task_id: &str, from: JobStatus) -> Result<(), OperationError> {
    let noun = kind.noun;
    let action = SuspendDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(task_id.to_owned()),
        direction: kind.direction(),
        ..SuspendDtsJob::default()
    };
    if let Err(error) = retry_while_busy(session, &action).await {
        // Since the last poll, the job may have finished, or someone else may have suspended it.
        let is_done = |now: JobSummary| step(kind, &now.status, "suspended") == Step::None;
        let done =
            error.class() == Some(Class::Pending) && read_existing(session, kind, task_id).await.is_ok_and(is_done);
        if !done {
            let tried = format!("Suspending {noun} task {task_id}");
            return Err(OperationError::of_call(&error, &tried, |error| {
                cloud_error(&format!("Cannot suspend the {noun}"), &tried, error)
            }));
        }
    }
    let is_suspended = |status: &JobStatus| matches!(status, JobStatus::Suspending | JobStatus::Finished);
    wait_for_status(session, kind, task_id, "Suspending", from, is_suspended).await
}

/// The cut-over: wait until the destination has caught up, then stop permanently.
async fn cut_over(
    session: &Session<'_>,
    kind: &JobKind,
    task_id: &str,
    max_delay_ms: i64,
) -> Result<(), OperationError> {
    let noun = kind.noun;
    let doing = "Waiting for the destination to catch up before stopping";
    let is_over = |job: &JobSummary| may_cut_over(kind, job, max_delay_ms) || cannot_catch_up(kind, &job.status);
    let job = wait_for_job(session, kind, task_id, "waiting to cut over", is_over)
        .await
        .map_err(|error| OperationError::of_wait(error, kind, doing, task_id, "update"))?
        .ok_or_else(|| vanished(kind, task_id))?;
    if job.status == JobStatus::Finished {
        return Ok(());
    }
    if !may_cut_over(kind, &job, max_delay_ms) {
        return Err(cannot_cut_over(kind, task_id, &job.status).into());
    }
    stop(session, kind, task_id).await.map_err(|error| {
        let tried = format!("Stopping {noun} task {task_id}");
        OperationError::of_call(&error, &tried, |error| cloud_error(&format!("Cannot stop the {noun}"), &tried, error))
    })?;
    wait_for_status(session, kind, task_id, "Stopping", job.status, |status| *status == JobStatus::Finished).await
}

/// Waits until the status is reached, or the job has failed since this change was requested.
async fn wait_for_status(
    session: &Session<'_>,
    kind: &JobKind,
    task_id: &str,
    doing: &'static str,
    from: JobStatus,
    is_reached: impl Fn(&JobStatus) -> bool,
) -> Result<(), OperationError> {
    let change = StatusChange::requested_now(from);
    let is_over = |job: &JobSummary| is_reached(&job.status) || change.has_failed(kind, job);
    let job = wait_for_job(session, kind, task_id, doing, is_over)
        .await
        .map_err(|error| OperationError::of_wait(error, kind, doing, task_id, "update"))?
        .ok_or_else(|| vanished(kind, task_id))?;
    if is_reached(&job.status) { Ok(()) } else { Err(job_failed(kind, doing, &job).into()) }
}
