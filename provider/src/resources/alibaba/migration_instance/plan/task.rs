//! What only the task's own facts can tell. Checked at plan where the task can be read, and again before the purchase.

use alibaba::dts::JobSummary;
use tfplugin::{context::Context, diagnostic::Diagnostic, path::AttributePath};

use crate::{
    accounts::{Account, Clouds, PlannedTask},
    diagnostics::cloud_error,
    resources::alibaba::{
        job,
        migration_instance::{KIND, TIMEOUTS, cluster::fits_cluster, create::fits_bought, model::InstanceModel, rules},
    },
    resources::shared::Session,
    rules::Violation,
};

/// What the task refuses, where it can be read.
///
/// # Errors
/// The task cannot be read.
pub(super) async fn of_task(
    context: &Context<Clouds>,
    account: &Account,
    planned: &InstanceModel,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let (Some(cloud), Some(task_id)) = (account.online(), planned.task_id.as_str()) else { return Ok(None) };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.read);
    let mut job = job::summary(&session, KIND, task_id).await.map_err(|error| {
        cloud_error("Cannot read the migration task", &format!("Reading migration task {task_id}"), &error)
    })?;
    if let (Some(job), Some(task)) = (&mut job, context.data()?.plan_exchange.planned_task(task_id))
        && !becomes(job, &task)
    {
        return Ok(None);
    }
    if let Err(refused) = fits_task(planned, task_id, job.as_ref()) {
        return Ok(Some(refused));
    }
    let job = job.unwrap_or_default();
    if KIND.has_instance(&job)
        && let Err(refused) = fits_bought(planned, &job)
    {
        return Ok(Some(refused));
    }
    Ok(fits_cluster(&session, planned, &job).await.err())
}

/// Makes of the job what this very plan makes of it. Whether that is known: else the check before the purchase remains.
fn becomes(job: &mut JobSummary, task: &PlannedTask) -> bool {
    if task.incremental.is_unknown() || task.cluster.is_unknown() {
        return false;
    }
    job.migration_mode.data_synchronization = task.incremental.or(job.migration_mode.data_synchronization);
    job.dedicated_cluster_id = task.cluster.or(String::new());
    true
}

/// Whether the job is there, and can reach what is waited for.
pub(in crate::resources::alibaba::migration_instance) fn fits_task(
    planned: &InstanceModel,
    task_id: &str,
    job: Option<&JobSummary>,
) -> Result<(), Diagnostic> {
    let Some(job) = job else {
        return Err(rules::NO_TASK.broken(
            AttributePath::of(&["task_id"]),
            &Violation {
                found: format!("There is no migration task {task_id} in this account and region."),
                allowed: "the id of a dts_migration_task of this provider's account and region".to_owned(),
                write:
                    "task_id = dts_migration_task.NAME.id; where that task was released after its data had moved, set \
                        restart_on_loss = true on it to migrate anew"
                        .to_owned(),
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

#[cfg(test)]
mod tests {
    use alibaba::dts::ListedMode;
    use tfplugin::model::Attr;

    use super::*;

    #[test]
    fn a_task_counts_as_what_the_plan_makes_of_it() {
        let planned = |incremental: Attr<bool>, cluster: Attr<String>| {
            let mut job = JobSummary { dedicated_cluster_id: "c0".into(), ..JobSummary::default() };
            let known = becomes(&mut job, &PlannedTask { incremental, cluster });
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
        assert!(fits_task(&wait_for("caught_up"), "t", Some(&job(false))).is_err());
        assert!(fits_task(&wait_for("caught_up"), "t", Some(&job(true))).is_ok());
        assert!(fits_task(&wait_for("finished"), "t", Some(&job(true))).is_err());
        assert!(fits_task(&wait_for("finished"), "t", Some(&job(false))).is_ok());
        assert!(fits_task(&wait_for("running"), "t", None).unwrap_err().summary.contains("No such migration task"));
    }
}
