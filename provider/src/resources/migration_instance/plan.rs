//! The plan of an instance: what the class, the status and the task allow.

use dts_cloud::dts::{JobStatus, JobSummary};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::Plan,
};

use super::{
    TIMEOUTS,
    cluster::fits_cluster,
    model::InstanceModel,
    rules,
    status::{Step, step},
};
use crate::{
    clouds::{Account, Clouds, account, remember_account},
    facts::class_words,
    resources::job,
    rules::Violation,
    shared::{Session, cloud_error},
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    if let Some(here) = account.id_at_plan(&context.cancel).await? {
        remember_account(&mut plan.private, &here);
    }
    let Some(prior) = &plan.prior else {
        plan.diagnostics.extend(not_at_create(&plan.planned).err());
        plan.diagnostics.extend(of_task(context, account, &plan.planned).await?);
        return Ok(());
    };
    // A new instance follows: what the old one cannot become is no matter.
    if !plan.replace.is_empty() {
        return Ok(());
    }
    plan.diagnostics.extend(class_change(prior, &plan.planned).err());
    plan.diagnostics.extend(status_change(prior, &plan.planned).err());
    plan.diagnostics.extend(group_change(prior, &plan.planned).err());
    if prior.du != plan.planned.du || prior.instance_class.is_null() != plan.planned.instance_class.is_null() {
        plan.diagnostics.extend(of_task(context, account, &plan.planned).await?);
    }
    let live = JobStatus::of(prior.status.as_str().unwrap_or_default());
    if step(&live, &plan.planned.desired_status.or("running".to_owned())) != Step::None {
        plan.planned.status = Attr::Unknown;
        plan.planned.progress = Attr::Unknown;
        plan.planned.delay_ms = Attr::Unknown;
        plan.planned.caught_up = Attr::Unknown;
    }
    Ok(())
}

/// What the task's own facts refuse, where the task can be read.
///
/// # Errors
/// The task cannot be read.
async fn of_task(
    context: &Context<Clouds>,
    account: &Account,
    planned: &InstanceModel,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let (Some(cloud), Some(task_id)) = (account.online(), planned.task_id.as_str()) else { return Ok(None) };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.read);
    let job = job::summary(&session, task_id).await.map_err(|error| {
        cloud_error("Cannot read the migration task", &format!("Reading migration task {task_id}"), &error)
    })?;
    if let Err(refused) = fits_task(planned, task_id, job.as_ref()) {
        return Ok(Some(refused));
    }
    Ok(fits_cluster(&session, planned, &job.unwrap_or_default()).await.err())
}

/// The rules of a configuration, again before anything is bought: what was unknown is known now.
///
/// # Errors
/// All that is wrong.
pub(super) fn refuse_first(config: &InstanceModel) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    rules::class_or_du(config, &mut found);
    found.extend(not_at_create(config).err());
    if found.has_errors() { Err(found) } else { Ok(()) }
}

fn not_at_create(planned: &InstanceModel) -> Result<(), Diagnostic> {
    match planned.desired_status.as_str() {
        Some(wanted @ ("suspended" | "stopped")) => Err(rules::BEGIN.broken(
            AttributePath::of(&["desired_status"]),
            &Violation {
                found: format!("desired_status is {wanted:?}, and there is no instance yet."),
                allowed: "\"running\" for a new instance".to_owned(),
                write: "no desired_status to create one; to have none, no such resource".to_owned(),
            },
        )),
        _ => Ok(()),
    }
}

/// What only the task's own facts can tell. Checked at plan when the task can be read, and before the purchase.
pub(super) fn fits_task(planned: &InstanceModel, task_id: &str, job: Option<&JobSummary>) -> Result<(), Diagnostic> {
    let Some(job) = job else {
        return Err(rules::NO_TASK.broken(
            AttributePath::of(&["task_id"]),
            &Violation {
                found: format!("There is no migration task {task_id} in this account and region."),
                allowed: "the id of a dts_migration_task of this provider's account and region".to_owned(),
                write: "task_id = dts_migration_task.NAME.id".to_owned(),
            },
        ));
    };
    let incremental = job.migration_mode.data_synchronization;
    let (problem, instead) = match (planned.wait_for.as_str(), incremental) {
        (Some("caught_up"), false) => ("has no incremental migration that could catch up", "finished"),
        (Some("finished"), true) => ("has incremental migration, which never finishes by itself", "caught_up"),
        _ => return Ok(()),
    };
    Err(rules::ENDLESS.broken(
        AttributePath::of(&["wait_for"]),
        &Violation {
            found: format!(
                "wait_for is {:?}, and migration task {task_id} {problem}.",
                planned.wait_for.as_str().unwrap_or_default()
            ),
            allowed: format!("\"accepted\", \"running\" or {instead:?} for this task"),
            write: format!("wait_for = {instead:?}"),
        },
    ))
}

fn class_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let classes = class_words();
    let rank = |class: &Attr<String>| classes.iter().position(|known| class.as_str() == Some(known));
    match (rank(&prior.instance_class), rank(&planned.instance_class)) {
        (Some(now), Some(wanted)) if wanted < now => Err(rules::LOWERED.broken(
            AttributePath::of(&["instance_class"]),
            &Violation {
                found: format!(
                    "The instance has class {:?}, and instance_class is {:?}. DTS raises the class of an instance and never \
                     lowers it.",
                    classes[now], classes[wanted]
                ),
                allowed: classes[now..].join(", "),
                write: format!("instance_class = {:?}", classes[now]),
            },
        )),
        _ => Ok(()),
    }
}

/// A new instance would be a new purchase, and releasing the old one would release its task.
fn group_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    match (prior.resource_group_id.as_str(), planned.resource_group_id.as_str()) {
        (Some(now), Some(wanted)) if now != wanted => Err(rules::GROUP.broken(
            AttributePath::of(&["resource_group_id"]),
            &Violation {
                found: format!("The instance is in resource group {now}, and resource_group_id is {wanted:?}."),
                allowed: format!("{now:?} for this instance"),
                write: format!(
                    "resource_group_id = {now:?}; move the instance in the console, and write the new group then"
                ),
            },
        )),
        _ => Ok(()),
    }
}

fn status_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let stopped_before = prior.desired_status.as_str() == Some("stopped");
    let other_now = planned.desired_status.as_str().is_some_and(|wanted| wanted != "stopped");
    let finished = prior.status.as_str() == Some("Finished");
    if !(finished && other_now && (stopped_before || planned.desired_status.as_str() == Some("suspended"))) {
        return Ok(());
    }
    Err(rules::ENDED.broken(
        AttributePath::of(&["desired_status"]),
        &Violation {
            found: format!(
                "Migration instance {} is Finished: DTS does not start or suspend it again.",
                prior.id.as_str().unwrap_or_default()
            ),
            allowed: "\"stopped\" for a migration that has ended".to_owned(),
            write: "desired_status = \"stopped\". To migrate anew, replace the task on purpose (terraform apply \
                    -replace=<address of the task>); the instance follows"
                .to_owned(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use dts_cloud::dts::ListedMode;

    use super::*;

    fn instance(class: &str, desired: &str, status: &str) -> InstanceModel {
        InstanceModel {
            instance_class: class.into(),
            desired_status: desired.into(),
            status: status.into(),
            ..InstanceModel::default()
        }
    }

    #[test]
    fn a_class_goes_up_only() {
        let medium = instance("medium", "running", "Migrating");
        assert!(class_change(&medium, &instance("small", "running", "")).unwrap_err().detail.contains("large, xlarge"));
        assert!(class_change(&medium, &instance("xlarge", "running", "")).is_ok());
        assert!(class_change(&medium, &medium).is_ok());
    }

    #[test]
    fn a_stopped_migration_stays_stopped() {
        let stopped = instance("medium", "stopped", "Finished");
        assert!(status_change(&stopped, &instance("medium", "running", "")).is_err());
        assert!(status_change(&stopped, &stopped).is_ok());
        let ended_by_itself = instance("medium", "running", "Finished");
        assert!(status_change(&ended_by_itself, &ended_by_itself).is_ok());
        assert!(status_change(&ended_by_itself, &instance("medium", "suspended", "")).is_err());
    }

    #[test]
    fn a_new_instance_runs() {
        assert!(not_at_create(&instance("medium", "stopped", "")).is_err());
        assert!(not_at_create(&instance("medium", "running", "")).is_ok());
    }

    #[test]
    fn a_wait_must_fit_the_task() {
        let wait_for = |wait: &str| InstanceModel { wait_for: wait.into(), ..InstanceModel::default() };
        let job = |incremental| JobSummary {
            migration_mode: ListedMode { data_synchronization: incremental, ..ListedMode::default() },
            ..JobSummary::default()
        };
        assert!(fits_task(&wait_for("caught_up"), "t", Some(&job(false))).is_err());
        assert!(fits_task(&wait_for("caught_up"), "t", Some(&job(true))).is_ok());
        assert!(fits_task(&wait_for("finished"), "t", Some(&job(true))).is_err());
        assert!(fits_task(&wait_for("finished"), "t", Some(&job(false))).is_ok());
        assert!(fits_task(&wait_for("running"), "t", None).unwrap_err().summary.contains("No such migration task"));
    }
}
