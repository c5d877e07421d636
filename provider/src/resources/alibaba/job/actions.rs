//! The calls that change a job, and the waits until the change is visible.

use alibaba::{
    Class, Error,
    dts::{
        JobStatus, JobSummary, ModifyDtsJobDuLimit, StartDtsJob, TagResources, TransferInstanceClass, UntagResources,
    },
    wire::{FlatList, FlatTags, Tag},
};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{JobKind, OperationError, Step, retry_while_busy, step, summary_of, vanished, wait_for_job};
use crate::{
    diagnostics::{cloud_error, cloud_error_at},
    resources::shared::{Absence, Session, TagChange},
};

/// The type of DTS instances in the tag calls.
const RESOURCE_TYPE: &str = "ALIYUN::DTS::INSTANCE";

/// Reads a job that must exist.
///
/// # Errors
/// The call failed, or the job does not exist.
pub(in crate::resources) async fn read_existing(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
) -> Result<JobSummary, OperationError> {
    let noun = kind.noun;
    let tried = format!("Reading {noun} task {job_id}");
    let found = summary_of(session, kind, job_id, Absence::Repeated).await.map_err(|error| {
        let report = |error: &Error| cloud_error(&format!("Cannot read the {noun} instance"), &tried, error);
        OperationError::of_call(&error, &tried, report)
    })?;
    found.ok_or_else(|| vanished(kind, job_id).into())
}

/// Starts or resumes a job. Succeeds if it has started meanwhile.
///
/// # Errors
/// The call failed.
pub(in crate::resources) async fn start(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
) -> Result<(), OperationError> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        direction: kind.direction(),
        ..StartDtsJob::default()
    };
    let Err(error) = retry_while_busy(session, &action).await else { return Ok(()) };
    if error.class() == Some(Class::Pending)
        && let Ok(now) = read_existing(session, kind, job_id).await
        && step(kind, &now.status, "running") == Step::None
    {
        return Ok(());
    }
    let noun = kind.noun;
    let tried = format!("Starting {noun} task {job_id}");
    let report = |error: &Error| cloud_error(&format!("Cannot start the {noun}"), &tried, error);
    Err(OperationError::of_call(&error, &tried, report))
}

/// Sets and removes tags of an instance.
///
/// # Errors
/// A call failed.
pub(in crate::resources) async fn change_tags(
    session: &Session<'_>,
    instance_id: &str,
    change: TagChange,
) -> Result<(), OperationError> {
    let failed = |error: Error| {
        let tried = format!("Changing the tags of instance {instance_id}");
        OperationError::of_call(&error, &tried, |error| {
            cloud_error_at(AttributePath::of(&["tags"]), "Cannot change the tags", &tried, error)
        })
    };
    if !change.set.is_empty() {
        let tags = change.set.into_iter().map(|(key, value)| Tag::new(key, value)).collect();
        set_tags(session, instance_id, tags).await.map_err(failed)?;
    }
    if !change.remove.is_empty() {
        let action = UntagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: FlatList(vec![instance_id.to_owned()]),
            tag_keys: FlatList(change.remove),
            all: None,
        };
        retry_while_busy(session, &action).await.map_err(failed)?;
    }
    Ok(())
}

/// Sets tags of an instance.
///
/// # Errors
/// The call failed.
pub(super) async fn set_tags(session: &Session<'_>, instance_id: &str, tags: Vec<Tag>) -> Result<(), Error> {
    let action = TagResources {
        region_id: session.region(),
        resource_type: RESOURCE_TYPE.to_owned(),
        resource_ids: FlatList(vec![instance_id.to_owned()]),
        tags: FlatTags(tags),
    };
    retry_while_busy(session, &action).await.map(|_| ())
}

/// Raises the class of an instance and waits until DTS has done it. `timeout` is the argument of `timeouts` that limits the wait.
///
/// # Errors
/// A call failed, the time is up, or the user interrupted Terraform.
pub(in crate::resources) async fn raise_class(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    class: &str,
    timeout: &str,
) -> Result<(), OperationError> {
    let job = wait_until_stable(session, kind, job_id, timeout).await?;
    if is_class(&job, class) {
        return Ok(());
    }
    let action = TransferInstanceClass {
        region_id: Some(session.region()),
        dts_job_id: job_id.to_owned(),
        instance_class: class.to_owned(),
        order_type: "UPGRADE".to_owned(),
    };
    if let Err(error) = retry_while_busy(session, &action).await {
        let tried = format!("Raising the instance of {} task {job_id} to class {class:?}", kind.noun);
        // If the answer was lost, the class shows whether the call had its effect.
        let is_raised = |job: JobSummary| is_class(&job, class) || job.status == JobStatus::Upgrade;
        let raised = error.outcome_unknown()
            && !error.is_cancelled()
            && read_existing(session, kind, job_id).await.is_ok_and(is_raised);
        if !raised {
            return Err(OperationError::of_call(&error, &tried, |error| {
                cloud_error_at(AttributePath::of(&["instance_class"]), "Cannot raise the class", &tried, error)
            }));
        }
    }
    let is_over = |job: &JobSummary| is_class(job, class) && job.status != JobStatus::Upgrade;
    let waited = wait_for_job(session, kind, job_id, "raising the class", is_over).await;
    let job = waited.map_err(|error| OperationError::of_wait(error, kind, "Raising the class", job_id, timeout))?;
    job.map(|_| ()).ok_or_else(|| vanished(kind, job_id).into())
}

/// DTS may return a class in another case.
fn is_class(job: &JobSummary, class: &str) -> bool {
    job.dts_job_class.eq_ignore_ascii_case(class)
}

/// Sets how many DUs of its dedicated cluster an instance may use.
///
/// # Errors
/// The call failed.
pub(in crate::resources) async fn limit_du(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    du: i64,
) -> Result<(), OperationError> {
    let action = ModifyDtsJobDuLimit { region_id: Some(session.region()), dts_job_id: job_id.to_owned(), du_limit: du };
    retry_while_busy(session, &action).await.map(|_| ()).map_err(|error| {
        let tried = format!("Setting the DUs of {} task {job_id} to {du}", kind.noun);
        OperationError::of_call(&error, &tried, |error| {
            cloud_error_at(AttributePath::of(&["du"]), "Cannot change the DUs", &tried, error)
        })
    })
}

/// Waits while the job has a status that DTS itself changes soon: until then it takes no change. `timeout` is the argument of `timeouts`
/// that limits the wait.
///
/// # Errors
/// A poll failed, the time is up, the user interrupted Terraform, or the job does not exist any more.
pub(in crate::resources) async fn wait_until_stable(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    timeout: &str,
) -> Result<JobSummary, OperationError> {
    let is_over = |job: &JobSummary| !kind.is_transient(&job.status);
    let waited = wait_for_job(session, kind, job_id, "waiting for a change of the job by DTS", is_over).await;
    let doing = "Waiting until DTS has completed the current change of the job";
    let job = waited.map_err(|error| OperationError::of_wait(error, kind, doing, job_id, timeout))?;
    job.ok_or_else(|| vanished(kind, job_id).into())
}

/// The error of a job that failed while an operation waited for it. `doing` begins a sentence: `Starting`.
pub(in crate::resources) fn job_failed(kind: &JobKind, doing: &str, job: &JobSummary) -> Diagnostic {
    let noun = kind.noun;
    Diagnostic::error(
        format!("The {noun} failed"),
        format!(
            "{doing} {noun} task {id} ended with status {status}. DTS says: {message}. Fix the cause and apply again.",
            id = job.dts_job_id,
            status = job.status,
            message = message_of(job)
        ),
    )
}

/// The error message of a job, for a sentence.
pub(in crate::resources) fn message_of(job: &JobSummary) -> &str {
    if job.error_message.is_empty() { "nothing more" } else { &job.error_message }
}
