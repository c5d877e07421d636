//! Refresh: one call, and the precheck's report where it is not known yet.

pub(super) mod state;

use alibaba::dts::JobStatus;
use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS, TYPE,
    notes::{RELEASED, forget_releasing, has_moved, is_on, is_releasing, note_moved},
    read::state::state_of,
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account, same_account},
    diagnostics::cloud_error,
    resources::alibaba::job::{
        self,
        precheck::{self, model_items},
    },
    resources::shared::Session,
};

/// Reads the task; without a cloud to ask the state stays.
pub(crate) async fn refresh(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).with_private(private) };
    // In another account "not found" would say nothing.
    if let Err(diagnostic) = same_account(context, &private).await {
        return Outcome::with_state(state, diagnostic).with_private(private);
    }
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    match look(&session, state.clone()).await {
        Ok(Some(found)) => seen(context, found, private),
        Ok(None) => vanished(state, private),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

fn seen(context: &Context<Clouds>, found: TaskModel, mut private: Private) -> Outcome<TaskModel> {
    if let Ok(clouds) = context.data() {
        clouds.jobs.hold(found.id.as_str().unwrap_or_default());
    }
    note_moved(&mut private, &found);
    if found.status.as_str() != Some(JobStatus::Finished.as_str()) {
        forget_releasing(&mut private);
    }
    Outcome::done(found).with_private(private)
}

/// A task that vanished before data moved is planned again. Afterwards that would copy the data once more: only when asked for,
/// or when it was this provider that released it.
fn vanished(state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let known = has_moved(&private, &state);
    if !(known || may_have_moved(&state)) || is_releasing(&private, &state) || is_on(&state.restart_on_loss) {
        return Outcome::gone();
    }
    let lost = if known {
        "its instance was released, or DTS removed it. It stays in the state with the status Released, because a new one would \
         copy the data once more"
    } else {
        "whether it was bought and moved data in the meantime cannot be seen any more. It stays in the state with the status \
         Released, because a new one might copy the data once more"
    };
    let caution = Diagnostic::warning(
        "The migration task was released",
        format!(
            "{TYPE} {id} was {status} when it was last seen, and DTS does not have it any more: {lost}. Remove the resource when \
             it has served its purpose; to migrate anew, set restart_on_loss = true.",
            id = state.id.as_str().unwrap_or_default(),
            status = state.status.as_str().unwrap_or("started"),
        ),
    );
    Outcome::with_state(TaskModel { status: RELEASED.into(), ..state }, caution).with_private(private)
}

/// Whether data may have moved since the state was stored. An instance bought in the apply that made the task moves data before
/// anybody looks at the task again.
fn may_have_moved(state: &TaskModel) -> bool {
    state.status.as_str() == Some(JobStatus::PreCheckPass.as_str())
}

/// The task's present state; none where it is gone.
pub(crate) async fn look(session: &Session<'_>, known: TaskModel) -> Result<Option<TaskModel>, Diagnostic> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::migration_task::notes::note_releasing;

    fn task(status: &str) -> TaskModel {
        TaskModel { id: "a".into(), status: status.into(), ..TaskModel::default() }
    }

    #[test]
    fn what_vanished_before_data_moved_is_gone() {
        for status in ["NotStarted", "PrecheckFailed", "Prechecking"] {
            assert!(vanished(task(status), Private::default()).state.is_none(), "{status}");
        }
    }

    #[test]
    fn what_vanished_afterwards_is_kept_unless_it_may_be_made_anew() {
        // One that passed its precheck may have been bought since.
        for status in ["Migrating", "Finished", "PreCheckPass", RELEASED] {
            let kept = vanished(task(status), Private::default());
            assert_eq!(kept.state.unwrap().status.as_str(), Some(RELEASED));
            assert!(!kept.diagnostics.has_errors() && !kept.diagnostics.is_empty());
        }
        let anew = TaskModel { restart_on_loss: true.into(), ..task("Finished") };
        assert!(vanished(anew, Private::default()).state.is_none());
    }

    #[test]
    fn what_this_provider_released_is_gone() {
        let mut private = Private::default();
        note_releasing(&mut private, "a");
        assert!(vanished(task("Migrating"), private).state.is_none());
    }
}
