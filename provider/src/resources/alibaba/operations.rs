//! What an action does with a job: the steps of the resources, without a state.

mod switch_direction;

use std::collections::BTreeSet;

use alibaba::{
    Error,
    dts::{JobDetail, JobStatus, JobSummary},
};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use super::{
    job::{
        FORWARD, JobKind, SYNCHRONIZATION, Step, detail, kind_of, message_of,
        precheck::{self, Incomplete},
        read_existing, step, summary_of, wait_until_stable,
    },
    migration_instance::{cannot_catch_up, start_if_desired, suspend_or_stop},
};
use crate::{
    diagnostics::cloud_error,
    resources::shared::{Absence, OperationError, Session},
};

pub(crate) use switch_direction::switch_direction;

/// What the waits of the resources call their limit.
const TIMEOUT: &str = "update";

/// Waits until the destination has caught up, and stops the job permanently.
///
/// # Errors
/// The job does not catch up, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn cut_over(session: &Session<'_>, task_id: &str, max_delay_ms: i64) -> Result<(), OperationError> {
    let kind = kind(session, task_id).await?;
    if has_reverse(session, kind, task_id).await? {
        let why = "It has no cut-over: it was not stopped. Suspend it, or destroy its instance.";
        return Err(one_of_two(task_id, why).into());
    }
    let job = started(session, kind, task_id).await?;
    if cannot_catch_up(kind, &job.status) {
        return Err(not_allowed(
            kind,
            &job,
            "A cut-over waits until the destination has caught up, and this job does not catch up. It was not stopped. Run dts_resume \
             first.",
        ));
    }
    suspend_or_stop(session, kind, task_id, "stopped", max_delay_ms).await?;
    show_end(session, kind, task_id).await
}

/// Suspends a job that moves data.
///
/// # Errors
/// The job was never started, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn suspend(session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
    let kind = kind(session, task_id).await?;
    started(session, kind, task_id).await?;
    suspend_or_stop(session, kind, task_id, "suspended", 0).await?;
    show_end(session, kind, task_id).await
}

/// Resumes a job that is suspended or has failed.
///
/// # Errors
/// The job was never started or has finished, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn resume(session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
    let kind = kind(session, task_id).await?;
    let job = started(session, kind, task_id).await?;
    match step(kind, &job.status, "running") {
        Step::Start => start_if_desired(session, kind, task_id, "running", &job).await?,
        _ if kind.is_running(&job.status) => {}
        _ if job.status == JobStatus::Finished => {
            return Err(not_allowed(kind, &job, "DTS starts no job again that has finished."));
        }
        _ => return Err(not_allowed(kind, &job, "DTS resumes no job of this status.")),
    }
    show_end(session, kind, task_id).await
}

/// Runs the precheck of a job that was not purchased.
///
/// # Errors
/// The job was purchased, an item failed, a call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn precheck(
    session: &Session<'_>,
    task_id: &str,
    ignore: &BTreeSet<String>,
) -> Result<(), OperationError> {
    let job = found(session, task_id).await?;
    let kind = kind_of(task_id, &job.job_type).map_err(|error| of_read(task_id, &error))?;
    if kind.is_purchased(&job.pay_type, &job.dts_job_class, &job.status) {
        return Err(purchased(kind, &job).into());
    }
    if job.status == JobStatus::NotConfigured {
        return Err(not_configured(kind, task_id).into());
    }
    let outcome =
        precheck::run(session, kind, task_id, ignore).await.map_err(|error| incomplete(kind, task_id, error))?;
    if outcome.passed {
        session.show(|| format!("the precheck has passed, with {} items", outcome.items.len()));
        return Ok(());
    }
    let failures: Diagnostics = precheck::failures(kind, task_id, &outcome.items, ignore).into_iter().collect();
    Err(failures.into())
}

/// The job of a task, which must exist.
async fn found(session: &Session<'_>, task_id: &str) -> Result<JobDetail, OperationError> {
    let job = Absence::Repeated.confirmed(session, Error::is_not_found, || detail(session, task_id)).await;
    job.map_err(|error| match error.is_not_found() {
        true => no_such_task(task_id, &session.region()).into(),
        false => of_read(task_id, &error),
    })
}

async fn kind(session: &Session<'_>, task_id: &str) -> Result<&'static JobKind, OperationError> {
    let job = found(session, task_id).await?;
    if [&job.direction, &job.job_direction].into_iter().any(|direction| direction.eq_ignore_ascii_case("Reverse")) {
        return Err(one_of_two(task_id, "It is the reverse direction, which actions do not change.").into());
    }
    kind_of(task_id, &job.job_type).map_err(|error| of_read(task_id, &error))
}

/// Whether the job is the forward one of a two-way synchronization. Its own direction does not show it: a synchronization
/// with one direction is `Forward`, too.
async fn has_reverse(session: &Session<'_>, kind: &JobKind, task_id: &str) -> Result<bool, OperationError> {
    if kind.task != SYNCHRONIZATION.task {
        return Ok(false);
    }
    let forward = summary_of(session, &FORWARD, task_id, Absence::Counts).await;
    let forward = forward.map_err(|error| of_read(task_id, &error))?;
    Ok(forward.is_some_and(|forward| !forward.reverse_job.dts_job_id.is_empty()))
}

/// The error of an action that would have to name a direction.
fn one_of_two(task_id: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "The synchronization has two directions",
        format!("Job {task_id} is one direction of a two-way synchronization. {why} Nothing was changed."),
    )
}

/// Waits until DTS itself does not change the job, which must have been started.
async fn started(session: &Session<'_>, kind: &JobKind, task_id: &str) -> Result<JobSummary, OperationError> {
    let job = wait_until_stable(session, kind, task_id, TIMEOUT).await?;
    let is_purchased = kind.has_instance(&job);
    if kind.has_started(&job.status) || is_purchased && job.status == JobStatus::PrecheckFailed {
        return Ok(job);
    }
    Err(not_allowed(kind, &job, &format!("It was never started. Its {} starts it.", kind.instance)))
}

/// Shows the status that the job has now.
async fn show_end(session: &Session<'_>, kind: &JobKind, task_id: &str) -> Result<(), OperationError> {
    let job = read_existing(session, kind, task_id).await?;
    session.show(|| format!("{} task {task_id} is {}", kind.noun, job.status));
    Ok(())
}

fn of_read(task_id: &str, error: &Error) -> OperationError {
    let tried = format!("Reading task {task_id}");
    OperationError::of_call(error, &tried, |error| cloud_error("Cannot read the task", &tried, error))
}

fn no_such_task(task_id: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        "No such task",
        format!(
            "There is no task {task_id} in region {region} of the account of the provider block. Check task_id, or use the provider alias \
             of the account and the region of the task."
        ),
    )
}

fn not_allowed(kind: &JobKind, job: &JobSummary, why: &str) -> OperationError {
    let (noun, title) = (kind.noun, kind.title);
    Diagnostic::error(
        format!("The {noun} cannot be changed now"),
        format!("{title} task {} is {}. {why} DTS says about it: {}.", job.dts_job_id, job.status, message_of(job)),
    )
    .into()
}

fn purchased(kind: &JobKind, job: &JobDetail) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    Diagnostic::error(
        format!("The {noun} task was purchased"),
        format!(
            "{title} task {} is {} and was purchased: DTS would start the {noun} after its precheck. The precheck was not started. \
             Its {} starts it.",
            job.dts_job_id, job.status, kind.instance
        ),
    )
}

fn not_configured(kind: &JobKind, task_id: &str) -> Diagnostic {
    let noun = kind.noun;
    Diagnostic::error(
        format!("The {noun} task is not configured"),
        format!("There is nothing to check: {noun} task {task_id} is not configured. Configure it with {}.", kind.task),
    )
}

fn incomplete(kind: &JobKind, task_id: &str, incomplete: Incomplete) -> OperationError {
    let noun = kind.noun;
    match incomplete {
        Incomplete::Failed(what, error) => {
            let tried = format!("{what} of {noun} task {task_id}");
            OperationError::of_call(&error, &tried, |error| cloud_error("Cannot run the precheck", &tried, error))
        }
        Incomplete::TimedOut { last_state } => Diagnostic::error(
            "The precheck takes longer than the timeout",
            format!(
                "The precheck of {noun} task {task_id} is not complete within the timeout: DTS DescribePreCheckStatus returned the State \
                 {last_state:?} last. DTS continues with it. Increase timeout, and run the action again."
            ),
        )
        .into(),
        Incomplete::Cancelled => OperationError::Interrupted("The precheck".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::resources::shared::testing::{Reply, StubCloud};

    /// A synchronization that runs, of this direction; with a reverse job if it has one.
    async fn of_direction(direction: &'static str, has_reverse: bool) -> StubCloud {
        let status = json!({"Status": "Synchronizing", "JobType": "sync", "PayType": "PostPaid"});
        let with = move |more: serde_json::Value| {
            let mut job = status.clone();
            job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            job
        };
        let detail =
            with(json!({"DtsJobId": "job1", "DtsInstanceID": "dtsjob1", "SynchronizationDirection": direction}));
        let reverse = if has_reverse { json!({"DtsJobId": "job2", "DtsJobDirection": "Reverse"}) } else { json!({}) };
        let forward = with(json!({"DtsJobId": "job1", "DtsInstanceID": "dtsjob1", "ReverseJob": reverse}));
        StubCloud::start(move |action, _| match action {
            "DescribeDtsJobDetail" => Reply::ok(detail.clone()),
            "DescribeDtsJobs" => Reply::ok(json!({"DtsJobList": [forward.clone()], "TotalRecordCount": 1})),
            _ => Reply::ok(json!({})),
        })
        .await
    }

    fn summary(error: OperationError) -> String {
        let OperationError::Failed(errors) = error else { panic!("{error:?}") };
        errors.into_iter().next().unwrap().summary
    }

    #[tokio::test]
    async fn one_direction_of_two_is_not_cut_over_and_the_reverse_one_is_not_changed() {
        const TWO: &str = "The synchronization has two directions";
        for direction in ["Forward", "Reverse"] {
            let cloud = of_direction(direction, true).await;
            let session = cloud.session(Duration::from_secs(5));
            assert_eq!(summary(cut_over(&session, "job1", 5000).await.unwrap_err()), TWO, "{direction}");
            assert_eq!((cloud.count("StopDtsJob"), cloud.count("SuspendDtsJob")), (0, 0));
        }
        let cloud = of_direction("Reverse", true).await;
        let session = cloud.session(Duration::from_secs(5));
        assert_eq!(summary(suspend(&session, "job1").await.unwrap_err()), TWO);
        assert_eq!(summary(resume(&session, "job1").await.unwrap_err()), TWO);
        let running = of_direction("Forward", false).await;
        let session = running.session(Duration::from_secs(5));
        resume(&session, "job1").await.unwrap();
        assert_eq!(running.count("StartDtsJob"), 0, "it runs");
        // One direction is not two: the cut-over goes as far as the delay, which this cloud does not return.
        let refused = cut_over(&session, "job1", 5000).await.err().map(summary);
        assert_ne!(refused.as_deref(), Some(TWO));
    }
}
