//! Create: configure, then precheck.

use std::{collections::BTreeSet, time::Duration};

use dts_cloud::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    changes::remember_configured,
    errors::{configure_error, may_be_a_fresh_role},
    items::model_items,
    model::TaskModel,
    plan::refuse_first,
    read::look,
    request::configure,
    state::applied,
};
use crate::{
    clouds::{Clouds, account, planned_account},
    resources::job::precheck::{self, Ended},
    shared::{Poll, Session, Stopped, wait},
};

/// How long a role made a moment ago may be unknown to DTS.
const FRESH_ROLE: Duration = Duration::from_secs(60);

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let mut private = apply.private;
            remember_configured(&mut private);
            outcome.remembering(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TaskModel>) -> Result<Outcome<TaskModel>, Diagnostics> {
    let account = account(context)?;
    let here = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    refuse_first(context, account, &here, &apply.config, true).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let mut planned = apply.planned.clone();
    let request = configure(&planned, &apply.config, session.region());
    let tried = format!("Configuring migration task {:?} in account {here}", request.dts_job_name);
    let made = configure_job(&session, &request).await.map_err(|error| configure_error(&planned, &tried, &error))?;
    planned.id = made.dts_job_id.clone().into();
    planned.dts_instance_id = made.dts_instance_id.clone().into();
    Ok(check(&session, planned).await)
}

/// Configures the job; a role made a moment ago gets time to be seen.
pub(super) async fn configure_job(
    session: &Session<'_>,
    request: &ConfigureDtsJob,
) -> Result<Answered<ConfiguredJob>, Error> {
    let patient = session.within(FRESH_ROLE);
    let tried = wait(&patient, || async {
        match session.call(request).await {
            Err(error) if may_be_a_fresh_role(&error) => Ok(Poll::Pending),
            other => other.map(Poll::Ready),
        }
    });
    match tried.await {
        Ok(made) => Ok(made),
        Err(Stopped::Failed(error)) => Err(error),
        // The last word is DTS's own.
        Err(Stopped::TimedOut | Stopped::Cancelled) => session.call(request).await,
    }
}

/// Runs the precheck. From here on every end hands the task over.
pub(super) async fn check(session: &Session<'_>, planned: TaskModel) -> Outcome<TaskModel> {
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
    // A look that fails costs the present status, not the task.
    match look(&session.within(Duration::from_secs(30)), state.clone()).await {
        Ok(Some(found)) => Outcome::with_state(applied(found, state), diagnostics),
        _ => {
            state.status = state.status.into_option().into();
            state.resource_group_id = state.resource_group_id.into_option().into();
            Outcome::with_state(state, diagnostics)
        }
    }
}

pub(super) fn unfinished(state: &TaskModel, id: &str, ended: Ended) -> Diagnostic {
    match ended {
        Ended::Failed(what, error) => configure_error(state, &format!("{what} of migration task {id}"), &error),
        Ended::TimedOut => Diagnostic::error(
            "The precheck takes too long",
            format!(
                "The precheck of migration task {id} is not done within the time allowed. Raise timeouts {{ create }} (or \
                 update) and apply again."
            ),
        ),
        Ended::Cancelled => Diagnostic::warning(
            "Interrupted during the precheck",
            format!(
                "Migration task {id} is configured and stays; its precheck was not waited for. Apply again to run it."
            ),
        ),
    }
}

/// Codes the configuration ignores.
pub(super) fn ignored(model: &TaskModel) -> BTreeSet<String> {
    model.ignored_prechecks.get().into_iter().flat_map(Set::known).cloned().collect()
}
