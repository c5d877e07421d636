//! Update in place: the calls for the changes, and another precheck where one is needed.

use alibaba::dts::{ConfigureDtsJob, JobStatus};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    apply::{
        check::{check, configure_job, precheck_incomplete},
        errors::configure_error,
        live_update::LiveUpdate,
        stop_skipping::stop_skipping,
    },
    arguments::{Call, Reserved, keep_unnamed},
    plan::{
        changes::{Changes, changes, is_imported, remember_configured, takes_no_other_call},
        immutable_after_start::classify_changes,
        kept_items,
        live_changes::{LiveChanges, live_changes},
        preflight,
    },
    read::{
        read_current,
        state::{applied, state_of},
    },
    request::{configure, derived},
    schema::{endpoint::Side, model::TaskModel},
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::alibaba::job::{
        detail_of,
        precheck::{self, Incomplete},
    },
    resources::shared::{Absence, JobState as _, Session, is_released},
};

pub(crate) async fn update(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    let mut reached = Reached { state: apply.prior.clone().unwrap_or_default(), warnings: Diagnostics::new() };
    match try_update(context, &apply, &mut reached).await {
        Ok(mut outcome) => {
            outcome.diagnostics.extend(reached.warnings);
            let mut private = apply.private;
            remember_configured(&mut private);
            if let Some(state) = &outcome.state {
                kept_items::record_update(&mut private, &apply.planned, state);
            }
            outcome.with_private(private)
        }
        Err(mut diagnostics) => {
            diagnostics.extend(reached.warnings);
            Outcome::with_state(reached.state, diagnostics).with_private(apply.private)
        }
    }
}

/// How far an update has come.
struct Reached {
    /// The state after the calls that were made.
    state: TaskModel,
    /// The warnings of these calls.
    warnings: Diagnostics,
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<TaskModel>,
    reached: &mut Reached,
) -> Result<Outcome<TaskModel>, Diagnostics> {
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    preflight(context, account, &account_id, &apply.config, false).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Update))?;
    let prior = reached.state.clone();
    let mut planned = apply.planned.clone();
    // Values that were unknown at plan are known now.
    derived::fill(&mut planned);
    let changes = changes(&prior, &planned, is_imported(&apply.private));
    let id = planned.id.or(String::new());
    let live_update = LiveUpdate {
        session: &session,
        id: &id,
        instance_id: prior.dts_instance_id.as_str().unwrap_or_default(),
        prior: &prior,
        planned: &planned,
        config: &apply.config,
    };

    if prior.status.as_str() == Some(JobStatus::Prechecking.as_str()) {
        precheck::wait_until_idle(&session, &id).await.map_err(|ended| not_idle(&planned, &id, ended))?;
    }
    let now = read_before_changes(&session, &id, &prior, &changes).await?;
    if now.state.has_started() {
        change_started(&live_update, &now.state, changes, is_imported(&apply.private), reached).await?;
    } else {
        stop_skipping(&session, &id, &prior, &changes).await?;
        if changes.configuration().next().is_some()
            || takes_no_other_call(&prior, &changes)
            || must_configure_to_check(&prior, &changes)
        {
            reconfigure(&session, &now.reserved, &planned, apply).await?;
            return Ok(check(&session, planned, Operation::Update).await);
        }
        make_calls(&live_update, &live_changes(&planned, &changes), reached).await?;
        if changes.precheck || changes.sends_passwords() {
            return Ok(check(&session, planned, Operation::Update).await);
        }
    }
    finished(&session, &prior, planned, &id).await
}

/// The state after changes that were not checked.
async fn finished(
    session: &Session<'_>,
    prior: &TaskModel,
    mut planned: TaskModel,
    id: &str,
) -> Result<Outcome<TaskModel>, Diagnostics> {
    let (noun, title) = (prior.kind.noun, prior.kind.title);
    carry_precheck(&mut planned, prior);
    if is_released(prior) {
        return Ok(Outcome::done(applied(prior.clone(), planned)));
    }
    let found = read_current(session, planned.clone()).await?;
    found.map(|found| Outcome::done(applied(found, planned))).ok_or_else(|| {
        Diagnostic::error(
            format!("The {noun} task does not exist any more"),
            format!(
                "{title} task {id} was removed while it was being changed. Run terraform plan to see what is left."
            ),
        )
        .into()
    })
}

/// The task as it is now.
struct Now {
    state: TaskModel,
    /// Its options, with those that no argument names.
    reserved: Reserved,
}

/// Reads the task before it is changed, because the plan may be old. Without a change, and of a task that does not exist any more, the
/// state counts.
async fn read_before_changes(
    session: &Session<'_>,
    id: &str,
    prior: &TaskModel,
    changes: &Changes,
) -> Result<Now, Diagnostic> {
    let noun = prior.kind.noun;
    let is_checked_again = changes.precheck || !changes.no_longer_ignored.is_empty();
    if is_released(prior) || !(changes.any() || is_checked_again) {
        return Ok(Now { state: prior.clone(), reserved: Reserved::parse("") });
    }
    let job = detail_of(session, &prior.kind, id, Absence::Repeated).await.map_err(|error| {
        let tried = format!("Before changing it, reading {noun} task {id}");
        cloud_error(&format!("Cannot read the {noun} task"), &tried, &error)
    })?;
    Ok(Now { state: state_of(&job, prior.clone()), reserved: Reserved::parse(&job.reserved) })
}

/// Changes of a started task, checked again by the status that it has now: the plan may be old. What the task has by now as it was
/// planned is not sent.
async fn change_started(
    live_update: &LiveUpdate<'_>,
    now: &TaskModel,
    mut changes: Changes,
    imported: bool,
    reached: &mut Reached,
) -> Result<(), Diagnostics> {
    if !changes.any() {
        return Ok(());
    }
    if !is_released(now) {
        changes.drop_reached(now, live_update.planned, imported);
    }
    let change_plan = classify_changes(now, live_update.planned, changes);
    if change_plan.refused.has_errors() {
        return Err(change_plan.refused);
    }
    make_calls(live_update, &change_plan.live, reached).await.map_err(Diagnostics::from)
}

/// Changes a started job without a resource: the reverse one of a two-way synchronization. What it has as planned is not sent. Returns the
/// warnings of the calls.
///
/// # Errors
/// The errors and warnings, and the model after the calls that were made.
pub(in crate::resources::alibaba) async fn change_job(
    session: &Session<'_>,
    prior: &TaskModel,
    planned: &TaskModel,
    config: &TaskModel,
    imported: bool,
) -> Result<Diagnostics, (Diagnostics, Box<TaskModel>)> {
    let (noun, id) = (prior.kind.noun, prior.id.or(String::new()));
    let mut reached = Reached { state: prior.clone(), warnings: Diagnostics::new() };
    let live_update = LiveUpdate {
        session,
        id: &id,
        instance_id: prior.dts_instance_id.as_str().unwrap_or_default(),
        prior,
        planned,
        config,
    };
    let changed = match detail_of(session, &prior.kind, &id, Absence::Repeated).await {
        Ok(job) => {
            let now = state_of(&job, prior.clone());
            let changes = changes(&now, planned, imported);
            change_started(&live_update, &now, changes, imported, &mut reached).await
        }
        Err(error) => {
            let tried = format!("Before changing it, reading {noun} task {id}");
            Err(cloud_error(&format!("Cannot read the {noun} task"), &tried, &error).into())
        }
    };
    match changed {
        Ok(()) => Ok(reached.warnings),
        Err(mut diagnostics) => {
            diagnostics.extend(reached.warnings);
            Err((diagnostics, Box::new(reached.state)))
        }
    }
}

/// Makes the calls, one after another. After each, the values that DTS does not return are stored as applied.
async fn make_calls(live_update: &LiveUpdate<'_>, live: &LiveChanges, reached: &mut Reached) -> Result<(), Diagnostic> {
    for step in &live.steps {
        let warning = live_update.make(step).await?;
        reached.warnings.extend(warning);
        if step.arguments.iter().any(|argument| argument.call() == Some(Call::Password)) {
            note_password(live_update.planned, step.side, &mut reached.state);
        }
    }
    Ok(())
}

/// DTS rejects a password that it already has: one that was sent is not sent again.
fn note_password(planned: &TaskModel, side: Option<Side>, reached: &mut TaskModel) {
    let (from, to) = match side {
        Some(Side::Source) => (&planned.source, &mut reached.source),
        Some(Side::Destination) => (&planned.destination, &mut reached.destination),
        None => return,
    };
    if let (Some(from), Some(to)) = (from.get(), to.get_mut()) {
        to.password = from.password.clone();
        to.password_wo_version = from.password_wo_version.clone();
    }
}

/// DTS does not start an unpurchased job that has passed its precheck. Configured again, it runs its precheck again. One that
/// passed after an interruption does not need that.
fn must_configure_to_check(prior: &TaskModel, changes: &Changes) -> bool {
    let requested = changes.precheck && prior.precheck_state.as_str() != Some("interrupted");
    prior.status.as_str() == Some(JobStatus::PreCheckPass.as_str()) && (requested || changes.sends_passwords())
}

/// The error of a wait before anything was changed.
fn not_idle(planned: &TaskModel, id: &str, ended: Incomplete) -> Diagnostic {
    let noun = planned.kind.noun;
    match ended {
        Incomplete::Cancelled => Diagnostic::error(
            "Interrupted",
            format!("Interrupted while waiting for a precheck of {noun} task {id} to end. The task was not changed."),
        ),
        other => precheck_incomplete(planned, id, other),
    }
}

/// The last report is still correct where nothing that it checked was changed.
fn carry_precheck(planned: &mut TaskModel, prior: &TaskModel) {
    planned.precheck_state = prior.precheck_state.clone();
    planned.precheck_items = prior.precheck_items.clone();
    planned.failed_precheck_items = prior.failed_precheck_items.clone();
}

/// A job that has not started can be configured again under its ID. It keeps the options that no argument names.
async fn reconfigure(
    session: &Session<'_>,
    reserved: &Reserved,
    planned: &TaskModel,
    apply: &Apply<TaskModel>,
) -> Result<(), Diagnostic> {
    let noun = planned.kind.noun;
    let id = planned.id.or(String::new());
    let prior = apply.prior.clone().unwrap_or_default();
    let mut request =
        ConfigureDtsJob { dts_job_id: Some(id.clone()), ..configure(planned, &apply.config, session.region()) };
    request.reserve = keep_unnamed(request.reserve, reserved, &prior, is_imported(&apply.private));
    let tried = format!("Configuring {noun} task {id} again");
    configure_job(session, &request).await.map(|_| ()).map_err(|error| configure_error(planned, &tried, &error))
}
