//! What an action does with a job: the steps of an apply, without a state.

use cloud_core::Error;
use tencent::dts::{JobStatus, MigrationDetail};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
};

use super::{
    apply::{Goal, take, wait_until_stable},
    check,
    read::state::state_of,
    schema::{model::TaskModel, options::Check},
    status::{Step, step},
};
use crate::{
    accounts::tencent::Session,
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, OperationError},
        tencent::job::{detail_of, reason_of},
    },
};

/// What the waits of the resource call their limit.
const TIMEOUT: &str = "update";

/// How a job is completed.
pub(crate) struct Completion {
    /// `complete_mode` of the task.
    pub(crate) mode: Attr<String>,
    /// The longest delay in seconds.
    pub(crate) max_delay_seconds: i64,
}

/// Waits until the destination has caught up, and completes the job permanently.
///
/// # Errors
/// The job does not run, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn complete(session: &Session<'_>, id: &str, how: &Completion) -> Result<(), OperationError> {
    let job = stable(session, id).await?;
    if matches!(job.status, JobStatus::Pausing | JobStatus::ManualPaused) {
        return Err(not_allowed(
            &job,
            "A paused job does not catch up. It was not completed. Run dts_tencent_resume first.",
        ));
    }
    let task =
        TaskModel { complete_mode: how.mode.clone(), max_delay_seconds: how.max_delay_seconds.into(), ..of(&job) };
    reach(session, id, &task, &job, "completed").await
}

/// Pauses a job.
///
/// # Errors
/// The job was never started or has ended, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn pause(session: &Session<'_>, id: &str) -> Result<(), OperationError> {
    let job = stable(session, id).await?;
    reach(session, id, &of(&job), &job, "paused").await
}

/// Continues a job that is paused, or resumes one that has failed, until it runs.
///
/// # Errors
/// The job was never started or has ended, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn resume(session: &Session<'_>, id: &str) -> Result<(), OperationError> {
    let job = stable(session, id).await?;
    reach(session, id, &of(&job), &job, "running").await
}

/// Runs the check of a job that was not started.
///
/// # Errors
/// The job was started, a step failed, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn run_check(
    session: &Session<'_>,
    id: &str,
    skip: &Attr<Set<String>>,
    foreign_keys: &Attr<String>,
) -> Result<(), OperationError> {
    let job = found(session, id).await?;
    if step(&job.status, "checked").is_err() {
        return Err(not_allowed(&job, "DTS checks only jobs that were not started. The check was not run."));
    }
    let check = Check { skip: skip.clone(), foreign_keys: foreign_keys.clone(), ..Check::default() };
    let task = TaskModel { instance_id: id.into(), check: Attr::Known(check), ..TaskModel::default() };
    let verdict = check::run(session, &task, TIMEOUT).await?;
    if verdict.passed {
        session.show(|| format!("the check has passed, with {} steps", verdict.report.steps.len()));
        return Ok(());
    }
    let failures = check::failures(id, &verdict.report.steps, &check::skipped(&task));
    Err(failures.into_iter().collect::<Diagnostics>().into())
}

/// The task as DTS returns it. Without a state, an action waits until the job runs.
fn of(job: &MigrationDetail) -> TaskModel {
    state_of(job, TaskModel::default())
}

/// Takes the step to the desired status. A job that was never started is not started.
async fn reach(
    session: &Session<'_>,
    id: &str,
    task: &TaskModel,
    job: &MigrationDetail,
    desired: &str,
) -> Result<(), OperationError> {
    if step(&job.status, "checked").is_ok() {
        return Err(not_allowed(job, "It was never started. Its dts_tencent_migration_task starts it."));
    }
    let next = step(&job.status, desired).map_err(|_| {
        not_allowed(job, &format!("A job of this status does not become {desired}. It was not changed."))
    })?;
    if next != Step::None {
        take(session, &Goal { id, task, timeout: TIMEOUT }, next, job).await?;
    }
    let now = found(session, id).await?;
    session.show(|| format!("migration job {id} is {}", now.status));
    Ok(())
}

/// Waits until no change of the status is under way.
async fn stable(session: &Session<'_>, id: &str) -> Result<MigrationDetail, OperationError> {
    found(session, id).await?;
    wait_until_stable(session, id, TIMEOUT).await
}

async fn found(session: &Session<'_>, id: &str) -> Result<MigrationDetail, OperationError> {
    let tried = format!("Reading migration job {id}");
    let of_read = |error: Error| {
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot read the migration job", &tried, error))
    };
    detail_of(session, id, Absence::Repeated).await.map_err(of_read)?.ok_or_else(|| no_such_job(session, id).into())
}

fn no_such_job(session: &Session<'_>, id: &str) -> Diagnostic {
    Diagnostic::error(
        "No such migration job",
        format!(
            "There is no migration job {id} in region {} of the account of the provider block, or it was destroyed. Check instance_id, or \
             use the provider alias of the account and the region of the job.",
            session.region()
        ),
    )
}

fn not_allowed(job: &MigrationDetail, why: &str) -> OperationError {
    let reason = match reason_of(job) {
        reason if reason.is_empty() => String::new(),
        reason => format!(" DTS says: {reason}"),
    };
    let (id, status) = (&job.job_id, job.status.as_str());
    Diagnostic::error(
        "The migration job cannot be changed now",
        format!("Migration job {id} has the status {status:?}. {why}{reason}"),
    )
    .into()
}
