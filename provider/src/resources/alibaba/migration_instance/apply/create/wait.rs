//! Waiting for an instance that was bought.

use alibaba::dts::{JobStatus, JobSummary};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::{
    resources::alibaba::{
        job::{OperationError, precheck, vanished, wait_for_job},
        migration_instance::{
            KIND,
            status::{Start, arrived},
            steps::said,
        },
    },
    resources::shared::{Session, WaitError},
};

/// Waits as the user wishes.
pub(super) async fn arrive(
    session: &Session<'_>,
    task_id: &str,
    wait_for: &str,
    began: &Start,
) -> Result<JobSummary, OperationError> {
    let is_over = |job: &JobSummary| began.failed(job) || arrived(job, wait_for);
    let waited = wait_for_job(session, KIND, task_id, "waiting for the migration", is_over);
    match waited.await {
        Ok(None) => Err(vanished(KIND, task_id).into()),
        Ok(Some(job)) if began.failed(&job) => Err(ended(session, task_id, &job).await.into()),
        Ok(Some(job)) => Ok(job),
        Err(WaitError::TimedOut) => Err(too_slow(task_id, wait_for).into()),
        Err(stopped) => Err(OperationError::of_wait(stopped, KIND, "Waiting for the migration", task_id, "create")),
    }
}

fn too_slow(task_id: &str, wait_for: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration takes longer than allowed",
        format!(
            "Migration task {task_id} is not {wait_for} within the time allowed. Raise timeouts {{ create }}, or wait for \
             less (wait_for)."
        ),
    )
}

async fn ended(session: &Session<'_>, task_id: &str, job: &JobSummary) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if job.status == JobStatus::PrecheckFailed
        && let Ok(report) = precheck::latest(session, task_id).await
    {
        diagnostics.extend(precheck::failures_of_instance(KIND, task_id, &report.items));
    }
    diagnostics.push(Diagnostic::error(
        "The migration did not start",
        format!("Migration task {task_id} is {}. DTS says: {}.", job.status, said(job)),
    ));
    diagnostics
}

/// What is left of a create that failed after the purchase; said once, at the end.
pub(super) fn lives_on(diagnostics: Diagnostics, task_id: &str) -> Diagnostics {
    let mut all: Vec<Diagnostic> = diagnostics.into_iter().collect();
    if let Some(last) = all.last_mut() {
        last.detail.push_str(&format!(
            "\n\nThe instance of task {task_id} was bought and lives on. Apply again to go on with it: nothing is bought \
             twice. To give it up instead, destroy its dts_migration_task: that releases the instance too, while data moves \
             only with on_destroy = \"stop_and_release\"."
        ));
    }
    all.into_iter().collect()
}
