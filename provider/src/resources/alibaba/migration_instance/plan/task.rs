//! What depends on the task: checked at plan if the task can be read, and again before the purchase.

use alibaba::dts::JobSummary;
use tfplugin::{context::Context, diagnostic::Diagnostic, path::AttributePath};

use crate::{
    accounts::{Account, Clouds, PlannedTask},
    diagnostics::cloud_error,
    resources::alibaba::{
        job::{self, JobKind},
        migration_instance::{
            TIMEOUTS,
            ownership::{Ownership, subject},
            plan::{cluster::must_fit_cluster, existing::must_fit_existing},
            rules,
            schema::InstanceModel,
        },
    },
    resources::shared::{Absence, CreateRecords, Session},
    rules::{Violation, alibaba::task_in_instance_id},
};

/// The valid values of `task_id`.
const TASK_IDS: &str = "the ID of a dts_migration_task in the account and region of the provider block";

/// The violation that depends on the task; `creates` is whether the plan creates the instance. None if the task cannot be read at plan.
///
/// # Errors
/// Reading the task failed.
pub(super) async fn check(
    context: &Context<Clouds>,
    account: &Account,
    planned: &InstanceModel,
    creates: bool,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let noun = planned.kind.noun;
    let (Some(cloud), Some(task_id)) = (account.online(), planned.task_id.as_str()) else { return Ok(None) };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.read);
    let mut job = job::summary_of(&session, &planned.kind, task_id, Absence::Repeated).await.map_err(|error| {
        cloud_error(&format!("Cannot read the {noun} task"), &format!("Reading {noun} task {task_id}"), &error)
    })?;
    let task = context.data()?.planned_tasks.planned_task(task_id);
    if job.is_none() && task.as_ref().is_some_and(|task| task.is_released) {
        return Ok(Some(released(&planned.kind, task_id)));
    }
    if let (Some(job), Some(task)) = (&mut job, task)
        && !apply_planned(job, &task)
    {
        return Ok(None);
    }
    if let Err(rejected) = must_fit_task(planned, task_id, job.as_ref()) {
        return Ok(Some(rejected));
    }
    let job = job.unwrap_or_default();
    if creates && planned.kind.has_instance(&job) {
        let account_id = account.id(&context.cancel).await?;
        let ownership = Ownership {
            kind: &planned.kind,
            subject: subject(&planned.kind, &account_id, session.region(), task_id),
            records: CreateRecords::of_process(),
            in_flight: &context.data()?.instances,
            ownership_id: account.ownership_id(),
        };
        if let Err(rejected) = ownership.may_take(&job) {
            return Ok(Some(rejected));
        }
    }
    if planned.kind.has_instance(&job)
        && let Err(rejected) = must_fit_existing(planned, &job)
    {
        return Ok(Some(rejected));
    }
    Ok(must_fit_cluster(&session, planned, &job).await.err())
}

/// The error of a new instance for a task that stays in the state although its job does not exist any more.
fn released(kind: &JobKind, task_id: &str) -> Diagnostic {
    let title = kind.title;
    rules::NO_TASK.broken(
        AttributePath::of(&["task_id"]),
        &Violation {
            found: format!(
                "{title} task {task_id} does not exist any more: its instance was released, by a destroy that did not finish or outside \
                 of this configuration. The task is in the state with the status Released, and the instance is not in the state."
            ),
            allowed: TASK_IDS.to_owned(),
            fix: "to finish the destroy, run terraform destroy again. To migrate again, set restart_on_loss = true on the task: the new task \
                  copies the data again"
                .to_owned(),
        },
    )
}

/// Changes the job to what the present plan makes of its task. Returns false if that is not known yet; then only the check before the
/// purchase remains.
fn apply_planned(job: &mut JobSummary, task: &PlannedTask) -> bool {
    if task.incremental.is_unknown() || task.cluster.is_unknown() {
        return false;
    }
    job.migration_mode.data_synchronization = task.incremental.or(job.migration_mode.data_synchronization);
    job.dedicated_cluster_id = task.cluster.or(String::new());
    true
}

/// Rejects an instance without a task, and a `wait_for` that the task cannot reach.
///
/// # Errors
/// The task does not exist, or cannot reach it.
pub(in crate::resources::alibaba::migration_instance) fn must_fit_task(
    planned: &InstanceModel,
    task_id: &str,
    job: Option<&JobSummary>,
) -> Result<(), Diagnostic> {
    let (noun, task) = (planned.kind.noun, planned.kind.task);
    let Some(job) = job else {
        let of_instance = task_in_instance_id(task_id)
            .map(|task| format!(" This is the ID of an instance. The ID of its task is {task:?}."))
            .unwrap_or_default();
        return Err(rules::NO_TASK.broken(
            AttributePath::of(&["task_id"]),
            &Violation {
                found: format!("There is no {noun} task {task_id} in this account and region.{of_instance}"),
                allowed: TASK_IDS.to_owned(),
                fix: format!(
                    "set task_id = {task}.NAME.id. If that task was released after its data had moved, set \
                      restart_on_loss = true on it to migrate again"
                )
                .to_owned(),
            },
        ));
    };
    let incremental = job.migration_mode.data_synchronization;
    let (problem, instead) = match (planned.wait_for.as_str(), incremental) {
        (Some("caught_up"), false) => {
            (format!("has no incremental {noun}, so it never reaches this status"), "finished")
        }
        (Some("finished"), true) => (format!("has incremental {noun}, which runs until you stop it"), "caught_up"),
        _ => return Ok(()),
    };
    Err(rules::ENDLESS.broken(
        AttributePath::of(&["wait_for"]),
        &Violation {
            found: format!(
                "wait_for is {:?}, but {noun} task {task_id} {problem}.",
                planned.wait_for.as_str().unwrap_or_default()
            ),
            allowed: format!("\"accepted\", \"running\" or {instead:?} for this task"),
            fix: format!("set wait_for = {instead:?}"),
        },
    ))
}

#[cfg(test)]
mod tests {
    use alibaba::dts::ListedMode;
    use tfplugin::model::Attr;

    use super::*;

    #[test]
    fn a_task_counts_as_what_the_plan_makes_of_it() {
        let planned = |incremental: Attr<bool>, cluster: Attr<String>| {
            let mut job = JobSummary { dedicated_cluster_id: "c0".into(), ..JobSummary::default() };
            let known = apply_planned(&mut job, &PlannedTask { incremental, cluster, is_released: false });
            known.then_some((job.migration_mode.data_synchronization, job.dedicated_cluster_id))
        };
        assert_eq!(planned(true.into(), "c1".into()), Some((true, "c1".to_owned())));
        assert_eq!(planned(false.into(), Attr::Null), Some((false, String::new())));
        assert_eq!(planned(Attr::Unknown, Attr::Null), None);
        assert_eq!(planned(true.into(), Attr::Unknown), None);
    }

    #[test]
    fn a_wait_must_fit_the_task() {
        let wait_for = |wait: &str| InstanceModel { wait_for: wait.into(), ..InstanceModel::default() };
        let job = |incremental| JobSummary {
            migration_mode: ListedMode { data_synchronization: incremental, ..ListedMode::default() },
            ..JobSummary::default()
        };
        assert!(must_fit_task(&wait_for("caught_up"), "t", Some(&job(false))).is_err());
        assert!(must_fit_task(&wait_for("caught_up"), "t", Some(&job(true))).is_ok());
        assert!(must_fit_task(&wait_for("finished"), "t", Some(&job(true))).is_err());
        assert!(must_fit_task(&wait_for("finished"), "t", Some(&job(false))).is_ok());
        let of_instance = |id: &str| must_fit_task(&wait_for("running"), id, None).unwrap_err().detail;
        assert!(of_instance("dtsi03e3zty16i1234").contains("The ID of its task is \"i03e3zty16i1234\""));
        assert!(!of_instance("i03e3zty16i1234").contains("of its task is"));
        assert!(must_fit_task(&wait_for("running"), "t", None).unwrap_err().summary.contains("No such migration task"));
    }
}
