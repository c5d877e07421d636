//! From the live status to the wanted one.

use alibaba::{
    Class,
    dts::{JobStatus, JobSummary, SuspendDtsJob},
};

use crate::{
    diagnostics::cloud_error,
    resources::alibaba::{
        job::{OperationError, retry_while_busy, stop, vanished, wait_for_job},
        migration_instance::{
            KIND,
            plan::{cannot_cut_over, no_cut_over},
            status::{Start, Step, ready_to_stop, step},
            steps::{failed_job, look, settled, start},
        },
    },
    resources::shared::Session,
};

/// Starts what is to run and does not.
pub(super) async fn begin(
    session: &Session<'_>,
    task_id: &str,
    wanted: &str,
    job: &JobSummary,
) -> Result<(), OperationError> {
    if step(&job.status, wanted) != Step::Start {
        return Ok(());
    }
    start(session, task_id).await?;
    until(session, task_id, "Starting", job.status.clone(), |status| {
        matches!(status, JobStatus::Migrating | JobStatus::Retrying | JobStatus::Finished)
    })
    .await
}

/// Suspends or stops what is not to run any more.
pub(super) async fn end(
    session: &Session<'_>,
    task_id: &str,
    wanted: &str,
    max_delay_ms: i64,
) -> Result<(), OperationError> {
    let job = settled(session, task_id, "update").await?;
    match step(&job.status, wanted) {
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
        // It may have finished, or been suspended, since the look.
        let done = error.class() == Some(Class::Pending)
            && look(session, task_id).await.is_ok_and(|now| step(&now.status, "suspended") == Step::None);
        if !done {
            let tried = format!("Suspending migration task {task_id}");
            return Err(OperationError::of_call(&error, &tried, |error| {
                cloud_error("Cannot suspend the migration", &tried, error)
            }));
        }
    }
    until(session, task_id, "Suspending", from, |status| matches!(status, JobStatus::Suspending | JobStatus::Finished))
        .await
}

/// The cut-over: wait until the destination has caught up, then stop for good.
async fn cut_over(session: &Session<'_>, task_id: &str, max_delay_ms: i64) -> Result<(), OperationError> {
    let doing = "Waiting for the destination to catch up before stopping";
    let is_over = |job: &JobSummary| ready_to_stop(job, max_delay_ms) || no_cut_over(&job.status);
    let waited = wait_for_job(session, KIND, task_id, "waiting to cut over", is_over);
    let job = waited
        .await
        .map_err(|stopped| OperationError::of_wait(stopped, KIND, doing, task_id, "update"))?
        .ok_or_else(|| vanished(KIND, task_id))?;
    if job.status == JobStatus::Finished {
        return Ok(());
    }
    if !ready_to_stop(&job, max_delay_ms) {
        return Err(cannot_cut_over(task_id, &job.status).into());
    }
    stop(session, task_id).await.map_err(|error| {
        let tried = format!("Stopping migration task {task_id}");
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot stop the migration", &tried, error))
    })?;
    until(session, task_id, "Stopping", job.status, |status| *status == JobStatus::Finished).await
}

async fn until(
    session: &Session<'_>,
    task_id: &str,
    doing: &'static str,
    from: JobStatus,
    reached: impl Fn(&JobStatus) -> bool,
) -> Result<(), OperationError> {
    let began = Start::now(from);
    let is_over = |job: &JobSummary| reached(&job.status) || began.failed(job);
    let waited = wait_for_job(session, KIND, task_id, doing, is_over);
    let job = waited
        .await
        .map_err(|stopped| OperationError::of_wait(stopped, KIND, doing, task_id, "update"))?
        .ok_or_else(|| vanished(KIND, task_id))?;
    if reached(&job.status) { Ok(()) } else { Err(failed_job(doing, task_id, &job).into()) }
}
