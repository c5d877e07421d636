//! Waiting for an instance that was bought.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::resources::{
    alibaba::{
        job::{OperationError, StatusChange, message_of, precheck, vanished, wait_for_new_job},
        migration_instance::{
            KIND,
            status::{has_reached, is_caught_up},
        },
    },
    shared::{Session, WaitError},
};

/// What a wait is for.
pub(in crate::resources::alibaba::migration_instance::apply) struct Goal<'a> {
    /// A value of `wait_for`.
    pub(in crate::resources::alibaba::migration_instance::apply) wait_for: &'a str,
    /// The argument of `timeouts` that limits the wait.
    pub(in crate::resources::alibaba::migration_instance::apply) timeout: &'static str,
}

/// Waits until the instance has reached the goal, or has failed since the start.
pub(in crate::resources::alibaba::migration_instance::apply) async fn wait_until_ready(
    session: &Session<'_>,
    task_id: &str,
    goal: &Goal<'_>,
    start: &StatusChange,
) -> Result<JobSummary, OperationError> {
    let is_over =
        |job: &JobSummary| start.has_failed(KIND, job) || has_reached(&job.status, is_caught_up(job), goal.wait_for);
    match wait_for_new_job(session, KIND, task_id, "waiting for the migration", is_over).await {
        Ok(None) => Err(vanished(KIND, task_id).into()),
        Ok(Some(job)) if start.has_failed(KIND, &job) => Err(not_started(session, task_id, &job).await.into()),
        Ok(Some(job)) => Ok(job),
        Err(WaitError::TimedOut) => Err(timed_out(task_id, goal).into()),
        Err(error) => Err(OperationError::of_wait(error, KIND, "Waiting for the migration", task_id, goal.timeout)),
    }
}

fn timed_out(task_id: &str, goal: &Goal<'_>) -> Diagnostic {
    Diagnostic::error(
        "The migration takes longer than the timeout",
        format!(
            "Migration task {task_id} is not {wait_for} within the timeout. Increase {timeout} in the timeouts block, or set \
             wait_for to an earlier status.",
            wait_for = goal.wait_for,
            timeout = goal.timeout,
        ),
    )
}

async fn not_started(session: &Session<'_>, task_id: &str, job: &JobSummary) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if job.status == JobStatus::PrecheckFailed
        && let Ok(report) = precheck::latest(session, task_id).await
    {
        diagnostics.extend(precheck::failures_of_instance(KIND, task_id, &report.items));
    }
    diagnostics.push(Diagnostic::error(
        "The migration did not start",
        format!("Migration task {task_id} is {}. DTS says: {}.", job.status, message_of(job)),
    ));
    diagnostics
}

/// Adds to the last error that the instance exists, because a create that fails after the purchase leaves nothing in the state.
pub(super) fn with_still_exists_note(diagnostics: Diagnostics, task_id: &str) -> Diagnostics {
    let mut all: Vec<Diagnostic> = diagnostics.into_iter().collect();
    if let Some(last) = all.last_mut() {
        last.detail.push_str(&format!(
            "\n\nThe instance of task {task_id} was bought and still exists. Apply again to continue with it: no second instance is \
             bought. To release it instead, destroy its dts_migration_task. While data moves, this needs on_destroy = \"stop_and_release\"."
        ));
    }
    all.into_iter().collect()
}
