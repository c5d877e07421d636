//! The step to another desired status, and whether it still is the one of the plan.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::resources::alibaba::{
    job::{Step, observed, step},
    migration_instance::schema::InstanceModel,
};

/// The step from this status to the planned desired status. None unless `desired_status` changes: a status alone starts, suspends and stops
/// nothing.
pub(in crate::resources::alibaba::migration_instance) fn step_of_change(
    prior: &InstanceModel,
    planned: &InstanceModel,
    live: &JobStatus,
) -> Step {
    match planned.desired_status.as_str() {
        Some(desired) if prior.desired_status.as_str() != Some(desired) => step(&prior.kind, live, desired),
        _ => Step::None,
    }
}

/// Rejects an apply whose migration does something else than in the plan: the plan did not show what the apply would do about it.
///
/// # Errors
/// The migration was suspended, stopped or started since then, or failed.
pub(in crate::resources::alibaba::migration_instance) fn must_be_as_planned(
    prior: &InstanceModel,
    planned: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    let noun = prior.kind.noun;
    let before = JobStatus::of(prior.status.as_str().unwrap_or_default());
    let expected = observed(&prior.kind, &before).or(prior.desired_status.as_str());
    let Some(now) = observed(&prior.kind, &job.status) else { return Ok(()) };
    let has_done_its_work = job.status == JobStatus::Finished && !job.migration_mode.data_synchronization;
    // A purchased job starts automatically after its precheck.
    let has_passed_its_precheck = before == JobStatus::Prechecking && now == "running";
    let continued = has_done_its_work || has_passed_its_precheck;
    if Some(now) == expected || Some(now) == planned.desired_status.as_str() || continued {
        return Ok(());
    }
    let what = match now {
        "suspended" => "was suspended",
        "failed" => "failed",
        "stopped" => "was stopped",
        "running" => "was started",
        _ => "was reset",
    };
    Err(Diagnostic::error(
        format!("The {noun} {what} after this plan was created"),
        format!(
            "The status of {noun} instance {id} was {before} when the plan was created, and is {now} now, so the plan is \
             out of date. This apply has not changed the instance. Run terraform plan again (without -refresh=false), and \
             review the change of desired_status.",
            id = prior.id.as_str().unwrap_or_default(),
            now = job.status,
        ),
    )
    .at(AttributePath::of(&["desired_status"])))
}

#[cfg(test)]
mod tests {
    use alibaba::dts::ListedMode;

    use super::*;

    fn instance(status: &str, desired: &str) -> InstanceModel {
        InstanceModel { status: status.into(), desired_status: desired.into(), ..InstanceModel::default() }
    }

    #[test]
    fn only_a_change_of_the_desired_status_is_a_step() {
        let step = |before: &str, after: &str| {
            step_of_change(&instance("", before), &instance("", after), &JobStatus::Suspending)
        };
        assert_eq!(step("suspended", "running"), Step::Start);
        for kept in ["running", "suspended", "failed", "not_started"] {
            assert_eq!(
                step(kept, kept),
                Step::None,
                "{kept}: with ignore_changes, the planned value is that of the state"
            );
        }
    }

    #[test]
    fn an_apply_finds_the_migration_as_the_plan_did() {
        let check = |before: [&str; 2], desired: &str, now: &str, incremental: bool| {
            let job = JobSummary {
                status: JobStatus::of(now),
                migration_mode: ListedMode { data_synchronization: incremental, ..ListedMode::default() },
                ..JobSummary::default()
            };
            must_be_as_planned(&instance(before[0], before[1]), &instance("", desired), &job)
                .err()
                .map(|one| one.summary)
        };
        let running = ["Migrating", "running"];
        for (before, desired, now) in [
            (running, "running", "Migrating"),
            (running, "running", "Retrying"),
            (["Prechecking", "running"], "running", "Migrating"),
            (["Prechecking", "running"], "stopped", "Migrating"),
            (running, "running", "Locked"),
            (running, "suspended", "Suspending"),
            (["Suspending", "suspended"], "running", "Suspending"),
            (["Suspending", "suspended"], "running", "Migrating"),
            (["MigrationFailed", "suspended"], "suspended", "MigrationFailed"),
        ] {
            assert_eq!(check(before, desired, now, true), None, "{before:?} {desired} {now}");
        }
        for (before, desired, now, what) in [
            (running, "running", "Suspending", "was suspended"),
            (running, "running", "MigrationFailed", "failed"),
            (running, "suspended", "Finished", "was stopped"),
            (["Suspending", "suspended"], "running", "MigrationFailed", "failed"),
            (["Suspending", "suspended"], "suspended", "Migrating", "was started"),
        ] {
            let found = check(before, desired, now, true);
            assert!(found.as_ref().is_some_and(|one| one.contains(what)), "{before:?} {desired} {now}: {found:?}");
        }
        assert_eq!(check(running, "running", "Finished", false), None, "it has done its work");
    }
}
