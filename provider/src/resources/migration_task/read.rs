//! Refresh: one call, and the precheck's report where it is not known yet.

use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{TIMEOUTS, items::model_items, model::TaskModel, state::state_of};
use crate::{
    clouds::{Clouds, account, same_account},
    resources::job::{self, precheck},
    shared::{Session, cloud_error},
};

/// Reads the task; without a cloud to ask the state stays.
pub(super) async fn refresh(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).remembering(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).remembering(private) };
    // In another account "not found" would say nothing.
    if let Err(diagnostic) = same_account(context, &private).await {
        return Outcome::with_state(state, diagnostic).remembering(private);
    }
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    match look(&session, state.clone()).await {
        Ok(Some(found)) => Outcome::done(found).remembering(private),
        Ok(None) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).remembering(private),
    }
}

/// The task's present state; none where it is gone.
pub(super) async fn look(session: &Session<'_>, known: TaskModel) -> Result<Option<TaskModel>, Diagnostic> {
    let id = known.id.or(String::new());
    let job = match job::detail(session, &id).await {
        Ok(job) => job,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => {
            return Err(cloud_error("Cannot read the migration task", &format!("Reading migration task {id}"), &error));
        }
    };
    let mut state = state_of(&job, known);
    if !state.precheck_items.is_known() {
        fill_precheck(session, &id, &mut state).await;
    }
    Ok(Some(state))
}

/// An imported task brings no report; one that cannot be read is none.
async fn fill_precheck(session: &Session<'_>, id: &str, state: &mut TaskModel) {
    let report = precheck::latest(session, id).await.ok().filter(|report| !report.items.is_empty());
    let (outcome, items) = report.map_or(("not_run", Vec::new()), |report| {
        let failed = report.items.iter().any(precheck::blocks);
        (
            match (failed, report.state.as_str()) {
                (true, _) => "failed",
                (false, "Finished") => "passed",
                (false, _) => "not_run",
            },
            report.items,
        )
    });
    state.precheck_state = outcome.into();
    state.precheck_items = model_items(&items).into();
}
