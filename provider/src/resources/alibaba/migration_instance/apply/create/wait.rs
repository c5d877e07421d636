//! Waiting for an instance that was bought.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::resources::{
    alibaba::{
        job::{JobKind, OperationError, StatusChange, message_of, precheck, vanished, wait_for_new_job},
        migration_instance::status::{has_reached, is_caught_up},
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
    kind: &JobKind,
    task_id: &str,
    goal: &Goal<'_>,
    start: &StatusChange,
) -> Result<JobSummary, OperationError> {
    let noun = kind.noun;
    let is_over = |job: &JobSummary| {
        start.has_failed(kind, job) || has_reached(kind, &job.status, is_caught_up(job), goal.wait_for)
    };
    match wait_for_new_job(session, kind, task_id, "waiting for the job", is_over).await {
        Ok(None) => Err(vanished(kind, task_id).into()),
        Ok(Some(job)) if start.has_failed(kind, &job) => Err(not_started(session, kind, task_id, &job).await.into()),
        Ok(Some(job)) => Ok(job),
        Err(WaitError::TimedOut) => Err(timed_out(kind, task_id, goal).into()),
        Err(error) => {
            Err(OperationError::of_wait(error, kind, &format!("Waiting for the {noun}"), task_id, goal.timeout))
        }
    }
}

fn timed_out(kind: &JobKind, task_id: &str, goal: &Goal<'_>) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    Diagnostic::error(
        format!("The {noun} takes longer than the timeout"),
        format!(
            "{title} task {task_id} is not {wait_for} within the timeout. Increase {timeout} in the timeouts block, or set \
             wait_for to an earlier status.",
            wait_for = goal.wait_for,
            timeout = goal.timeout,
        ),
    )
}

async fn not_started(session: &Session<'_>, kind: &JobKind, task_id: &str, job: &JobSummary) -> Diagnostics {
    let (noun, title) = (kind.noun, kind.title);
    let mut diagnostics = Diagnostics::new();
    if job.status == JobStatus::PrecheckFailed
        && let Ok(report) = precheck::latest(session, task_id).await
    {
        diagnostics.extend(precheck::failures_of_instance(kind, task_id, &report.items));
    }
    diagnostics.push(Diagnostic::error(
        format!("The {noun} did not start"),
        format!("{title} task {task_id} is {}. DTS says: {}.", job.status, message_of(job)),
    ));
    diagnostics
}

/// Adds to the last error that the instance exists, because a create that fails after the purchase leaves nothing in the state.
pub(in crate::resources::alibaba) fn with_still_exists_note(
    kind: &JobKind,
    diagnostics: Diagnostics,
    task_id: &str,
) -> Diagnostics {
    let task = kind.task;
    let mut all: Vec<Diagnostic> = diagnostics.into_iter().collect();
    if let Some(last) = all.last_mut() {
        last.detail.push_str(&format!(
            "\n\nThe instance of task {task_id} was bought and still exists. Apply again to continue with it: no second instance is \
             bought. To release it instead, destroy its {task}. While data moves, this needs on_destroy = \"stop_and_release\"."
        ));
    }
    all.into_iter().collect()
}
