//! The plan of an instance: what the class, the status and the task allow.

use dts_cloud::dts::{JobStatus, JobSummary};
use tfplugin::{context::Context, diagnostic::Diagnostic, model::Attr, path::AttributePath, resource::Plan};

use super::{
    TIMEOUTS,
    model::{CLASSES, InstanceModel},
    status::{Step, step},
};
use crate::{
    clouds::{Clouds, account, remember_account},
    resources::job,
    shared::{Session, cloud_error},
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    if let Some(here) = account.id_at_plan(&context.cancel).await? {
        remember_account(&mut plan.private, &here);
    }
    let Some(prior) = &plan.prior else {
        not_at_create(&plan.planned)?;
        if let (Some(cloud), Some(task_id)) = (account.online(), plan.planned.task_id.as_str()) {
            let session = Session::new(cloud, &context.cancel, TIMEOUTS.read);
            let job = job::summary(&session, task_id).await.map_err(|error| {
                cloud_error("Cannot read the migration task", &format!("Reading migration task {task_id}"), &error)
            })?;
            fits_task(&plan.planned, task_id, job.as_ref())?;
        }
        return Ok(());
    };
    class_change(prior, &plan.planned)?;
    status_change(prior, &plan.planned)?;
    let live = JobStatus::of(prior.status.as_str().unwrap_or_default());
    if step(&live, &plan.planned.desired_status.or("running".to_owned())) != Step::None {
        plan.planned.status = Attr::Unknown;
        plan.planned.progress = Attr::Unknown;
        plan.planned.delay_ms = Attr::Unknown;
        plan.planned.caught_up = Attr::Unknown;
    }
    Ok(())
}

fn not_at_create(planned: &InstanceModel) -> Result<(), Diagnostic> {
    match planned.desired_status.as_str() {
        Some(wanted @ ("suspended" | "stopped")) => Err(Diagnostic::error(
            "A new instance cannot begin otherwise than running",
            format!(
                "desired_status is {wanted:?}, and there is no instance yet. Leave it out (or write \"running\") to create one; \
                 to have none, remove the resource."
            ),
        )
        .at(AttributePath::of(&["desired_status"]))),
        _ => Ok(()),
    }
}

/// What only the task's own facts can tell. Checked at plan when the task can be read, and before the purchase.
pub(super) fn fits_task(planned: &InstanceModel, task_id: &str, job: Option<&JobSummary>) -> Result<(), Diagnostic> {
    let Some(job) = job else {
        return Err(Diagnostic::error(
            "No such migration task",
            format!(
                "There is no migration task {task_id} in this account and region. Write the id of a dts_migration_task: \
                 task_id = dts_migration_task.NAME.id."
            ),
        )
        .at(AttributePath::of(&["task_id"])));
    };
    let incremental = job.migration_mode.data_synchronization;
    let (problem, instead) = match (planned.wait_for.as_str(), incremental) {
        (Some("caught_up"), false) => ("has no incremental migration that could catch up", "finished"),
        (Some("finished"), true) => ("has incremental migration, which never finishes by itself", "caught_up"),
        _ => return Ok(()),
    };
    Err(Diagnostic::error(
        "The wait would never end",
        format!(
            "wait_for is {:?}, and migration task {task_id} {problem}. Write wait_for = {instead:?}.",
            planned.wait_for.as_str().unwrap_or_default()
        ),
    )
    .at(AttributePath::of(&["wait_for"])))
}

fn class_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let rank = |class: &Attr<String>| CLASSES.iter().position(|known| class.as_str() == Some(known));
    match (rank(&prior.instance_class), rank(&planned.instance_class)) {
        (Some(now), Some(wanted)) if wanted < now => Err(Diagnostic::error(
            "The class cannot be lowered",
            format!(
                "The instance has class {:?}, and instance_class is {:?}. DTS raises the class of an instance and never lowers \
                 it. Write {:?} or a higher one: {}.",
                CLASSES[now],
                CLASSES[wanted],
                CLASSES[now],
                CLASSES[now + 1..].join(", ")
            ),
        )
        .at(AttributePath::of(&["instance_class"]))),
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
    Err(Diagnostic::error(
        "The migration has ended",
        format!(
            "Migration instance {} is Finished: DTS does not start or suspend it again. Write desired_status = \"stopped\". To \
             migrate anew, replace the task on purpose (terraform apply -replace=<address of the task>); the instance follows.",
            prior.id.as_str().unwrap_or_default()
        ),
    )
    .at(AttributePath::of(&["desired_status"])))
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
        assert!(fits_task(&wait_for("running"), "t", None).unwrap_err().summary.contains("No such"));
    }
}
