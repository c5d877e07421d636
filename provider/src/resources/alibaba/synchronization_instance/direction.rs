//! The reverse direction of a two-way synchronization: started after the forward one, suspended, resumed, and released before it.

use std::{collections::BTreeSet, time::Duration};

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    private::Private,
    resource::{Apply, Plan},
    timeouts::Operation,
};

use super::Synchronization;
use crate::{
    accounts::{Clouds, ReverseJob, account},
    diagnostics::{cloud_error, state_error},
    resources::{
        alibaba::{
            job::{
                FORWARD, Kind, OperationError, REVERSE, Release, of_kind::Extended, precheck::on_instance,
                refreshed_desired_status, release, replacement, summary_of, wait_until_stable,
            },
            migration_instance::{
                InstanceModel, TIMEOUTS, may_destroy_job, start_if_desired, suspend_or_stop, with_still_exists_note,
            },
            synchronization_task::reverse,
        },
        shared::{Absence, CreateRecords, Session, Subject},
    },
};

type Instance = Extended<Synchronization>;

/// For how long a refresh reads the reverse direction.
const READ: Duration = Duration::from_secs(60);

/// Plans the change of the desired status of the reverse direction.
pub(super) fn plan(plan: &mut Plan<Instance>) {
    let own = &mut plan.planned.own;
    let at = || AttributePath::of(&["reverse_desired_status"]);
    let Some(prior) = &plan.prior else {
        (own.reverse_id, own.reverse_status, own.reverse_delay_ms) = (Attr::Unknown, Attr::Unknown, Attr::Unknown);
        if own.reverse_desired_status.as_str() == Some("suspended") {
            let detail = "A new synchronization starts in both directions. Remove reverse_desired_status, apply, and then suspend the \
                          reverse direction.";
            plan.diagnostics.push(Diagnostic::error("The reverse direction must be running at first", detail).at(at()));
        }
        return;
    };
    if !plan.replace.is_empty() {
        return;
    }
    if desired(&prior.own) != desired(own) && prior.own.reverse_id.is_known() {
        let status = JobStatus::of(prior.own.reverse_status.as_str().unwrap_or_default());
        let rejected = desired(own).and_then(|desired| must_be_possible(&prior.own, &status, &desired).err());
        plan.diagnostics.extend(rejected.map(|rejected| rejected.at(at())));
        (own.reverse_status, own.reverse_delay_ms) = (Attr::Unknown, Attr::Unknown);
    }
    if prior.own.reverse_id.is_null()
        && let Some(desired) = own.reverse_desired_status.as_str()
    {
        plan.diagnostics.push(without_reverse(desired).at(at()));
    }
}

/// Rejects a desired status that no call reaches: DTS does not start or suspend a job that has finished, nor suspend one that is locked.
fn must_be_possible(own: &Synchronization, status: &JobStatus, desired: &str) -> Result<(), Diagnostic> {
    let id = own.reverse_id.as_str().unwrap_or_default();
    let before = own.reverse_desired_status.as_str().unwrap_or("running");
    match status {
        JobStatus::Finished => Err(Diagnostic::error(
            "The reverse synchronization has finished",
            format!(
                "Reverse synchronization {id} is Finished: reverse_desired_status cannot change from {before:?} to {desired:?}, because \
                 DTS does not start or suspend it again.\nFix: set reverse_desired_status = {before:?}. To synchronize in both directions \
                 again, set allow_restart = true on the task, and run terraform apply -replace=<address of the task>. The instance is \
                 then replaced, too."
            ),
        )),
        JobStatus::Locked if desired == "suspended" => Err(Diagnostic::error(
            "The reverse synchronization is locked",
            format!(
                "Reverse synchronization {id} is Locked because of an overdue payment, so reverse_desired_status cannot be changed to \
                 {desired:?}.\nFix: pay the overdue amount, then apply again. Until then, set reverse_desired_status = {before:?}."
            ),
        )),
        _ => Ok(()),
    }
}

/// The desired status of a reverse direction that does not exist. One that runs may be what this apply adds.
fn without_reverse(desired: &str) -> Diagnostic {
    let title = "There is no reverse direction";
    if desired == "running" {
        let detail = "The synchronization has one direction now, so reverse_desired_status = \"running\" has no effect yet. If its task has the \
                      block two_way, the apply of the task adds the reverse direction. Otherwise add the block and apply, or remove \
                      reverse_desired_status.";
        return Diagnostic::warning(title, detail);
    }
    let detail = "The synchronization has one direction, so there is no reverse direction to suspend. Remove \
                  reverse_desired_status. To have a reverse direction, add the block two_way to the task and apply.";
    Diagnostic::error(title, detail)
}

/// The desired status, which is `running` where the configuration does not have one.
fn desired(own: &Synchronization) -> Option<String> {
    match &own.reverse_desired_status {
        Attr::Known(desired) => Some(desired.clone()),
        Attr::Null => Some("running".to_owned()),
        Attr::Unknown => None,
    }
}

/// Records that this run is about to start the reverse direction. If the run ends before that, the task of the next run passes the reverse
/// direction on again.
pub(super) fn creating(context: &Context<Clouds>, apply: &Apply<Instance>) {
    if let Some(start) = start_of(context, apply) {
        CreateRecords::of_process().begin(&start, &BTreeSet::new(), None);
    }
}

/// Removes the record of [`creating`]: from here on, the status of the reverse direction shows what is missing.
pub(super) fn is_created(context: &Context<Clouds>, apply: &Apply<Instance>) {
    if let Some(start) = start_of(context, apply) {
        CreateRecords::of_process().forget(&start);
    }
}

fn start_of(context: &Context<Clouds>, apply: &Apply<Instance>) -> Option<Subject> {
    let task_id = apply.planned.base.task_id.as_str().unwrap_or_default();
    reverse::start_subject(context, &apply.private, task_id)
}

/// Starts the reverse direction of a new instance, if its task has one. If that fails, the instance is not in the state: the next apply
/// continues with it, whereas Terraform would replace an instance whose create failed.
pub(super) async fn created(context: &Context<Clouds>, state: &mut Instance) -> Diagnostics {
    let task_id = state.base.task_id.or(String::new());
    let pending = taken(context, &task_id);
    let own = &mut state.own;
    (own.reverse_id, own.reverse_status, own.reverse_delay_ms) = (Attr::Null, Attr::Null, Attr::Null);
    if context.cancel.is_cancelled() {
        return Diagnostics::new();
    }
    let session = match session(context, &state.base, Operation::Create) {
        Ok(session) => session,
        Err(diagnostic) => return diagnostic.into(),
    };
    let mut found = match pending {
        Some(job) => started(&session, &task_id, &job).await,
        None => Diagnostics::new(),
    };
    if found.has_errors() {
        return with_still_exists_note(&FORWARD, found, &task_id);
    }
    found.extend(show(&session, state, false).await);
    if found.is_empty() && is_pending(&state.own) {
        found.push(not_started(&state.own));
    }
    found
}

/// The reverse direction that the task of this run has passed on.
fn taken(context: &Context<Clouds>, task_id: &str) -> Option<ReverseJob> {
    context.data().ok().and_then(|clouds| clouds.reverse_jobs.take(task_id))
}

fn is_pending(own: &Synchronization) -> bool {
    own.reverse_status.as_str().is_some_and(|status| reverse::is_pending(&JobStatus::of(status)))
}

/// A warning: the task is complete, and has the passwords that the reverse direction needs.
fn not_started(own: &Synchronization) -> Diagnostic {
    let detail = format!(
        "The forward direction runs. The reverse direction ({}) is {}: this apply did not change the task, which has its configuration. \
         Apply again to start it.",
        own.reverse_id.as_str().unwrap_or_default(),
        own.reverse_status.as_str().unwrap_or_default(),
    );
    Diagnostic::warning("The reverse direction is not started yet", detail).at(AttributePath::of(&["task_id"]))
}

/// Starts the reverse direction; its errors and warnings.
async fn started(session: &Session<'_>, task_id: &str, job: &ReverseJob) -> Diagnostics {
    let forward = match summary_of(session, &FORWARD, task_id, Absence::Repeated).await {
        Ok(forward) => forward.unwrap_or_default(),
        Err(error) => return cannot_read(task_id, &error, false).into(),
    };
    if forward.status != JobStatus::Synchronizing {
        let detail = format!(
            "The forward direction is {}. DTS starts the reverse direction once the forward one is Synchronizing. Apply again then. With \
             wait_for = \"synchronizing\", one apply starts both.",
            forward.status
        );
        let warning = Diagnostic::warning("The reverse direction is not started yet", detail);
        return warning.at(AttributePath::of(&["wait_for"])).into();
    }
    match reverse::start(session, &forward, job).await {
        Ok(_) => Diagnostics::new(),
        Err(OperationError::Failed(failed)) => failed.into_iter().map(|one| on_instance(&FORWARD, one)).collect(),
        Err(OperationError::Interrupted(doing)) => {
            let interrupted = reverse::interrupted(&doing);
            Diagnostic::warning(interrupted.summary, interrupted.detail).into()
        }
    }
}

fn session<'c>(
    context: &'c Context<Clouds>,
    state: &InstanceModel,
    operation: Operation,
) -> Result<Session<'c>, Diagnostic> {
    account(context)?.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, operation))
}

/// Reads the reverse direction of a forward job that was read; without one, there is none.
pub(super) async fn read(context: &Context<Clouds>, state: &mut Instance, forward: Option<JobSummary>) -> Diagnostics {
    let Some(cloud) = account(context).ok().and_then(|account| account.online()) else { return Diagnostics::new() };
    let session = Session::new(cloud, &context.cancel, READ);
    let found = match &forward {
        Some(forward) => reverse::of_forward(&session, forward).await,
        None => Ok(None),
    };
    shown(state, found, true)
}

/// Shows the reverse direction in the state. A create whose object exists reports only a warning.
async fn show(session: &Session<'_>, state: &mut Instance, is_error: bool) -> Diagnostics {
    let found = reverse::found(session, state.base.task_id.as_str().unwrap_or_default()).await;
    shown(state, found, is_error)
}

fn shown(state: &mut Instance, found: Result<Option<JobSummary>, alibaba::Error>, is_error: bool) -> Diagnostics {
    let task_id = state.base.task_id.or(String::new());
    match found {
        Ok(reverse) => {
            set(&mut state.own, reverse);
            Diagnostics::new()
        }
        Err(error) => cannot_read(&task_id, &error, is_error).into(),
    }
}

fn cannot_read(task_id: &str, error: &alibaba::Error, is_error: bool) -> Diagnostic {
    let tried = format!("Reading the reverse direction of synchronization task {task_id}");
    let failed = state_error("Cannot read the reverse synchronization", &tried, error);
    if is_error { failed } else { Diagnostic::warning(failed.summary, failed.detail) }
}

fn set(own: &mut Synchronization, reverse: Option<JobSummary>) {
    let Some(job) = reverse else {
        (own.reverse_id, own.reverse_status, own.reverse_delay_ms) = (Attr::Null, Attr::Null, Attr::Null);
        return;
    };
    let known = own.reverse_desired_status.as_str();
    // The task starts a direction that is not started.
    let live = REVERSE.has_started(&job.status);
    let shown = refreshed_desired_status(&REVERSE, &job.status, true, Some(known.unwrap_or("running")));
    if live && (known.is_some() || shown != "running") {
        own.reverse_desired_status = shown.to_owned().into();
    }
    own.reverse_id = job.dts_job_id.into();
    own.reverse_status = job.status.as_str().into();
    own.reverse_delay_ms = job.delay.filter(|delay| *delay >= 0).into();
}

/// Starts the reverse direction if the task of this run has passed it on, and suspends or resumes it, as planned.
pub(super) async fn updated(context: &Context<Clouds>, apply: &Apply<Instance>, state: &mut Instance) -> Diagnostics {
    let task_id = state.base.task_id.or(String::new());
    let pending = taken(context, &task_id);
    let change = apply.prior.as_ref().filter(|prior| desired(&prior.own) != desired(&apply.planned.own));
    if pending.is_none() && change.is_none() {
        return Diagnostics::new();
    }
    let session = match session(context, &state.base, Operation::Update) {
        Ok(session) => session,
        Err(diagnostic) => return diagnostic.into(),
    };
    if let Some(job) = pending {
        let found = started(&session, &task_id, &job).await;
        if found.has_errors() {
            return found;
        }
    }
    let Some((prior, desired)) = change.zip(desired(&apply.planned.own)) else { return Diagnostics::new() };
    let Some(id) = prior.own.reverse_id.as_str() else { return Diagnostics::new() };
    let changed = change_status(&session, &prior.own, id, &desired).await;
    let planned = state.own.reverse_desired_status.clone();
    let mut found = show(&session, state, true).await;
    match changed {
        Ok(()) => state.own.reverse_desired_status = planned,
        Err(OperationError::Failed(diagnostics)) => found.extend(diagnostics),
        Err(OperationError::Interrupted(doing)) => found.push(reverse::interrupted(&doing)),
    }
    found
}

async fn change_status(
    session: &Session<'_>,
    prior: &Synchronization,
    id: &str,
    desired: &str,
) -> Result<(), OperationError> {
    let job = wait_until_stable(session, &REVERSE, id, "update").await?;
    let at = || AttributePath::of(&["reverse_desired_status"]);
    must_be_possible(prior, &job.status, desired).map_err(|rejected| rejected.at(at()))?;
    start_if_desired(session, &REVERSE, id, desired, &job).await?;
    suspend_or_stop(session, &REVERSE, id, desired, 0).await
}

/// Releases the reverse direction before the forward one. By what DTS returns now, both must be allowed to be released.
pub(super) async fn before_delete(
    context: &Context<Clouds>,
    state: &Instance,
    private: &Private,
) -> Result<(), Diagnostics> {
    let task_id = state.base.task_id.or(String::new());
    replacement::check_delete(&FORWARD, private, Some(&task_id))?;
    let account = account(context)?;
    account.must_be_place_of(private, &context.cancel).await?;
    let session = session(context, &state.base, Operation::Delete)?;
    let cannot_read = |error: &alibaba::Error| {
        let tried = format!("Before releasing it, reading synchronization task {task_id}");
        cloud_error("Cannot read the synchronization instance", &tried, error)
    };
    let forward =
        summary_of(&session, &FORWARD, &task_id, Absence::Counts).await.map_err(|error| cannot_read(&error))?;
    let Some(forward) = forward else { return Ok(()) };
    let job = reverse::of_forward(&session, &forward).await.map_err(|error| cannot_read(&error))?;
    let Some(job) = job else { return Ok(()) };
    may_destroy_job(&state.base, &forward)?;
    let of_reverse = InstanceModel { kind: Kind(&REVERSE), ..state.base.clone() };
    may_destroy_job(&of_reverse, &job)?;
    let name = format!("reverse synchronization task {}", job.dts_job_id);
    release(&session, Release { kind: &REVERSE, job_id: &job.dts_job_id, name: &name }).await.map_err(Diagnostics::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reverse_direction_that_has_finished_or_is_locked_is_not_suspended() {
        let own = Synchronization { reverse_id: "job2".into(), ..Synchronization::default() };
        let check = |status: &str, desired: &str| must_be_possible(&own, &JobStatus::of(status), desired);
        for (status, desired) in [("Finished", "suspended"), ("Finished", "running"), ("Locked", "suspended")] {
            let rejected = check(status, desired).unwrap_err();
            assert!(rejected.detail.contains(&format!("Reverse synchronization job2 is {status}")), "{rejected:?}");
            assert!(rejected.detail.contains("set reverse_desired_status = \"running\""), "{rejected:?}");
        }
        for (status, desired) in
            [("Locked", "running"), ("Synchronizing", "suspended"), ("Suspending", "running"), ("Failed", "suspended")]
        {
            assert!(check(status, desired).is_ok(), "{status} {desired}");
        }
    }
}
