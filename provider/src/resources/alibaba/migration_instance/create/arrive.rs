//! Waiting for an instance that was bought.

use alibaba::{
    Error,
    dts::{JobStatus, JobSummary},
};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::{
    resources::alibaba::{
        job::{Progress, precheck, summary},
        migration_instance::{
            status::{Start, arrived},
            steps::said,
            trouble::{Trouble, gone},
        },
    },
    resources::shared::{Poll, Session, Stopped, wait},
};

/// Waits as the user wishes.
pub(super) async fn arrive(
    session: &Session<'_>,
    task_id: &str,
    wait_for: &str,
    began: &Start,
) -> Result<JobSummary, Trouble> {
    let progress = Progress::of("waiting for the migration");
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?;
        job.iter().for_each(|job| progress.note(job));
        let over = job.as_ref().is_none_or(|job| began.failed(job) || arrived(job, wait_for));
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    });
    match waited.await {
        Ok(None) => Err(gone(task_id).into()),
        Ok(Some(job)) if began.failed(&job) => Err(ended(session, task_id, &job).await.into()),
        Ok(Some(job)) => Ok(job),
        Err(Stopped::TimedOut) => Err(too_slow(task_id, wait_for).into()),
        Err(stopped) => Err(Trouble::of_wait(stopped, "Waiting for the migration", task_id, "create")),
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
        diagnostics.extend(precheck::failures_of_instance(task_id, &report.items));
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
