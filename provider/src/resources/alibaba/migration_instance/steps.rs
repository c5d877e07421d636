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
    status::{Step, is_passing, step},
    trouble::{Trouble, gone},
};
use crate::{
    diagnostics::{cloud_error, cloud_error_at},
    resources::alibaba::job::{Progress, patiently, summary},
    resources::shared::{Poll, Session, TagChange, wait},
};

/// DTS's word for its instances in tag calls.
const RESOURCE_TYPE: &str = "ALIYUN::DTS::INSTANCE";

/// The job, which must be there.
pub(super) async fn look(session: &Session<'_>, task_id: &str) -> Result<JobSummary, Trouble> {
    let tried = format!("Reading migration task {task_id}");
    let found = summary(session, task_id).await.map_err(|error| {
        Trouble::of_call(&error, &tried, |error| cloud_error("Cannot read the migration instance", &tried, error))
    })?;
    found.ok_or_else(|| gone(task_id).into())
}

/// Starts, or starts again. A job that has started meanwhile is as good.
pub(super) async fn start(session: &Session<'_>, task_id: &str) -> Result<(), Trouble> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(task_id.to_owned()),
        ..StartDtsJob::default()
    };
    let Err(error) = patiently(session, &action).await else { return Ok(()) };
    if error.class() == Some(Class::Pending)
        && let Ok(now) = look(session, task_id).await
        && step(&now.status, "running") == Step::None
    {
        return Ok(());
    }
    let tried = format!("Starting migration task {task_id}");
    Err(Trouble::of_call(&error, &tried, |error| cloud_error("Cannot start the migration", &tried, error)))
}

/// Sets and removes tags.
pub(super) async fn change_tags(session: &Session<'_>, instance_id: &str, change: TagChange) -> Result<(), Trouble> {
    let ids = FlatList(vec![instance_id.to_owned()]);
    let failed = |error: Error| {
        let tried = format!("Changing the tags of instance {instance_id}");
        Trouble::of_call(&error, &tried, |error| {
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
        patiently(session, &action).await.map_err(failed)?;
    }
    if !change.remove.is_empty() {
        let action = UntagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: ids,
            tag_keys: FlatList(change.remove),
            all: None,
        };
        patiently(session, &action).await.map_err(failed)?;
    }
    Ok(())
}

/// Raises the class and waits until that is over. `operation` is the one whose timeout counts.
pub(super) async fn raise_class(
    session: &Session<'_>,
    task_id: &str,
    class: &str,
    operation: &str,
) -> Result<(), Trouble> {
    settled(session, task_id, operation).await?;
    let action = TransferInstanceClass {
        region_id: Some(session.region()),
        dts_job_id: task_id.to_owned(),
        instance_class: class.to_owned(),
        order_type: "UPGRADE".to_owned(),
    };
    if let Err(error) = patiently(session, &action).await {
        let tried = format!("Raising the instance of migration task {task_id} to class {class:?}");
        // An answer that was lost is looked for, not asked for again.
        let raised = error.outcome_unknown()
            && !error.is_cancelled()
            && look(session, task_id).await.is_ok_and(|job| is_class(&job, class) || job.status == JobStatus::Upgrade);
        if !raised {
            return Err(Trouble::of_call(&error, &tried, |error| {
                cloud_error_at(AttributePath::of(&["instance_class"]), "Cannot raise the class", &tried, error)
            }));
        }
    }
    let progress = Progress::of("raising the class");
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?;
        job.iter().for_each(|job| progress.note(job));
        let over = job.as_ref().is_none_or(|job| is_class(job, class) && job.status != JobStatus::Upgrade);
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    });
    let job = waited.await.map_err(|stopped| Trouble::of_wait(stopped, "Raising the class", task_id, operation))?;
    job.map(|_| ()).ok_or_else(|| gone(task_id).into())
}

/// Classes may come in another case.
fn is_class(job: &JobSummary, class: &str) -> bool {
    job.dts_job_class.eq_ignore_ascii_case(class)
}

/// Sets how many units of its dedicated cluster the instance may use.
pub(super) async fn limit_units(session: &Session<'_>, task_id: &str, du: i64) -> Result<(), Trouble> {
    let action =
        ModifyDtsJobDuLimit { region_id: Some(session.region()), dts_job_id: task_id.to_owned(), du_limit: du };
    patiently(session, &action).await.map(|_| ()).map_err(|error| {
        let tried = format!("Setting the units of migration task {task_id} to {du}");
        Trouble::of_call(&error, &tried, |error| {
            cloud_error_at(AttributePath::of(&["du"]), "Cannot change the units", &tried, error)
        })
    })
}

/// Waits until DTS is not on its way to another status by itself: until then it takes no change.
pub(super) async fn settled(session: &Session<'_>, task_id: &str, operation: &str) -> Result<JobSummary, Trouble> {
    let progress = Progress::of("waiting for the job to settle");
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?;
        job.iter().for_each(|job| progress.note(job));
        let over = job.as_ref().is_none_or(|job| !is_passing(&job.status));
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    });
    let doing = "Waiting until the job's present change is over";
    let job = waited.await.map_err(|stopped| Trouble::of_wait(stopped, doing, task_id, operation))?;
    job.ok_or_else(|| gone(task_id).into())
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
