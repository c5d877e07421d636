//! Create: configure, then precheck.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    apply::{
        adopt::{Search, announced, cannot_look, take},
        errors::{configure_error, may_be_a_fresh_role},
        make::make,
    },
    notes::begin_anew,
    plan::{
        changes::{ignored, remember_configured},
        refuse_first,
    },
    read::{look, state::applied},
    request::configure,
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, InFlightNames, account, planned_account},
    resources::alibaba::job::precheck::{self, Incomplete, model_items},
    resources::shared::{Poll, Session, WaitError, wait},
};

/// How long a role made a moment ago may be unknown to DTS.
const FRESH_ROLE: Duration = Duration::from_secs(60);

pub(crate) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let mut private = apply.private;
            begin_anew(&mut private);
            remember_configured(&mut private);
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TaskModel>) -> Result<Outcome<TaskModel>, Diagnostics> {
    let account = account(context)?;
    let here = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    refuse_first(context, account, &here, &apply.config, true).await?;
    let limit = TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create);
    let session = account.session(&context.cancel, limit)?;
    let mut planned = apply.planned.clone();
    let request = configure(&planned, &apply.config, session.region());
    let in_flight = &context.data()?.jobs;
    let turn = turn(&session, in_flight, &request.dts_job_name).await?;
    let search = Search { session: &session, planned: &apply.planned, limit, in_flight };
    let before = search.look(&session, &BTreeSet::new()).await.map_err(|error| cannot_look(&planned, &error))?;
    let candidates = before.candidates.clone();
    if let Some(job) = before.only() {
        in_flight.hold_adopted(&job.dts_job_id);
        drop(turn);
        take(&mut planned, &job.dts_job_id, &job.dts_instance_id);
        return Ok(go_on_with(&session, planned, request).await);
    }
    let (id, instance_id) = make(&search, &request, &candidates, &here).await?;
    in_flight.hold(&id);
    drop(turn);
    take(&mut planned, &id, &instance_id);
    Ok(check(&session, planned).await)
}

/// Waits for the creates of the same name that are under way.
async fn turn(session: &Session<'_>, in_flight: &InFlightNames, name: &str) -> Result<impl Sized + use<>, Diagnostic> {
    tokio::select! {
        turn = in_flight.lock_name(name) => Ok(turn),
        () = session.cancel.cancelled() => Err(Diagnostic::error(
            "Interrupted",
            format!("Interrupted before migration task {name:?} was configured. Nothing was made."),
        )),
    }
}

/// An adopted job is configured with what cannot be compared, and checked like a new one. It is ours, whatever comes of it.
async fn go_on_with(session: &Session<'_>, planned: TaskModel, request: ConfigureDtsJob) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let announced = announced(&planned);
    let request = ConfigureDtsJob { dts_job_id: Some(id.clone()), ..request };
    let configured = match precheck::wait_until_idle(session, &id).await {
        Err(ended) => Err(unfinished(&planned, &id, ended)),
        Ok(()) => configure_job(session, &request)
            .await
            .map_err(|error| configure_error(&planned, &format!("Configuring migration task {id} anew"), &error)),
    };
    let mut outcome = match configured {
        Ok(_) => check(session, planned).await,
        Err(diagnostic) => {
            let state = TaskModel {
                precheck_state: "interrupted".into(),
                precheck_items: Attr::Known(model_items(&[])),
                ..planned
            };
            handed_over(session, state, diagnostic.into()).await
        }
    };
    outcome.diagnostics.push(announced);
    outcome
}

/// Configures the job; a role made a moment ago gets time to be seen. Where time is up before that, the last answer is told.
pub(crate) async fn configure_job(
    session: &Session<'_>,
    request: &ConfigureDtsJob,
) -> Result<Answered<ConfiguredJob>, Error> {
    let patient = session.within(FRESH_ROLE);
    let refused = Mutex::new(None);
    let last = || refused.lock().unwrap_or_else(PoisonError::into_inner).take();
    // An error of this call is its answer, also where the user interrupted it: whether it took effect counts.
    let tried = wait(&patient, || async {
        match session.call(request).await {
            Err(error) if may_be_a_fresh_role(&error) => {
                *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Poll::Pending)
            }
            // Not sent any more: what was answered before is the reason.
            Err(error @ Error::DeadlinePassed { .. }) => Ok(Poll::Ready(Err(last().unwrap_or(error)))),
            other => Ok::<_, Infallible>(Poll::Ready(other)),
        }
    });
    match tried.await {
        Ok(answered) => answered,
        Err(WaitError::Failed(never)) => match never {},
        Err(WaitError::TimedOut | WaitError::Cancelled) => match last() {
            Some(error) => Err(error),
            None => session.call(request).await,
        },
    }
}

/// Runs the precheck. From here on every end hands the task over.
pub(crate) async fn check(session: &Session<'_>, planned: TaskModel) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let ignore = ignored(&planned);
    let mut diagnostics = Diagnostics::new();
    let mut state = planned;
    match precheck::run(session, &id, &ignore).await {
        Ok(outcome) => {
            state.precheck_state = if outcome.passed { "passed" } else { "failed" }.into();
            state.precheck_items = model_items(&outcome.items).into();
            if !outcome.passed {
                diagnostics.extend(precheck::failures(&id, &outcome.items, &ignore));
            }
        }
        Err(ended) => {
            state.precheck_state = "interrupted".into();
            state.precheck_items = Attr::Known(model_items(&[]));
            diagnostics.push(unfinished(&state, &id, ended));
        }
    }
    handed_over(session, state, diagnostics).await
}

/// The task with its present status. A look that fails costs the status, not the task.
async fn handed_over(session: &Session<'_>, mut state: TaskModel, diagnostics: Diagnostics) -> Outcome<TaskModel> {
    match look(&session.within(Duration::from_secs(30)), state.clone()).await {
        Ok(Some(found)) => Outcome::with_state(applied(found, state), diagnostics),
        _ => {
            state.status = state.status.into_option().into();
            state.resource_group_id = state.resource_group_id.into_option().into();
            Outcome::with_state(state, diagnostics)
        }
    }
}

pub(crate) fn unfinished(state: &TaskModel, id: &str, ended: Incomplete) -> Diagnostic {
    match ended {
        Incomplete::Failed(what, error) => configure_error(state, &format!("{what} of migration task {id}"), &error),
        Incomplete::TimedOut => Diagnostic::error(
            "The precheck takes too long",
            format!(
                "The precheck of migration task {id} is not done within the time allowed. Raise timeouts {{ create }} (or \
                 update) and apply again."
            ),
        ),
        Incomplete::Cancelled => Diagnostic::warning(
            "Interrupted during the precheck",
            format!(
                "Migration task {id} is configured and stays; its precheck was not waited for. Apply again to run it."
            ),
        ),
    }
}
