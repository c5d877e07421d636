//! Delete: release the job, unless its data still moves.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{
    context::Context, diagnostic::Diagnostic, path::AttributePath, private::Private, resource::Outcome,
    timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    KIND, TIMEOUTS,
    notes::{forget_restart, has_moved, note_moved, note_releasing, restart_is_unasked},
    plan::{changes::remember_configured, not_unasked},
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::cloud_error,
    resources::alibaba::job::{DataMovement, Release, release, summary},
};

pub(crate) async fn delete(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let mut private = private;
    match try_delete(context, &state, &mut private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => {
            keep_notes(&mut private, &state);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

/// A delete that makes room for a new object is handed the notes of that one: what stays gets its own again.
fn keep_notes(private: &mut Private, state: &TaskModel) {
    if forget_restart(private) {
        remember_configured(private);
        note_moved(private, state);
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TaskModel, private: &mut Private) -> Result<(), Diagnostic> {
    let account = account(context)?;
    account.must_be(planned_account(private), &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let in_flight = &context.data()?.jobs;
    let id = state.id.or(String::new());
    // The new object of a replacement that is made first may have adopted the job of the old one.
    if in_flight.is_adopted(&id) {
        return Ok(());
    }
    let name = format!("migration task {id}");
    let job = summary(&session, KIND, &id).await.map_err(|error| {
        cloud_error("Cannot read the migration task", &format!("Before releasing it, reading {name}"), &error)
    })?;
    may_release(state, private, job.as_ref())?;
    note_releasing(private, &id);
    release(&session, Release { kind: KIND, job_id: &id, name: &name }).await
}

/// Guards of a release, by what DTS says now.
fn may_release(state: &TaskModel, private: &Private, job: Option<&JobSummary>) -> Result<(), Diagnostic> {
    let moved = has_moved(private, state) || job.is_some_and(|job| KIND.has_started(&job.status));
    if moved && restart_is_unasked(private, job.is_none()) {
        return Err(not_unasked(state.id.as_str().unwrap_or_default()));
    }
    match job {
        Some(job) if KIND.data_movement(job) != DataMovement::None && !may_stop(state) => {
            Err(refusal(state, &job.status))
        }
        _ => Ok(()),
    }
}

fn may_stop(state: &TaskModel) -> bool {
    state.on_destroy.as_str() == Some("stop_and_release")
}

fn refusal(state: &TaskModel, status: &JobStatus) -> Diagnostic {
    Diagnostic::error(
        "The migration is running",
        format!(
            "DTS is moving data in migration task {id} (status {status}), it has an instance outside of this configuration, and \
             on_destroy is \"refuse_while_running\". Nothing was changed. Import the instance as dts_migration_instance and cut \
             over with desired_status = \"stopped\". To give the migration up as it is, set on_destroy = \
             \"stop_and_release\", apply, and destroy.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["on_destroy"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::migration_task::notes::note_restart;

    fn task(status: &str, on_destroy: &str) -> TaskModel {
        TaskModel {
            id: "a".into(),
            status: status.into(),
            on_destroy: on_destroy.into(),
            allow_restart: false.into(),
            ..TaskModel::default()
        }
    }

    fn job(status: JobStatus) -> JobSummary {
        JobSummary { status, ..JobSummary::default() }
    }

    #[test]
    fn what_moves_is_released_only_when_asked_to() {
        let none = Private::default();
        let running = job(JobStatus::Migrating);
        assert!(may_release(&task("PreCheckPass", "refuse_while_running"), &none, Some(&running)).is_err());
        assert!(may_release(&task("Migrating", "stop_and_release"), &none, Some(&running)).is_ok());
        for rest in [JobStatus::Finished, JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::PreCheckPass] {
            assert!(may_release(&task("Migrating", "refuse_while_running"), &none, Some(&job(rest))).is_ok());
        }
        assert!(may_release(&task("Released", "refuse_while_running"), &none, None).is_ok());
    }

    #[test]
    fn what_stays_has_notes_of_its_own() {
        let mut handed = Private::default();
        note_restart(&mut handed, &task("", ""));
        keep_notes(&mut handed, &task("Finished", ""));
        assert!(has_moved(&handed, &task("PrecheckFailed", "")), "and no note of the new object");
        assert!(!restart_is_unasked(&handed, false), "a destroy is none of its business");
        let mut own = Private::default();
        keep_notes(&mut own, &task("Finished", ""));
        assert_eq!(own, Private::default(), "a destroy is handed the task's own");
    }

    #[test]
    fn what_moved_makes_no_room_for_a_new_task_unasked() {
        let mut replaced = Private::default();
        note_restart(&mut replaced, &task("", ""));
        let refused = may_release(&task("Finished", "stop_and_release"), &replaced, Some(&job(JobStatus::Finished)));
        assert_eq!(refused.unwrap_err().summary, "The migration would start over");
        let fresh = may_release(&task("PrecheckFailed", ""), &replaced, Some(&job(JobStatus::PrecheckFailed)));
        assert!(fresh.is_ok(), "nothing has moved");
        note_restart(&mut replaced, &TaskModel { allow_restart: true.into(), ..TaskModel::default() });
        assert!(may_release(&task("Finished", ""), &replaced, Some(&job(JobStatus::Finished))).is_ok());
    }
}
