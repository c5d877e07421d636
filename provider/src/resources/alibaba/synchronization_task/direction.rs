//! When the reverse direction is configured and started: by the instance, in the apply that creates both; by the task, if that failed. Once
//! it has started, the task changes it in place.

use std::{collections::BTreeSet, time::Duration};

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    path::AttributePath,
    private::Private,
    resource::{Apply, Plan},
    timeouts::Operation,
};

use super::{
    Synchronization,
    imported::add_two_way,
    in_reverse::{in_reverse, path_of},
    live_settings,
    reverse::{self, is_pending},
    two_way::TwoWay,
    upgrade,
};
use crate::{
    accounts::{Clouds, ReverseJob, account},
    diagnostics::{cloud_error, state_error},
    resources::{
        alibaba::{
            job::{FORWARD, Kind, OperationError, REVERSE, Release, of_kind::Extended, release, summary_of},
            migration_task::{
                Origin, TIMEOUTS, TaskModel, change_job, changes, classify_changes, configure_request, differences,
                is_imported, may_release, refused_after_purchase, state_of,
            },
        },
        shared::{Absence, CreateRecords, Session, Subject, is_released},
    },
};

type Task = Extended<Synchronization>;

/// For how long a refresh reads the reverse direction.
const READ: Duration = Duration::from_secs(60);

fn status_of(status: &Attr<String>) -> JobStatus {
    JobStatus::of(status.as_str().unwrap_or_default())
}

/// The reverse direction as a task.
fn reverse_of(task: &Task) -> Option<TaskModel> {
    let (two_way, own) = (task.own.two_way.get()?, &task.own);
    Some(TaskModel { id: own.reverse_id.clone(), status: own.reverse_status.clone(), ..two_way.reverse_of(&task.base) })
}

/// Whether the reverse job of the instance is not started, and can be started soon.
fn can_start(task: &Task) -> bool {
    let forward = status_of(&task.base.status);
    // There is a reverse job, so the instance was bought: the forward job starts.
    let starts = matches!(forward, JobStatus::NotStarted | JobStatus::Prechecking | JobStatus::PreCheckPass);
    is_pending(&status_of(&task.own.reverse_status)) && (starts || FORWARD.is_running(&forward))
}

/// Whether the reverse job was released, and the forward one was not.
fn is_lost(task: &Task) -> bool {
    let has_none = task.own.two_way.is_known() && task.own.reverse_id.is_null();
    has_none && FORWARD.is_running(&status_of(&task.base.status))
}

/// Whether an earlier run was about to create the instance of the task, and has not bought it: this run creates it, and then needs the
/// passwords of the reverse direction.
fn buys_in_this_run(context: &Context<Clouds>, prior: &Task, private: &Private) -> bool {
    let id = prior.base.id.as_str().unwrap_or_default();
    let is_bought = FORWARD.has_started(&status_of(&prior.base.status)) || !prior.own.reverse_status.is_null();
    let is_recorded = |start: &Subject| CreateRecords::of_process().has_earlier(start);
    !is_bought && reverse::start_subject(context, private, id).as_ref().is_some_and(is_recorded)
}

/// Removes the record of an earlier run that was about to create the instance. If this run creates it, it writes a new one; if the
/// configuration has no instance any more, the next plan is empty.
async fn forget_start(context: &Context<Clouds>, private: &Private, id: &str) {
    if let Some(start) = reverse::start_subject(context, private, id)
        && CreateRecords::of_process().earlier(&start).await.is_some()
    {
        CreateRecords::of_process().forget(&start);
    }
}

/// Plans the start of a reverse direction that is not started, and the changes of one that is.
pub(super) fn plan(context: &Context<Clouds>, plan: &mut Plan<Task>) {
    let Some(prior) = &plan.prior else {
        let own = &mut plan.planned.own;
        (own.reverse_id, own.reverse_status, own.reverse_drift) = (Attr::Unknown, Attr::Unknown, Attr::Unknown);
        return;
    };
    if !plan.replace.is_empty() {
        return;
    }
    if upgrade::removes(prior, &plan.planned) {
        match plan.planned.base.allow_restart.or(false) {
            true => plan.replace.push(AttributePath::of(&["two_way"])),
            false => plan.diagnostics.push(upgrade::cannot_remove(prior)),
        }
        return;
    }
    if plan.planned.own.two_way.is_null() {
        return;
    }
    if !plan.diagnostics.has_errors() {
        plan.diagnostics.extend(live_settings::warnings(prior, &plan.planned));
    }
    let adds = upgrade::adds(prior, &plan.planned);
    if adds && let Err(refused) = upgrade::check(prior, &plan.planned) {
        match plan.planned.base.allow_restart.or(false) {
            true => plan.replace.push(AttributePath::of(&["two_way", "on_conflict"])),
            false => plan.diagnostics.push(*refused),
        }
        return;
    }
    let lost = is_lost(prior);
    if lost && let Err(refused) = upgrade::check(prior, &plan.planned) {
        plan.diagnostics.push(Diagnostic::warning("The reverse direction does not exist any more", refused.detail));
        return;
    }
    let buys = buys_in_this_run(context, prior, &plan.private);
    if adds || lost || buys || can_start(prior) {
        if !buys {
            plan.diagnostics.push(starts(prior, adds, lost));
        }
        let fixed = fixed_by_purchase(prior, &plan.planned);
        plan.diagnostics.extend(fixed);
        let own = &mut plan.planned.own;
        (own.reverse_id, own.reverse_status, own.reverse_drift) = (Attr::Unknown, Attr::Unknown, Attr::Unknown);
        return;
    }
    let (Some(mut before), Some(after)) = (reverse_of(prior), reverse_of(&plan.planned)) else { return };
    if is_released(&prior.base) {
        // The release of the forward job was that of the instance.
        before.status = prior.base.status.clone();
    } else if !REVERSE.has_started(&status_of(&prior.own.reverse_status)) {
        return;
    }
    if !is_released(&before) {
        plan.planned.own.reverse_drift = Attr::Known(Set::default());
    }
    let change_plan = classify_changes(&before, &after, changes(&before, &after, is_imported(&plan.private)));
    // What no call changes in the forward direction either is refused once.
    if !plan.diagnostics.has_errors() {
        plan.diagnostics.extend(in_reverse(&own_arguments(&plan.planned), change_plan.refused));
    }
    let own = own_arguments(&plan.planned);
    plan.replace.extend(change_plan.replace.iter().map(|path| path_of(&own, path)));
}

/// The errors for changes of a reverse direction that is not configured yet, and whose engines and regions the purchase has fixed.
fn fixed_by_purchase(prior: &Task, planned: &Task) -> Diagnostics {
    let (Some(before), Some(after)) = (reverse_of(prior), reverse_of(planned)) else { return Diagnostics::new() };
    let mut changed = differences(&before, &after, Origin::Configured);
    changed.retain(|argument| !argument.is_unknown(&after));
    in_reverse(&own_arguments(planned), refused_after_purchase(&before, &after, &changed))
}

fn starts(prior: &Task, adds: bool, lost: bool) -> Diagnostic {
    let id = prior.base.id.as_str().unwrap_or_default();
    let detail = if adds {
        format!(
            "Synchronization task {id} has one direction. This apply adds the reverse direction to its instance. DTS cannot remove \
             it again, and charges for both directions."
        )
    } else if lost {
        format!(
            "The reverse direction of synchronization task {id} does not exist any more. This apply adds it to the instance again."
        )
    } else {
        let status = prior.own.reverse_status.as_str().unwrap_or_default();
        format!("The reverse direction of synchronization task {id} is {status}. This apply configures and starts it.")
    };
    let warning = Diagnostic::warning("The reverse direction is not started", detail);
    warning.at(AttributePath::of(&["two_way", "on_conflict"]))
}

/// The arguments that the block `reverse` has.
fn own_arguments(task: &Task) -> BTreeSet<&'static str> {
    task.own.two_way.get().and_then(|two_way| two_way.reverse.get()).map(|own| own.arguments()).unwrap_or_default()
}

/// The configuration of the reverse direction, with the passwords of the configuration.
fn reverse_job(config: &Task, state: &Task, region: String) -> Option<ReverseJob> {
    let two_way = state.own.two_way.get()?;
    let (planned, config) = (two_way.reverse_of(&state.base), two_way.reverse_of(&config.base));
    let ignore = planned.precheck.get().and_then(|precheck| precheck.ignore.get());
    let ignore = ignore.into_iter().flat_map(Set::known).cloned().collect();
    let (own, forward_settings) = (own_arguments(state), upgrade::settings(two_way, &state.base));
    Some(ReverseJob { request: configure_request(&planned, &config, region), ignore, own, forward_settings })
}

/// Passes the reverse direction of a new task to its instance.
pub(super) fn created(context: &Context<Clouds>, config: &Task, state: &mut Task) {
    let own = &mut state.own;
    (own.reverse_id, own.reverse_status, own.reverse_drift) = (Attr::Null, Attr::Null, Attr::Null);
    let (Ok(account), Ok(clouds)) = (account(context), context.data()) else { return };
    let region = account.region().unwrap_or_default().to_owned();
    if let Some(reverse) = reverse_job(config, state, region) {
        clouds.reverse_jobs.put(state.base.id.as_str().unwrap_or_default(), reverse);
    }
}

/// Reads the ID, the status and the differences of the reverse direction.
pub(super) async fn read(context: &Context<Clouds>, state: &mut Task, is_import: bool) -> Diagnostics {
    let online = account(context).ok().and_then(|account| account.online());
    let may_have_reverse = is_import || state.own.two_way.is_known();
    let Some(cloud) = online.filter(|_| may_have_reverse) else { return Diagnostics::new() };
    let session = Session::new(cloud, &context.cancel, READ);
    match show(&session, state).await {
        Ok(()) => Diagnostics::new(),
        Err(error) => {
            let id = state.base.id.as_str().unwrap_or_default();
            let tried = format!("Reading the reverse direction of synchronization task {id}");
            state_error("Cannot read the reverse synchronization", &tried, &error).into()
        }
    }
}

async fn show(session: &Session<'_>, state: &mut Task) -> Result<(), alibaba::Error> {
    let found = reverse::detail(session, state.base.id.as_str().unwrap_or_default()).await?;
    let own = &mut state.own;
    let Some(job) = found else {
        (own.reverse_id, own.reverse_status, own.reverse_drift) = (Attr::Null, Attr::Null, Attr::Null);
        return Ok(());
    };
    (own.reverse_id, own.reverse_status) = (job.dts_job_id.as_str().into(), job.status.as_str().into());
    own.reverse_drift = Attr::Null;
    if own.two_way.is_null() {
        add_two_way(session, state, &job).await?;
    }
    if let Some(known) = reverse_of(state).filter(|_| REVERSE.has_started(&job.status)) {
        let now = state_of(&job, known.clone());
        let differing = differences(&now, &known, Origin::Configured);
        let names = differing.iter().map(|argument| argument.name(&known));
        state.own.reverse_drift = Attr::Known(names.collect());
    }
    Ok(())
}

/// Starts or changes the reverse direction, as planned.
pub(super) async fn updated(context: &Context<Clouds>, apply: &Apply<Task>, state: &mut Task) -> Diagnostics {
    let Some(prior) = apply.prior.as_ref().filter(|_| state.own.two_way.is_known()) else { return Diagnostics::new() };
    let limit = TIMEOUTS.pick(&state.base.timeouts, Operation::Update);
    let session = match account(context).and_then(|account| account.session(&context.cancel, limit)) {
        Ok(session) => session,
        Err(diagnostic) => return diagnostic.into(),
    };
    let starts = apply.planned.own.reverse_status.is_unknown();
    let own = &mut state.own;
    if starts {
        own.reverse_id = prior.own.reverse_id.clone();
        own.reverse_status = prior.own.reverse_status.clone();
        own.reverse_drift = prior.own.reverse_drift.clone();
        forget_start(context, &apply.private, prior.base.id.as_str().unwrap_or_default()).await;
        return started(context, &session, (prior, apply), state).await;
    }
    if REVERSE.has_started(&status_of(&prior.own.reverse_status)) {
        return changed(&session, (prior, has_drift(&prior.own)), apply, state).await;
    }
    // It is configured with the planned values when it is started.
    created_later(context, apply, state, session.region());
    Diagnostics::new()
}

/// Passes the reverse direction of a task without an instance to the instance.
fn created_later(context: &Context<Clouds>, apply: &Apply<Task>, state: &Task, region: String) {
    let (Ok(clouds), Some(reverse)) = (context.data(), reverse_job(&apply.config, state, region)) else { return };
    clouds.reverse_jobs.put(state.base.id.as_str().unwrap_or_default(), reverse);
}

async fn started(
    context: &Context<Clouds>,
    session: &Session<'_>,
    (prior, apply): (&Task, &Apply<Task>),
    state: &mut Task,
) -> Diagnostics {
    let id = state.base.id.or(String::new());
    let forward = match summary_of(session, &FORWARD, &id, Absence::Repeated).await {
        Ok(forward) => forward.unwrap_or_default(),
        Err(error) => {
            let tried = format!("Before starting the reverse direction, reading synchronization task {id}");
            return cloud_error("Cannot read the synchronization task", &tried, &error).into();
        }
    };
    if forward.status != JobStatus::Synchronizing {
        created_later(context, apply, state, session.region());
        return not_yet(&id, &forward).into();
    }
    let Some(reverse) = reverse_job(&apply.config, state, session.region()) else { return Diagnostics::new() };
    let started = reverse::start(session, &forward, &reverse).await;
    let shown = show(session, state).await;
    match started {
        // It was starting already, and still has the previous configuration.
        Ok(false) if shown.is_ok() => {
            let has_drift = has_drift(&state.own);
            state.own.reverse_drift = Attr::Known(Set::default());
            changed(session, (prior, has_drift), apply, state).await
        }
        Ok(_) => shown.err().map(|error| not_shown(&id, &error)).into_iter().collect(),
        Err(OperationError::Failed(diagnostics)) => diagnostics,
        Err(OperationError::Interrupted(doing)) => reverse::interrupted(&doing).into(),
    }
}

/// The reverse direction runs, so reading it is left to the next refresh.
fn not_shown(id: &str, error: &alibaba::Error) -> Diagnostic {
    let tried = format!("The reverse direction of synchronization task {id} was started. Reading it");
    let failed = cloud_error("Cannot read the reverse synchronization", &tried, error);
    Diagnostic::warning(failed.summary, failed.detail)
}

fn not_yet(id: &str, forward: &JobSummary) -> Diagnostic {
    let detail = format!(
        "The forward direction of synchronization task {id} is {status}. DTS starts the reverse direction once the forward one is \
         Synchronizing. If this apply creates or changes the dts_synchronization_instance, it starts the reverse direction. Otherwise \
         apply again when the task is Synchronizing.",
        status = forward.status
    );
    Diagnostic::warning("The reverse direction is not started yet", detail)
        .at(AttributePath::of(&["two_way", "on_conflict"]))
}

fn has_drift(own: &Synchronization) -> bool {
    own.reverse_drift.get().is_some_and(|drift| !drift.0.is_empty())
}

/// Makes the changes of a started reverse direction. If that fails, the state shows what is left to change.
async fn changed(
    session: &Session<'_>,
    (prior, has_drift): (&Task, bool),
    apply: &Apply<Task>,
    state: &mut Task,
) -> Diagnostics {
    let of_instance = |model: Option<TaskModel>| {
        model.map(|model| TaskModel { dts_instance_id: prior.base.dts_instance_id.clone(), ..model })
    };
    let two_way = |task: &Task| task.own.two_way.get().map(|own: &TwoWay| own.reverse_of(&apply.config.base));
    let models = (of_instance(reverse_of(prior)), of_instance(reverse_of(state)), two_way(state));
    let (Some(before), Some(after), Some(config)) = models else { return Diagnostics::new() };
    let imported = is_imported(&apply.private);
    let origin = if imported { Origin::Imported } else { Origin::Configured };
    let is_as_before = differences(&before, &after, origin).is_empty();
    if is_as_before && !has_drift {
        return Diagnostics::new();
    }
    match change_job(session, &before, &after, &config, imported).await {
        Ok(warnings) => in_reverse_warnings(state, warnings),
        Err((diagnostics, reached)) => {
            keep_passwords(prior, &reached, &after, state);
            // Without this, the next plan would show no change.
            if show(session, state).await.is_err() {
                let names = differences(&before, &after, Origin::Configured);
                state.own.reverse_drift = Attr::Known(names.iter().map(|one| one.name(&after)).collect());
            }
            in_reverse(&own_arguments(state), diagnostics)
        }
    }
}

fn in_reverse_warnings(state: &Task, warnings: Diagnostics) -> Diagnostics {
    in_reverse(&own_arguments(state), warnings)
}

/// The state of an update that failed before the reverse direction was changed. Its own values are the previous ones.
pub(super) fn not_updated(apply: &Apply<Task>, state: &mut Task) {
    let Some(prior) = &apply.prior else { return };
    state.own = Synchronization { initial_phases: state.own.initial_phases.clone(), ..prior.own.clone() };
    if let (Some(before), Some(after)) = (reverse_of(prior), reverse_of(&apply.planned)) {
        keep_passwords(prior, &before, &after, state);
    }
}

/// Releases the reverse job of an instance that is not in the configuration, before the forward job. By what DTS returns now, both must be
/// allowed to be released.
pub(super) async fn before_delete(
    context: &Context<Clouds>,
    state: &Task,
    private: &Private,
) -> Result<(), Diagnostics> {
    let account = account(context)?;
    account.must_be_place_of(private, &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.base.timeouts, Operation::Delete))?;
    let id = state.base.id.or(String::new());
    let cannot_read = |error: &alibaba::Error| {
        let tried = format!("Before releasing it, reading synchronization task {id}");
        cloud_error("Cannot read the synchronization task", &tried, error)
    };
    // With create_before_destroy, the new object of a replacement may have adopted the job of the old one.
    if context.data()?.jobs.is_adopted(&id) {
        return Ok(());
    }
    let forward = summary_of(&session, &FORWARD, &id, Absence::Counts).await.map_err(|error| cannot_read(&error))?;
    let Some(forward) = forward else { return Ok(()) };
    let job = reverse::of_forward(&session, &forward).await.map_err(|error| cannot_read(&error))?;
    let Some(job) = job else { return Ok(()) };
    may_release(&state.base, private, Some(&forward))?;
    let of_reverse = TaskModel { kind: Kind(&REVERSE), ..state.base.clone() };
    may_release(&of_reverse, private, Some(&job))?;
    let name = format!("reverse synchronization task {}", job.dts_job_id);
    release(&session, Release { kind: &REVERSE, job_id: &job.dts_job_id, name: &name }).await.map_err(Diagnostics::from)
}

/// A password that the reverse direction did not get is sent to both again: the state has the previous one.
fn keep_passwords(prior: &Task, reached: &TaskModel, planned: &TaskModel, state: &mut Task) {
    let sides = [
        (&reached.source, &planned.source, &prior.base.destination, &mut state.base.destination),
        (&reached.destination, &planned.destination, &prior.base.source, &mut state.base.source),
    ];
    for (reached, planned, before, now) in sides {
        let (Some(reached), Some(planned), Some(before), Some(now)) =
            (reached.get(), planned.get(), before.get(), now.get_mut())
        else {
            continue;
        };
        let has = |password: &Attr<String>, version: &Attr<i64>| {
            *password == planned.password && *version == planned.password_wo_version
        };
        if !has(&reached.password, &reached.password_wo_version) {
            now.password = before.password.clone();
            now.password_wo_version = before.password_wo_version.clone();
        }
    }
}
