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
                OperationError, StatusChange, Step, job_failed, read_existing, retry_while_busy, start, step, stop,
                vanished, wait_for_job, wait_until_stable,
            },
            migration_instance::{
                KIND,
                plan::{cannot_catch_up, cannot_cut_over},
                status::may_cut_over,
            },
        },
        shared::Session,
    },
};

/// Starts an instance that is to run and does not.
pub(super) async fn start_if_desired(
    session: &Session<'_>,
    task_id: &str,
    desired: &str,
    job: &JobSummary,
) -> Result<(), OperationError> {
    if step(KIND, &job.status, desired) != Step::Start {
        return Ok(());
    }
    start(session, KIND, task_id).await?;
    let is_started = |status: &JobStatus| KIND.is_running(status) || *status == JobStatus::Finished;
    wait_for_status(session, task_id, "Starting", job.status.clone(), is_started).await
}

/// Suspends or stops an instance that is not to run any more.
pub(super) async fn suspend_or_stop(
    session: &Session<'_>,
    task_id: &str,
    desired: &str,
    max_delay_ms: i64,
) -> Result<(), OperationError> {
    let job = wait_until_stable(session, KIND, task_id, "update").await?;
    match step(KIND, &job.status, desired) {
        Step::Suspend => suspend(session, task_id, job.status).await,
        Step::Stop => cut_over(session, task_id, max_delay_ms).await,
        Step::None | Step::Start => Ok(()),
    }
}

async fn suspend(session: &Session<'_>, task_id: &str, from: JobStatus) -> Result<(), OperationError> {
    let action = SuspendDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(task_id.to_owned()),
        ..SuspendDtsJob::default()
    };
    if let Err(error) = retry_while_busy(session, &action).await {
        // Since the last poll, the job may have finished, or someone else may have suspended it.
        let is_done = |now: JobSummary| step(KIND, &now.status, "suspended") == Step::None;
        let done =
            error.class() == Some(Class::Pending) && read_existing(session, KIND, task_id).await.is_ok_and(is_done);
        if !done {
            let tried = format!("Suspending migration task {task_id}");
            return Err(OperationError::of_call(&error, &tried, |error| {
                cloud_error("Cannot suspend the migration", &tried, error)
            }));
        }
    }
    let is_suspended = |status: &JobStatus| matches!(status, JobStatus::Suspending | JobStatus::Finished);
    wait_for_status(session, task_id, "Suspending", from, is_suspended).await
}

/// The cut-over: wait until the destination has caught up, then stop permanently.
async fn cut_over(session: &Session<'_>, task_id: &str, max_delay_ms: i64) -> Result<(), OperationError> {
    let doing = "Waiting for the destination to catch up before stopping";
    let is_over = |job: &JobSummary| may_cut_over(job, max_delay_ms) || cannot_catch_up(&job.status);
    let job = wait_for_job(session, KIND, task_id, "waiting to cut over", is_over)
        .await
        .map_err(|error| OperationError::of_wait(error, KIND, doing, task_id, "update"))?
        .ok_or_else(|| vanished(KIND, task_id))?;
    if job.status == JobStatus::Finished {
        return Ok(());
    }
    if !may_cut_over(&job, max_delay_ms) {
        return Err(cannot_cut_over(task_id, &job.status).into());
    }
    stop(session, task_id).await.map_err(|error| {
        let tried = format!("Stopping migration task {task_id}");
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot stop the migration", &tried, error))
    })?;
    wait_for_status(session, task_id, "Stopping", job.status, |status| *status == JobStatus::Finished).await
}

/// Waits until the status is reached, or the job has failed since this change was requested.
async fn wait_for_status(
    session: &Session<'_>,
    task_id: &str,
    doing: &'static str,
    from: JobStatus,
    is_reached: impl Fn(&JobStatus) -> bool,
) -> Result<(), OperationError> {
    let change = StatusChange::requested_now(from);
    let is_over = |job: &JobSummary| is_reached(&job.status) || change.has_failed(KIND, job);
    let job = wait_for_job(session, KIND, task_id, doing, is_over)
        .await
        .map_err(|error| OperationError::of_wait(error, KIND, doing, task_id, "update"))?
        .ok_or_else(|| vanished(KIND, task_id))?;
    if is_reached(&job.status) { Ok(()) } else { Err(job_failed(KIND, doing, &job).into()) }
}
