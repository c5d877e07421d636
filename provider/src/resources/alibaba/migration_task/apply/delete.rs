//! Delete: release the job. While data moves only with `on_destroy = "stop_and_release"`.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::{
    Error,
    dts::{JobStatus, JobSummary},
};
use jiff::Timestamp;
use tfplugin::{
    context::Context, diagnostic::Diagnostic, path::AttributePath, private::Private, resource::Outcome,
    timeouts::Operation,
};
use tokio::time::Instant;

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    plan::{changes::remember_configured, would_start_over},
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::state_error,
    resources::{
        alibaba::job::{DataMovement, Release, release, summary_of},
        shared::{Absence, CreateRecords, Poll, Session, WaitError, is_released, job_history, wait},
    },
};

/// Within this time, the delete of an instance begins that Terraform runs beside the one of its task.
const OTHER_DELETE: Duration = Duration::from_secs(3);

pub(crate) async fn delete(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let mut private = private;
    match try_delete(context, &state, &mut private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => {
            restore_history(&mut private, &state);
            record_release_of_instance(context, &mut private, &state);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

/// A delete that is part of a replacement gets the private data of the new object. If the old object stays, it gets its own again.
fn restore_history(private: &mut Private, state: &TaskModel) {
    if job_history::forget_restart_permission(private) {
        remember_configured(private);
        job_history::record_stage(private, state);
    }
}

/// The job of this task was released with its instance, in this run: the next refresh does not find it, and must not take it for one that
/// was released outside of this configuration.
fn record_release_of_instance(context: &Context<Clouds>, private: &mut Private, state: &TaskModel) {
    let id = state.id.as_str().unwrap_or_default();
    if context.data().is_ok_and(|clouds| clouds.instances.was_released(id)) {
        job_history::record_release(private, id);
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TaskModel, private: &mut Private) -> Result<(), Diagnostic> {
    let noun = state.kind.noun;
    let account = account(context)?;
    account.must_be_place_of(private, &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let in_flight = &context.data()?.jobs;
    let id = state.id.or(String::new());
    // With create_before_destroy, the new object of a replacement may have adopted the job of the old one.
    if in_flight.is_adopted(&id) {
        return Ok(());
    }
    let name = format!("{noun} task {id}");
    let absence = if is_released(state) { Absence::Counts } else { Absence::of(private, Timestamp::now()) };
    let job = at_rest(context, &session, state, absence).await.map_err(|error| {
        state_error(&format!("Cannot read the {noun} task"), &format!("Before releasing it, reading {name}"), &error)
    })?;
    may_release(state, private, job.as_ref())?;
    if job.is_some() {
        job_history::record_release(private, &id);
        release(&session, Release { kind: &state.kind, job_id: &id, name: &name }).await?;
        context.data()?.planned_tasks.forget_moved(&id);
    }
    let records = CreateRecords::of_process();
    records.forget_object(state.kind.task, &id);
    // An instance that was bought and is in no state was released with the job.
    records.forget_object(state.kind.instance, state.dts_instance_id.as_str().unwrap_or_default());
    Ok(())
}

/// The job, if there is one. If its data moves and it must not be stopped, the delete of its instance may be about to stop it: without a
/// reference from the instance to the task, Terraform deletes both at the same time.
async fn at_rest(
    context: &Context<Clouds>,
    session: &Session<'_>,
    state: &TaskModel,
    absence: Absence,
) -> Result<Option<JobSummary>, Error> {
    let id = state.id.or(String::new());
    let begin = Instant::now();
    let is_final = |job: Option<&JobSummary>| {
        let is_being_deleted = context.data().is_ok_and(|clouds| clouds.instances.is_being_deleted(&id));
        !job.is_some_and(|job| keeps_running(state, job)) || (!is_being_deleted && begin.elapsed() > OTHER_DELETE)
    };
    let last = Mutex::new(None);
    let look = async || {
        let job = summary_of(session, &state.kind, &id, absence).await?;
        if is_final(job.as_ref()) {
            return Ok(Poll::Ready(job));
        }
        *last.lock().unwrap_or_else(PoisonError::into_inner) = job;
        Ok(Poll::Pending)
    };
    match wait(session, look).await {
        Ok(job) => Ok(job),
        Err(WaitError::Failed(error)) => Err(error),
        Err(WaitError::TimedOut | WaitError::Cancelled) => {
            Ok(last.into_inner().unwrap_or_else(PoisonError::into_inner))
        }
    }
}

/// Whether the job may be released, by what DTS returns now.
///
/// # Errors
/// Data moves, or would be copied again.
pub(in crate::resources::alibaba) fn may_release(
    state: &TaskModel,
    private: &Private,
    job: Option<&JobSummary>,
) -> Result<(), Diagnostic> {
    let moved = job_history::has_moved(private, state) || job.is_some_and(|job| state.kind.has_started(&job.status));
    if moved && job_history::forbids_restart(private, job.is_none()) {
        return Err(would_start_over(&state.kind, state.id.as_str().unwrap_or_default()));
    }
    match job {
        Some(job) if keeps_running(state, job) => Err(rejection(state, &job.status)),
        _ => Ok(()),
    }
}

/// Whether the data of the job moves, and a delete must not stop it.
fn keeps_running(state: &TaskModel, job: &JobSummary) -> bool {
    state.kind.data_movement(job) != DataMovement::None && state.on_destroy.as_str() != Some("stop_and_release")
}

fn rejection(state: &TaskModel, status: &JobStatus) -> Diagnostic {
    let (noun, title, instance) = (state.kind.noun, state.kind.title, state.kind.instance);
    Diagnostic::error(
        format!("The {noun} is running"),
        format!(
            "{title} task {id} is {status}: data is moving, its instance was not destroyed before it, and on_destroy is \
             \"refuse_while_running\". The task was neither stopped nor released. If the instance is in this configuration, write \
             task_id = {task}.<name>.id in it, so that it is destroyed first. Otherwise import it as {instance} and cut over with \
             desired_status = \"stopped\". To release the instance without a cut-over, set on_destroy = \"stop_and_release\", \
             apply, and destroy.",
            task = state.kind.task,
            id = state.id.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["on_destroy"]))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_job_that_moves_data_is_released_only_with_stop_and_release() {
        let none = Private::default();
        let running = job(JobStatus::Migrating);
        assert!(may_release(&task("PreCheckPass", "refuse_while_running"), &none, Some(&running)).is_err());
        assert!(may_release(&task("Migrating", "stop_and_release"), &none, Some(&running)).is_ok());
        for rest in [JobStatus::Finished, JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::PreCheckPass] {
            assert!(may_release(&task("Migrating", "refuse_while_running"), &none, Some(&job(rest))).is_ok());
        }
        assert!(may_release(&task("Released", "refuse_while_running"), &none, None).is_ok());
    }

    /// The private data of a delete that is part of a replacement.
    fn replaced(allow_restart: bool) -> Private {
        let mut private = Private::default();
        job_history::record_restart_permission(&mut private, allow_restart, false);
        private
    }

    #[test]
    fn an_object_that_stays_gets_its_own_history_again() {
        let mut of_new = replaced(false);
        restore_history(&mut of_new, &task("Finished", ""));
        assert!(job_history::has_moved(&of_new, &task("PrecheckFailed", "")));
        assert!(!job_history::forbids_restart(&of_new, false), "the permission is that of the new object");
        let mut own = Private::default();
        restore_history(&mut own, &task("Finished", ""));
        assert_eq!(own, Private::default(), "a destroy has the history of the object");
    }

    #[test]
    fn a_task_whose_data_has_moved_is_replaced_only_with_allow_restart() {
        let finished = Some(job(JobStatus::Finished));
        let rejected = may_release(&task("Finished", "stop_and_release"), &replaced(false), finished.as_ref());
        assert_eq!(rejected.unwrap_err().summary, "The migration would start over");
        let fresh = job(JobStatus::PrecheckFailed);
        assert!(may_release(&task("PrecheckFailed", ""), &replaced(false), Some(&fresh)).is_ok(), "no data has moved");
        assert!(may_release(&task("Finished", ""), &replaced(true), finished.as_ref()).is_ok());
    }
}
