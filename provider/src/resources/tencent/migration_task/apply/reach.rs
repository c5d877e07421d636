//! From the present status to the desired one.

use std::sync::atomic::{AtomicBool, Ordering};

use cloud_core::Error;
use tencent::{
    Action, Class,
    dts::{
        CompleteMigrateJob, ContinueMigrateJob, JobStatus, MigrationDetail, PauseMigrateJob, ResumeMigrateJob,
        StartMigrateJob, StopMigrateJob,
    },
};

use crate::{
    accounts::tencent::Session,
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, OperationError},
        tencent::{
            job::{Waiting, detail_of, failed_job, gone, wait_for_job},
            migration_task::{schema::model::TaskModel, status::Step},
        },
    },
};

/// What an apply wants of a job.
pub(in crate::resources::tencent::migration_task) struct Goal<'a> {
    pub(in crate::resources::tencent::migration_task) id: &'a str,
    pub(in crate::resources::tencent::migration_task) task: &'a TaskModel,
    /// The argument of `timeouts` that limits the waits.
    pub(in crate::resources::tencent::migration_task) timeout: &'static str,
}

impl Goal<'_> {
    fn waiting(&self, doing: &'static str) -> Waiting<'_> {
        Waiting { id: self.id, doing, timeout: self.timeout }
    }

    fn has_increments(&self) -> bool {
        self.task.migration_type.as_str() == Some("full_and_increment")
    }
}

/// Takes a step.
///
/// # Errors
/// A call failed, the job has failed, the time is up, or the user interrupted Terraform.
pub(in crate::resources::tencent::migration_task) async fn take(
    session: &Session<'_>,
    goal: &Goal<'_>,
    step: Step,
    job: &MigrationDetail,
) -> Result<(), OperationError> {
    match step {
        Step::None => Ok(()),
        Step::Run => {
            run(session, goal, job).await?;
            wait_as_configured(session, goal, job).await
        }
        Step::Pause => pause(session, goal).await,
        Step::Complete => complete(session, goal, job).await,
        Step::Stop => stop(session, goal).await,
    }
}

/// Starts, continues or resumes the job, whichever its status needs.
async fn run(session: &Session<'_>, goal: &Goal<'_>, job: &MigrationDetail) -> Result<(), OperationError> {
    let id = goal.id.to_owned();
    match job.status {
        JobStatus::CheckPass => {
            transition(session, goal, "Starting", &StartMigrateJob { job_id: id }, has_started).await
        }
        JobStatus::ManualPaused => {
            transition(session, goal, "Continuing", &ContinueMigrateJob { job_id: id }, is_not_paused).await
        }
        JobStatus::Failed | JobStatus::Error | JobStatus::ResumableError => {
            let request = ResumeMigrateJob { job_id: id, resume_option: None };
            transition(session, goal, "Resuming", &request, is_not_failed).await
        }
        _ => Ok(()),
    }
}

/// Sends a request for another status. A call whose answer was lost, or that was not needed any more, may have had its effect.
async fn transition<A: Action>(
    session: &Session<'_>,
    goal: &Goal<'_>,
    doing: &str,
    request: &A,
    is_reached: fn(&JobStatus) -> bool,
) -> Result<(), OperationError> {
    let Err(error) = session.call(request).await else { return Ok(()) };
    let tried = format!("{doing} migration job {}", goal.id);
    let report = |error: &Error| cloud_error("Cannot change the status of the migration", &tried, error);
    if error.is_cancelled() {
        return Err(OperationError::of_call(&error, &tried, report));
    }
    let may_be_done = error.outcome_unknown() || error.class() == Some(Class::Pending);
    if may_be_done {
        let now = detail_of(session, goal.id, Absence::Repeated).await;
        if now.is_ok_and(|now| now.is_some_and(|now| is_reached(&now.status))) {
            return Ok(());
        }
        if error.outcome_unknown() {
            return match session.call(request).await {
                Ok(_) => Ok(()),
                Err(error) => Err(OperationError::of_call(&error, &tried, report)),
            };
        }
    }
    Err(OperationError::of_call(&error, &tried, report))
}

fn has_started(status: &JobStatus) -> bool {
    crate::resources::tencent::job::stage_of(status) == crate::resources::shared::Stage::Started
}

fn is_not_paused(status: &JobStatus) -> bool {
    !matches!(status, JobStatus::Pausing | JobStatus::ManualPaused)
}

fn is_not_failed(status: &JobStatus) -> bool {
    !has_failed(status)
}

fn has_failed(status: &JobStatus) -> bool {
    matches!(status, JobStatus::Failed | JobStatus::Error)
}

/// Waits until a job that was started has reached the `wait_for` of its task.
///
/// # Errors
/// As [`take`].
pub(super) async fn wait_as_configured(
    session: &Session<'_>,
    goal: &Goal<'_>,
    from: &MigrationDetail,
) -> Result<(), OperationError> {
    wait_until(session, goal, from, &goal.task.wait_for.or("running".to_owned())).await
}

/// Waits until a job that was started has reached `wait_for`.
async fn wait_until(
    session: &Session<'_>,
    goal: &Goal<'_>,
    from: &MigrationDetail,
    wait_for: &str,
) -> Result<(), OperationError> {
    if wait_for == "accepted" {
        return Ok(());
    }
    let doing = "Starting the job";
    let has_moved = AtomicBool::new(false);
    let failed = |job: &MigrationDetail| {
        if job.status != from.status {
            has_moved.store(true, Ordering::Relaxed);
        }
        // An old failure is not that of the new start.
        has_failed(&job.status) && has_moved.load(Ordering::Relaxed) || job.status == JobStatus::Canceled
    };
    let is_timed = goal.task.run_mode.as_str() == Some("timed");
    let is_reached = |job: &MigrationDetail| has_reached(&job.status, wait_for, is_timed);
    let job = wait_for_job(session, &goal.waiting(doing), |job| failed(job) || is_reached(job)).await?;
    if is_reached(&job) { Ok(()) } else { Err(failed_job(doing, &job).into()) }
}

/// Whether a wait for `wait_for` is over. A timed job has accepted its time.
fn has_reached(status: &JobStatus, wait_for: &str, is_timed: bool) -> bool {
    match (wait_for, status) {
        (_, JobStatus::Success | JobStatus::Completing) => true,
        ("running", JobStatus::ReadyRun) => is_timed,
        ("running", JobStatus::Running | JobStatus::ReadyComplete) => true,
        ("caught_up", JobStatus::ReadyComplete) => true,
        _ => false,
    }
}

async fn pause(session: &Session<'_>, goal: &Goal<'_>) -> Result<(), OperationError> {
    let request = PauseMigrateJob { job_id: goal.id.to_owned() };
    transition(session, goal, "Pausing", &request, |status| !is_not_paused(status)).await?;
    let is_paused = |job: &MigrationDetail| job.status == JobStatus::ManualPaused;
    let is_over = |job: &MigrationDetail| {
        is_paused(job) || has_failed(&job.status) || matches!(job.status, JobStatus::Success | JobStatus::Canceled)
    };
    let job = wait_for_job(session, &goal.waiting("Pausing the job"), is_over).await?;
    if is_paused(&job) { Ok(()) } else { Err(failed_job("Pausing the job", &job).into()) }
}

async fn stop(session: &Session<'_>, goal: &Goal<'_>) -> Result<(), OperationError> {
    stop_job(session, goal.id, goal.timeout).await
}

/// Stops a job permanently, and waits until it has stopped.
///
/// # Errors
/// As [`take`].
pub(super) async fn stop_job(session: &Session<'_>, id: &str, timeout: &'static str) -> Result<(), OperationError> {
    let none = TaskModel::default();
    let goal = Goal { id, task: &none, timeout };
    let has_ended = |status: &JobStatus| {
        matches!(status, JobStatus::Stopping | JobStatus::Canceled | JobStatus::Success | JobStatus::Completing)
    };
    // DTS does not stop a job while another change of its status is under way.
    let waiting = goal.waiting("Stopping the job");
    let is_stable =
        |job: &MigrationDetail| !matches!(job.status, JobStatus::Pausing | JobStatus::Resuming | JobStatus::Checking);
    let job = wait_for_job(session, &waiting, is_stable).await?;
    if !has_ended(&job.status) {
        transition(session, &goal, "Stopping", &StopMigrateJob { job_id: id.to_owned() }, has_ended).await?;
    }
    wait_for_job(session, &waiting, |job| matches!(job.status, JobStatus::Canceled | JobStatus::Success)).await?;
    Ok(())
}

/// The cut-over: run the job if necessary, wait until the destination has caught up, and complete it. A job without changes is complete
/// when it has finished.
async fn complete(session: &Session<'_>, goal: &Goal<'_>, job: &MigrationDetail) -> Result<(), OperationError> {
    run(session, goal, job).await?;
    if !goal.has_increments() {
        return wait_until(session, goal, job, "finished").await;
    }
    let most = goal.task.max_delay_seconds.or(5);
    let doing = "Waiting for the destination to catch up before completing";
    let cannot = |job: &MigrationDetail| {
        let is_paused = matches!(job.status, JobStatus::ManualPaused | JobStatus::Pausing);
        has_failed(&job.status) || is_paused && job.status != JobStatus::Pausing || job.status == JobStatus::Canceled
    };
    let has_moved = AtomicBool::new(false);
    let is_over = |now: &MigrationDetail| {
        if now.status != job.status {
            has_moved.store(true, Ordering::Relaxed);
        }
        may_complete(now, most) || (cannot(now) && has_moved.load(Ordering::Relaxed))
    };
    let now = wait_for_job(session, &goal.waiting(doing), is_over).await?;
    if now.status == JobStatus::Success {
        return Ok(());
    }
    if !may_complete(&now, most) {
        return Err(failed_job(doing, &now).into());
    }
    let complete_mode = goal
        .task
        .complete_mode
        .as_str()
        .map(|mode| if mode == "wait_for_sync" { "waitForSync" } else { "immediately" }.to_owned());
    let request = CompleteMigrateJob { job_id: goal.id.to_owned(), complete_mode };
    let is_completed = |status: &JobStatus| matches!(status, JobStatus::Completing | JobStatus::Success);
    transition(session, goal, "Completing", &request, is_completed).await?;
    let doing = "Completing the job";
    let is_over = |job: &MigrationDetail| {
        job.status == JobStatus::Success || has_failed(&job.status) || job.status == JobStatus::Canceled
    };
    let job = wait_for_job(session, &goal.waiting(doing), is_over).await?;
    if job.status == JobStatus::Success { Ok(()) } else { Err(failed_job(doing, &job).into()) }
}

/// Whether a cut-over may complete the job: all data is at the destination, and changes are delayed by at most `most` seconds. A delay that
/// DTS does not measure is none.
fn may_complete(job: &MigrationDetail, most: i64) -> bool {
    match job.status {
        JobStatus::Success => true,
        JobStatus::ReadyComplete => job.step_info.seconds_behind_master.is_none_or(|delay| delay <= most),
        _ => false,
    }
}

/// Waits until no change of the status is under way, and the status is a documented one. Returns the job.
///
/// # Errors
/// As [`wait_for_job`].
pub(in crate::resources::tencent::migration_task) async fn wait_until_stable(
    session: &Session<'_>,
    id: &str,
    timeout: &'static str,
) -> Result<MigrationDetail, OperationError> {
    let waiting = Waiting { id, doing: "Waiting until no other change of the job is under way", timeout };
    let is_stable = |job: &MigrationDetail| {
        !matches!(
            job.status,
            JobStatus::Creating
                | JobStatus::Checking
                | JobStatus::Pausing
                | JobStatus::Resuming
                | JobStatus::Stopping
                | JobStatus::Completing
                // One that the provider does not know says nothing about what the job accepts.
                | JobStatus::Other(_)
        )
    };
    wait_for_job(session, &waiting, is_stable).await
}

/// Reads the job at the end of an operation.
///
/// # Errors
/// The call failed, or the job does not exist any more.
pub(super) async fn read(session: &Session<'_>, id: &str) -> Result<MigrationDetail, OperationError> {
    let tried = format!("Reading migration job {id}");
    let job = detail_of(session, id, Absence::Repeated).await.map_err(|error| {
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot read the migration task", &tried, error))
    })?;
    job.ok_or_else(|| gone(id).into())
}

#[cfg(test)]
mod tests {
    use tencent::dts::MigrationProgress;

    use super::*;

    fn job(status: JobStatus, delay: i64) -> MigrationDetail {
        let step_info = MigrationProgress { seconds_behind_master: Some(delay), ..MigrationProgress::default() };
        MigrationDetail { status, step_info, ..MigrationDetail::default() }
    }

    #[test]
    fn a_cut_over_waits_for_the_status_and_the_delay() {
        assert!(!may_complete(&job(JobStatus::Running, 0), 5));
        assert!(!may_complete(&job(JobStatus::ReadyComplete, 6), 5));
        assert!(may_complete(&job(JobStatus::ReadyComplete, 5), 5));
        assert!(may_complete(&job(JobStatus::Success, -1), 5));
        assert!(!may_complete(&job(JobStatus::ManualPaused, 0), 5), "the last delay is an old one");
    }

    #[test]
    fn a_wait_is_over_when_its_status_is_reached() {
        assert!(has_reached(&JobStatus::Running, "running", false));
        assert!(!has_reached(&JobStatus::ReadyRun, "running", false));
        assert!(has_reached(&JobStatus::ReadyRun, "running", true), "it waits for its time");
        assert!(!has_reached(&JobStatus::Running, "caught_up", false));
        assert!(has_reached(&JobStatus::ReadyComplete, "caught_up", false));
        assert!(!has_reached(&JobStatus::ReadyComplete, "finished", false));
        assert!(has_reached(&JobStatus::Success, "finished", false));
    }
}
