//! Update in place: class or units, tags, and the wanted status.

use dts_cloud::{
    Error,
    dts::{JobStatus, ModifyDtsJobDuLimit, SuspendDtsJob, TagResources, TransferInstanceClass, UntagResources},
    wire::{FlatList, FlatTags},
};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    path::AttributePath,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    create::{RESOURCE_TYPE, start},
    model::InstanceModel,
    state::applied,
    status::{Start, Step, failed, ready_to_stop, step},
};
use crate::{
    clouds::{Clouds, account, planned_account},
    resources::job::{stop, summary},
    shared::{Poll, Session, Stopped, cloud_error, cloud_error_at, tag_change, wait},
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    match try_update(context, &apply, &prior).await {
        Ok(state) => Outcome::done(state).remembering(apply.private),
        Err(diagnostic) => Outcome::with_state(prior, diagnostic).remembering(apply.private),
    }
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
    prior: &InstanceModel,
) -> Result<InstanceModel, Diagnostic> {
    let account = account(context)?;
    account.must_be(planned_account(&apply.private), &context.cancel).await?;
    let planned = &apply.planned;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let task_id = prior.task_id.or(String::new());
    change_tags(&session, prior, planned).await?;
    change_class(&session, &task_id, prior, planned).await?;
    change_du(&session, &task_id, prior, planned).await?;
    change_status(&session, &task_id, planned).await?;
    match summary(&session, &task_id).await {
        Ok(Some(job)) => Ok(applied(job, planned)),
        Ok(None) => Err(gone(&task_id)),
        Err(error) => Err(cloud_error(
            "Cannot read the migration instance",
            &format!("Reading the instance of task {task_id}"),
            &error,
        )),
    }
}

fn gone(task_id: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration instance is gone",
        format!(
            "The instance of migration task {task_id} vanished while it was being changed. Plan again to see what is left."
        ),
    )
}

async fn change_tags(session: &Session<'_>, prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let change = tag_change(&prior.tags, &planned.tags);
    let id = prior.id.or(String::new());
    let ids = FlatList(vec![id.clone()]);
    let failed = |error: Error| {
        let tried = format!("Changing the tags of instance {id}");
        cloud_error_at(AttributePath::of(&["tags"]), "Cannot change the tags", &tried, &error)
    };
    if !change.set.is_empty() {
        let action = TagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: ids.clone(),
            tags: FlatTags(change.set),
        };
        session.call(&action).await.map_err(failed)?;
    }
    if !change.remove.is_empty() {
        let action = UntagResources {
            region_id: session.region(),
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_ids: ids,
            tag_keys: FlatList(change.remove),
            all: None,
        };
        session.call(&action).await.map_err(failed)?;
    }
    Ok(())
}

async fn change_class(
    session: &Session<'_>,
    task_id: &str,
    prior: &InstanceModel,
    planned: &InstanceModel,
) -> Result<(), Diagnostic> {
    if prior.instance_class == planned.instance_class {
        return Ok(());
    }
    let Some(class) = planned.instance_class.clone().into_option() else { return Ok(()) };
    let failed = |error: &Error| {
        let tried = format!("Raising the instance of migration task {task_id} to class {class:?}");
        cloud_error_at(AttributePath::of(&["instance_class"]), "Cannot raise the class", &tried, error)
    };
    let action = TransferInstanceClass {
        region_id: Some(session.region()),
        dts_job_id: task_id.to_owned(),
        instance_class: class.clone(),
        order_type: "UPGRADE".to_owned(),
    };
    session.call(&action).await.map_err(|error| failed(&error))?;
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?.unwrap_or_default();
        let done = job.dts_job_class == class && job.status != JobStatus::Upgrade;
        Ok::<_, Error>(if done { Poll::Ready(()) } else { Poll::Pending })
    });
    waited.await.map_err(|stopped| unfinished(stopped, "Raising the class", task_id))
}

async fn change_du(
    session: &Session<'_>,
    task_id: &str,
    prior: &InstanceModel,
    planned: &InstanceModel,
) -> Result<(), Diagnostic> {
    let Some(du) = planned.du.get().copied().filter(|_| prior.du != planned.du) else { return Ok(()) };
    let action =
        ModifyDtsJobDuLimit { region_id: Some(session.region()), dts_job_id: task_id.to_owned(), du_limit: du };
    session.call(&action).await.map(|_| ()).map_err(|error| {
        let tried = format!("Setting the units of migration task {task_id} to {du}");
        cloud_error_at(AttributePath::of(&["du"]), "Cannot change the units", &tried, &error)
    })
}

async fn change_status(session: &Session<'_>, task_id: &str, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let wanted = planned.desired_status.or("running".to_owned());
    let read_failed =
        |error: Error| cloud_error("Cannot read the migration", &format!("Reading migration task {task_id}"), &error);
    let job = summary(session, task_id).await.map_err(read_failed)?.ok_or_else(|| gone(task_id))?;
    match step(&job.status, &wanted) {
        Step::None => Ok(()),
        Step::Start => {
            start(session, task_id).await?;
            until(session, task_id, "Starting", job.status, |status| {
                matches!(status, JobStatus::Migrating | JobStatus::Retrying | JobStatus::Finished)
            })
            .await
        }
        Step::Suspend => {
            let action = SuspendDtsJob {
                region_id: Some(session.region()),
                dts_job_id: Some(task_id.to_owned()),
                ..SuspendDtsJob::default()
            };
            session.call(&action).await.map_err(|error| {
                cloud_error("Cannot suspend the migration", &format!("Suspending migration task {task_id}"), &error)
            })?;
            until(session, task_id, "Suspending", job.status, |status| {
                matches!(status, JobStatus::Suspending | JobStatus::Finished)
            })
            .await
        }
        Step::Stop => cut_over(session, task_id, planned.max_delay_ms.or(5000)).await,
    }
}

/// The cut-over: wait until the destination has caught up, then stop for good.
async fn cut_over(session: &Session<'_>, task_id: &str, max_delay_ms: i64) -> Result<(), Diagnostic> {
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?;
        let over = job
            .as_ref()
            .is_none_or(|job| failed(job) || job.status == JobStatus::Suspending || ready_to_stop(job, max_delay_ms));
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    });
    let job = waited
        .await
        .map_err(|stopped| unfinished(stopped, "Waiting for the destination to catch up before stopping", task_id))?
        .ok_or_else(|| gone(task_id))?;
    if job.status == JobStatus::Finished {
        return Ok(());
    }
    if !ready_to_stop(&job, max_delay_ms) {
        return Err(Diagnostic::error(
            "The migration does not catch up",
            format!(
                "desired_status is \"stopped\", which waits until the destination has caught up, and migration task {task_id} is \
                 {}: it will not. It was not stopped. Set desired_status = \"running\" and apply to let it catch up first, or \
                 destroy it with on_destroy = \"stop_and_release\" to give it up.",
                job.status
            ),
        )
        .at(AttributePath::of(&["desired_status"])));
    }
    stop(session, task_id).await.map_err(|error| {
        cloud_error("Cannot stop the migration", &format!("Stopping migration task {task_id}"), &error)
    })?;
    until(session, task_id, "Stopping", job.status, |status| *status == JobStatus::Finished).await
}

async fn until(
    session: &Session<'_>,
    task_id: &str,
    doing: &str,
    from: JobStatus,
    reached: impl Fn(&JobStatus) -> bool,
) -> Result<(), Diagnostic> {
    let began = Start::now(from);
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?;
        let over = job.as_ref().is_none_or(|job| reached(&job.status) || began.failed(job));
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    });
    let job = waited.await.map_err(|stopped| unfinished(stopped, doing, task_id))?.ok_or_else(|| gone(task_id))?;
    if reached(&job.status) {
        return Ok(());
    }
    let said = if job.error_message.is_empty() { "nothing more" } else { job.error_message.as_str() };
    Err(Diagnostic::error(
        "The migration failed",
        format!(
            "{doing} migration task {task_id} ended in {}. DTS says: {said}. Mend what it names and apply again.",
            job.status
        ),
    ))
}

fn unfinished(stopped: Stopped<Error>, doing: &str, task_id: &str) -> Diagnostic {
    match stopped {
        Stopped::Failed(error) => {
            cloud_error("Cannot watch the migration", &format!("{doing}: reading migration task {task_id}"), &error)
        }
        Stopped::TimedOut => Diagnostic::error(
            "The change takes longer than allowed",
            format!(
                "{doing} (migration task {task_id}) is not done within the time allowed. DTS goes on; apply again to wait further, with a longer timeouts {{ update }} if need be."
            ),
        ),
        Stopped::Cancelled => Diagnostic::error(
            "Interrupted",
            format!("{doing} (migration task {task_id}) was interrupted. Apply again to go on."),
        ),
    }
}
