//! Calls that change an instance, and the waits until they show.

use alibaba::{
    Class, Error,
    dts::{
        JobStatus, JobSummary, ModifyDtsJobDuLimit, StartDtsJob, TagResources, TransferInstanceClass, UntagResources,
    },
    wire::{FlatList, FlatTags},
};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{
    KIND,
    status::{Step, is_passing, step},
};
use crate::{
    diagnostics::{cloud_error, cloud_error_at},
    resources::alibaba::job::{OperationError, retry_while_busy, summary, vanished, wait_for_job},
    resources::shared::{Session, TagChange},
};

/// DTS's word for its instances in tag calls.
const RESOURCE_TYPE: &str = "ALIYUN::DTS::INSTANCE";

/// The job, which must be there.
pub(super) async fn look(session: &Session<'_>, task_id: &str) -> Result<JobSummary, OperationError> {
    let tried = format!("Reading migration task {task_id}");
    let found = summary(session, KIND, task_id).await.map_err(|error| {
        OperationError::of_call(&error, &tried, |error| {
            cloud_error("Cannot read the migration instance", &tried, error)
        })
    })?;
    found.ok_or_else(|| vanished(KIND, task_id).into())
}

/// Starts, or starts again. A job that has started meanwhile is as good.
pub(super) async fn start(session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(task_id.to_owned()),
        ..StartDtsJob::default()
    };
    let Err(error) = retry_while_busy(session, &action).await else { return Ok(()) };
    if error.class() == Some(Class::Pending)
        && let Ok(now) = look(session, task_id).await
        && step(&now.status, "running") == Step::None
    {
        return Ok(());
    }
    let tried = format!("Starting migration task {task_id}");
    Err(OperationError::of_call(&error, &tried, |error| cloud_error("Cannot start the migration", &tried, error)))
}

/// Sets and removes tags.
pub(super) async fn change_tags(
    session: &Session<'_>,
    instance_id: &str,
    change: TagChange,
) -> Result<(), OperationError> {
    let ids = FlatList(vec![instance_id.to_owned()]);
    let failed = |error: Error| {
        let tried = format!("Changing the tags of instance {instance_id}");
        OperationError::of_call(&error, &tried, |error| {
            cloud_error_at(AttributePath::of(&["tags"]), "Cannot change the tags", &tried, error)
        })
    };
    if !change.set.is_empty() {
        let action = TagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: ids.clone(),
            tags: FlatTags(change.set),
        };
        retry_while_busy(session, &action).await.map_err(failed)?;
    }
    if !change.remove.is_empty() {
        let action = UntagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: ids,
            tag_keys: FlatList(change.remove),
            all: None,
        };
        retry_while_busy(session, &action).await.map_err(failed)?;
    }
    Ok(())
}

/// Raises the class and waits until that is over. `operation` is the one whose timeout counts.
pub(super) async fn raise_class(
    session: &Session<'_>,
    task_id: &str,
    class: &str,
    operation: &str,
) -> Result<(), OperationError> {
    settled(session, task_id, operation).await?;
    let action = TransferInstanceClass {
        region_id: Some(session.region()),
        dts_job_id: task_id.to_owned(),
        instance_class: class.to_owned(),
        order_type: "UPGRADE".to_owned(),
    };
    if let Err(error) = retry_while_busy(session, &action).await {
        let tried = format!("Raising the instance of migration task {task_id} to class {class:?}");
        // An answer that was lost is looked for, not asked for again.
        let raised = error.outcome_unknown()
            && !error.is_cancelled()
            && look(session, task_id).await.is_ok_and(|job| is_class(&job, class) || job.status == JobStatus::Upgrade);
        if !raised {
            return Err(OperationError::of_call(&error, &tried, |error| {
                cloud_error_at(AttributePath::of(&["instance_class"]), "Cannot raise the class", &tried, error)
            }));
        }
    }
    let is_over = |job: &JobSummary| is_class(job, class) && job.status != JobStatus::Upgrade;
    let waited = wait_for_job(session, KIND, task_id, "raising the class", is_over);
    let job = waited
        .await
        .map_err(|stopped| OperationError::of_wait(stopped, KIND, "Raising the class", task_id, operation))?;
    job.map(|_| ()).ok_or_else(|| vanished(KIND, task_id).into())
}

/// Classes may come in another case.
fn is_class(job: &JobSummary, class: &str) -> bool {
    job.dts_job_class.eq_ignore_ascii_case(class)
}

/// Sets how many units of its dedicated cluster the instance may use.
pub(super) async fn limit_units(session: &Session<'_>, task_id: &str, du: i64) -> Result<(), OperationError> {
    let action =
        ModifyDtsJobDuLimit { region_id: Some(session.region()), dts_job_id: task_id.to_owned(), du_limit: du };
    retry_while_busy(session, &action).await.map(|_| ()).map_err(|error| {
        let tried = format!("Setting the units of migration task {task_id} to {du}");
        OperationError::of_call(&error, &tried, |error| {
            cloud_error_at(AttributePath::of(&["du"]), "Cannot change the units", &tried, error)
        })
    })
}

/// Waits until DTS is not on its way to another status by itself: until then it takes no change.
pub(super) async fn settled(
    session: &Session<'_>,
    task_id: &str,
    operation: &str,
) -> Result<JobSummary, OperationError> {
    let is_over = |job: &JobSummary| !is_passing(&job.status);
    let waited = wait_for_job(session, KIND, task_id, "waiting for the present change of the job", is_over);
    let doing = "Waiting until the job's present change is over";
    let job = waited.await.map_err(|stopped| OperationError::of_wait(stopped, KIND, doing, task_id, operation))?;
    job.ok_or_else(|| vanished(KIND, task_id).into())
}

/// What DTS says of a job that has come to an end nobody waited for.
pub(super) fn failed_job(doing: &str, task_id: &str, job: &JobSummary) -> Diagnostic {
    Diagnostic::error(
        "The migration failed",
        format!(
            "{doing} migration task {task_id} ended in {}. DTS says: {}. Mend what it names and apply again.",
            job.status,
            said(job)
        ),
    )
}

/// The job's own words.
pub(super) fn said(job: &JobSummary) -> &str {
    if job.error_message.is_empty() { "nothing more" } else { &job.error_message }
}
