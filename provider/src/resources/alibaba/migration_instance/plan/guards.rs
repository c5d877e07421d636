//! What is never done unasked: stopping or releasing while data moves.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{KIND, loss::is_released, model::InstanceModel};
use crate::resources::alibaba::job::DataMovement;

/// Whether the instance may be destroyed, by what the last refresh saw.
pub(super) fn destroy_of_state(state: &InstanceModel) -> Result<(), Diagnostic> {
    let status = JobStatus::of(state.status.as_str().unwrap_or_default());
    if KIND.may_move_data(&status) && !is_released(state) && !may_stop(state) {
        Err(refusal(state, &status))
    } else {
        Ok(())
    }
}

/// Whether it may be destroyed, by what DTS says now.
pub(super) fn destroy_of_job(state: &InstanceModel, job: &JobSummary) -> Result<(), Diagnostic> {
    if KIND.data_movement(job) != DataMovement::None && !may_stop(state) {
        Err(refusal(state, &job.status))
    } else {
        Ok(())
    }
}

fn may_stop(state: &InstanceModel) -> bool {
    state.on_destroy.as_str() == Some("stop_and_release")
}

fn refusal(state: &InstanceModel, status: &JobStatus) -> Diagnostic {
    let id = state.id.as_str().unwrap_or_default();
    Diagnostic::error(
        "The migration is running",
        format!(
            "Migration instance {id} is {status}: data is moving, and on_destroy is \"refuse_while_running\". Nothing was \
             changed.\n\nTo cut over, set desired_status = \"stopped\" and apply: that waits until the destination has caught \
             up, then stops the migration for good. Switch the application over only then, because a migration that is \
             resumed overwrites what was written to the destination. Destroy afterwards.\n\nTo give the migration up as it \
             is, set on_destroy = \"stop_and_release\", apply, and destroy."
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
    fn a_running_migration_is_released_only_when_asked_to() {
        for running in ["Migrating", "Retrying", "Upgrade", "SomethingNew"] {
            assert!(destroy_of_state(&instance(running, "refuse_while_running")).is_err(), "{running}");
            assert!(destroy_of_state(&instance(running, "stop_and_release")).is_ok(), "{running}");
        }
        for done in ["Finished", "Suspending", "MigrationFailed", "Locked", "PrecheckFailed", "Released", ""] {
            assert!(destroy_of_state(&instance(done, "refuse_while_running")).is_ok(), "{done}");
        }
        let job = JobSummary { status: JobStatus::Migrating, ..JobSummary::default() };
        assert!(
            destroy_of_job(&instance("Finished", "refuse_while_running"), &job).is_err(),
            "what DTS says now counts"
        );
    }
}
