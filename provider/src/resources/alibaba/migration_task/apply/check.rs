//! The configuration of a job, and its precheck.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob, PrecheckItem},
};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    resource::Outcome,
    timeouts::Operation,
};

use crate::resources::{
    alibaba::{
        job::precheck::{self, Incomplete},
        migration_task::{
            apply::errors::{ROLE_PROPAGATION, configure_error, may_be_a_fresh_role},
            plan::{changes::ignored, kept_items},
            read::{read_current, state::applied},
            schema::model::TaskModel,
        },
    },
    shared::{Session, retry_while},
};

/// Configures the job. While DTS does not see a role that was just created, the call is repeated.
///
/// # Errors
/// The error of the last call.
pub(crate) async fn configure_job(
    session: &Session<'_>,
    request: &ConfigureDtsJob,
) -> Result<Answered<ConfiguredJob>, Error> {
    retry_while(&session.within(ROLE_PROPAGATION), may_be_a_fresh_role, || session.call(request)).await
}

/// Runs the precheck, in a create or an update. From this point, every outcome has the task in the state.
pub(crate) async fn check(session: &Session<'_>, planned: TaskModel, operation: Operation) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let ignore = ignored(&planned);
    let mut diagnostics = Diagnostics::new();
    let mut state = planned;
    match precheck::run(session, &state.kind, &id, &ignore).await {
        Ok(outcome) => {
            state.precheck_state = if outcome.passed { "passed" } else { "failed" }.into();
            if outcome.passed {
                diagnostics.extend(kept_items::take_passed(&mut state, &outcome.items));
            } else {
                state.set_precheck_items(&outcome.items);
                diagnostics.extend(failures(&state, &id, &outcome.items, &ignore, operation));
            }
        }
        Err(incomplete) => {
            state.precheck_state = "interrupted".into();
            if !state.precheck_items.is_known() {
                state.set_precheck_items(&[]);
            }
            diagnostics.push(precheck_incomplete(&state, &id, incomplete));
        }
    }
    with_status(session, state, diagnostics).await
}

/// The errors of a failed precheck; the last one says what the next apply does.
fn failures(
    state: &TaskModel,
    id: &str,
    items: &[PrecheckItem],
    ignore: &BTreeSet<String>,
    operation: Operation,
) -> Vec<Diagnostic> {
    let (source, destination) = (state.source.get(), state.destination.get());
    let mut failures: Vec<Diagnostic> = precheck::failures(&state.kind, id, items, ignore)
        .into_iter()
        .map(|failure| precheck::on_named_argument(failure, source, destination))
        .collect();
    // After an error of a create, Terraform marks the task as tainted.
    if let (Operation::Create, Some(last)) = (operation, failures.last_mut()) {
        last.detail.push_str(
            "\n\nThe task exists, and Terraform has marked it as tainted. After the repair, apply again: Terraform replaces the \
             task, which is free.",
        );
    }
    failures
}

/// The task with its present status. If reading it fails, the status is unknown and the task is still in the state.
pub(super) async fn with_status(
    session: &Session<'_>,
    mut state: TaskModel,
    diagnostics: Diagnostics,
) -> Outcome<TaskModel> {
    match read_current(&session.within(Duration::from_secs(30)), state.clone()).await {
        Ok(Some(found)) => Outcome::with_state(applied(found, state), diagnostics),
        _ => {
            state.status = state.status.into_option().into();
            state.resource_group_id = state.resource_group_id.into_option().into();
            Outcome::with_state(state, diagnostics)
        }
    }
}

/// The diagnostic of a precheck that is not complete.
pub(crate) fn precheck_incomplete(state: &TaskModel, id: &str, incomplete: Incomplete) -> Diagnostic {
    let (noun, title) = (state.kind.noun, state.kind.title);
    match incomplete {
        Incomplete::Failed(what, error) => configure_error(state, &format!("{what} of {noun} task {id}"), &error),
        Incomplete::TimedOut { last_state } => Diagnostic::error(
            "The precheck takes longer than the timeout",
            format!(
                "The precheck of {noun} task {id} is not complete within the timeout: DTS DescribePreCheckStatus returned the State \
                 {last_state:?} last. Increase create or update in the timeouts block, for example timeouts {{ create = \"1h\" }}, \
                 and apply again."
            ),
        ),
        Incomplete::Cancelled => Diagnostic::warning(
            "Interrupted during the precheck",
            format!(
                "{title} task {id} is configured and stays in the state; its precheck is not complete. Apply again to run it."
            ),
        ),
    }
}
