//! While data moves, an instance is stopped and released only with `on_destroy = "stop_and_release"`.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::{
    accounts::PlannedTasks,
    resources::{
        alibaba::{job::DataMovement, migration_instance::schema::InstanceModel},
        shared::{JobState as _, is_released},
    },
};

/// Whether the instance may be destroyed, by the status that the last refresh returned.
///
/// # Errors
/// It migrates data.
pub(in crate::resources::alibaba::migration_instance) fn may_destroy_by_state(
    state: &InstanceModel,
) -> Result<(), Diagnostic> {
    let status = JobStatus::of(state.status.as_str().unwrap_or_default());
    let moves = state.kind.may_move_data(&status) && !is_released(state);
    if moves && !may_stop(state) { Err(rejection(state, &status)) } else { Ok(()) }
}

/// Whether the instance may be replaced with a new task. Its release would end the migration of the old task, before the delete of that
/// task rejects the replacement.
///
/// # Errors
/// The old task has moved data, and no new task may start a migration over.
pub(super) fn may_start_over(
    prior: &InstanceModel,
    planned: &InstanceModel,
    tasks: &PlannedTasks,
) -> Result<(), Diagnostic> {
    let (noun, task) = (prior.kind.noun, prior.kind.task);
    let task_id = prior.task_id.as_str().unwrap_or_default();
    let moved = prior.has_started() && !is_released(prior);
    if !(moved && planned.task_id.is_unknown() && tasks.may_be_replaced_without_permission(task_id)) {
        return Ok(());
    }
    Err(Diagnostic::error(
        format!("The {noun} would start over"),
        format!(
            "This plan releases the instance of {noun} task {task_id}, whose data has moved, and replaces the task by a \
             new one, which copies the data again and may overwrite rows at the destination. If the task is only marked as \
             tainted, run terraform untaint <address of the {task}> first. To start the {noun} again, set \
             allow_restart = true \
             on the task.",
        ),
    )
    .at(AttributePath::of(&["task_id"])))
}

/// Whether the instance may be destroyed, by what DTS returns now.
///
/// # Errors
/// It migrates data, or DTS does not release it through the API.
pub(in crate::resources::alibaba) fn may_destroy_job(
    state: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    if job.pay_type.eq_ignore_ascii_case(SUBSCRIPTION) {
        return Err(subscription(state));
    }
    let moves = state.kind.data_movement(job) != DataMovement::None;
    if moves && !may_stop(state) { Err(rejection(state, &job.status)) } else { Ok(()) }
}

/// A subscription instance runs until it expires; only the console can end it earlier.
fn subscription(state: &InstanceModel) -> Diagnostic {
    let (title, id) = (state.kind.title, state.id.as_str().unwrap_or_default());
    Diagnostic::error(
        "A subscription instance cannot be released",
        format!(
            "{title} instance {id} is a subscription (PrePaid). DTS releases only pay-as-you-go instances through its API, so the \
             instance was neither stopped nor released.\n\nEnd the subscription in the console of Alibaba Cloud, or let it expire. Then \
             remove the instance from the state: terraform state rm <address of the {}>.",
            state.kind.instance
        ),
    )
}

/// `PayType` of a subscription.
const SUBSCRIPTION: &str = "PrePaid";

fn may_stop(state: &InstanceModel) -> bool {
    state.on_destroy.as_str() == Some("stop_and_release")
}

fn rejection(state: &InstanceModel, status: &JobStatus) -> Diagnostic {
    let (noun, title) = (state.kind.noun, state.kind.title);
    let id = state.id.as_str().unwrap_or_default();
    Diagnostic::error(
        format!("The {noun} is running"),
        format!(
            "{title} instance {id} is {status}: data is moving, and on_destroy is \"refuse_while_running\". The instance was \
             neither stopped nor released.\n\nTo cut over, set desired_status = \"stopped\" and apply: the apply waits until the \
             destination has caught up, then stops the {noun} permanently. Switch the application only after that, because a {noun} that still runs can overwrite what the application writes to the destination. Then destroy.\n\nTo release the instance \
             without a cut-over, set \
             on_destroy = \"stop_and_release\", apply, and destroy."
        ),
    )
    .at(AttributePath::of(&["on_destroy"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, on_destroy: &str) -> InstanceModel {
        InstanceModel { status: status.into(), on_destroy: on_destroy.into(), ..InstanceModel::default() }
    }

    #[test]
    fn a_running_migration_is_released_only_with_stop_and_release() {
        for running in ["Migrating", "Retrying", "Upgrade", "SomethingNew"] {
            assert!(may_destroy_by_state(&instance(running, "refuse_while_running")).is_err(), "{running}");
            assert!(may_destroy_by_state(&instance(running, "stop_and_release")).is_ok(), "{running}");
        }
        for done in ["Finished", "Suspending", "MigrationFailed", "Locked", "PrecheckFailed", "Released", ""] {
            assert!(may_destroy_by_state(&instance(done, "refuse_while_running")).is_ok(), "{done}");
        }
        let job = JobSummary { status: JobStatus::Migrating, ..JobSummary::default() };
        for (pay_type, allowed) in [("PrePaid", false), ("PREPAID", false), ("PostPaid", true), ("", true)] {
            let job = JobSummary { pay_type: pay_type.into(), status: JobStatus::Finished, ..JobSummary::default() };
            assert_eq!(may_destroy_job(&instance("Finished", "stop_and_release"), &job).is_ok(), allowed, "{pay_type}");
        }
        let finished = instance("Finished", "refuse_while_running");
        assert!(may_destroy_job(&finished, &job).is_err(), "what DTS returns now counts");
    }
}
