//! Stop, wait, release, wait until gone.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use alibaba::{
    Class, Error,
    dts::{DeleteDtsJob, JobStatus, JobSummary, StopDtsJob},
};
use tfplugin::diagnostic::Diagnostic;
use tokio::time::Instant;

use super::{MIGRATION, Progress, busy::patiently, signals::runs, started, summary};
use crate::{
    diagnostics::cloud_error,
    resources::shared::{Poll, Session, Stopped, wait},
};

/// How long a job that does not stop may stay as it is, where nothing (more) of it moves or DTS refuses to stop it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which job, and how to call it in messages.
pub(in crate::resources) struct Release<'a> {
    /// Id of the job.
    pub(in crate::resources) job_id: &'a str,
    /// The resource and its id.
    pub(in crate::resources) name: &'a str,
}

/// Ends a job for good. A job that is gone already is as good.
pub(in crate::resources) async fn release(session: &Session<'_>, job: Release<'_>) -> Result<(), Diagnostic> {
    let failed =
        |what: &str, error: &Error| cloud_error("Cannot release the DTS job", &format!("{what} {}", job.name), error);
    let now = summary(session, job.job_id).await.map_err(|error| failed("Reading", &error))?;
    let Some(now) = now else { return Ok(()) };
    if has_to_stop(&now.status) {
        end_run(session, &job).await?;
    }
    let action = DeleteDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job.job_id.to_owned()),
        job_type: Some(MIGRATION.to_owned()),
        ..DeleteDtsJob::default()
    };
    match patiently(session, &action).await {
        Err(error) if error.is_cancelled() => return Err(ended(&job, "releasing", Stopped::Cancelled)),
        Err(error) if !error.is_not_found() => return Err(failed("Releasing", &error)),
        _ => {}
    }
    // DTS may go on listing a released job as finished.
    until_gone(session, &job).await
}

/// Ends a job's run. DTS answers before the status changes.
pub(in crate::resources) async fn stop(session: &Session<'_>, job_id: &str) -> Result<(), Error> {
    let action =
        StopDtsJob { region_id: Some(session.region()), dts_job_id: Some(job_id.to_owned()), ..StopDtsJob::default() };
    patiently(session, &action).await.map(|_| ())
}

/// Whether there is a run to end. Nothing moves in a locked job, and DTS stops none.
fn has_to_stop(status: &JobStatus) -> bool {
    started(status) && !matches!(status, JobStatus::Finished | JobStatus::Locked)
}

/// Stops the job and waits until nothing of it moves. A status that never changes (a class change that hangs, a failed job
/// that stays failed) is not waited for until the end of the time: DTS releases jobs of any status.
async fn end_run(session: &Session<'_>, job: &Release<'_>) -> Result<(), Diagnostic> {
    let progress = Progress::of("stopping before the release");
    let began = Instant::now();
    let patience = PATIENCE.min(session.deadline.saturating_duration_since(began) / 2);
    let (asked, impatient) = (AtomicBool::new(false), || began.elapsed() >= patience);
    let looked = wait(session, || async {
        let Some(now) = summary(session, job.job_id).await? else { return Ok(Poll::Ready(())) };
        progress.note(&now);
        if is_over(&now, asked.load(Ordering::Relaxed), impatient()) {
            return Ok(Poll::Ready(()));
        }
        if !asked.load(Ordering::Relaxed) && !is_changing(&now.status) {
            match stop(session, job.job_id).await {
                Ok(()) => asked.store(true, Ordering::Relaxed),
                Err(error) if error.is_not_found() => return Ok(Poll::Ready(())),
                // The status has changed since the look.
                Err(error) if error.class() == Some(Class::Pending) && !impatient() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Poll::Pending)
    });
    looked.await.map_err(|stopped| ended(job, "stopping", stopped))
}

fn is_over(job: &JobSummary, asked: bool, impatient: bool) -> bool {
    !has_to_stop(&job.status) || (impatient && (is_changing(&job.status) || (asked && !runs(&job.status))))
}

/// DTS stops no job whose class is being changed.
fn is_changing(status: &JobStatus) -> bool {
    matches!(status, JobStatus::Upgrade | JobStatus::Downgrade)
}

async fn until_gone(session: &Session<'_>, job: &Release<'_>) -> Result<(), Diagnostic> {
    let looked = wait(session, || async {
        let now = summary(session, job.job_id).await?;
        Ok(if now.is_none_or(|now| now.status == JobStatus::Finished) { Poll::Ready(()) } else { Poll::Pending })
    });
    looked.await.map_err(|stopped| ended(job, "releasing", stopped))
}

fn ended(job: &Release<'_>, doing: &str, stopped: Stopped<Error>) -> Diagnostic {
    match stopped {
        Stopped::Failed(error) => {
            cloud_error("Cannot release the DTS job", &format!("{} {}", sentence(doing), job.name), &error)
        }
        Stopped::TimedOut => Diagnostic::error(
            "Releasing the DTS job takes too long",
            format!(
                "DTS has accepted {doing} {}, and it is not done within the time allowed. Run terraform apply again to go on, with a longer timeouts {{ delete }} if need be.",
                job.name
            ),
        ),
        Stopped::Cancelled => Diagnostic::error(
            "Interrupted",
            format!(
                "Interrupted while {doing} {}. DTS goes on with it; run terraform apply again to finish.",
                job.name
            ),
        ),
    }
}

fn sentence(doing: &str) -> &'static str {
    if doing == "stopping" { "Stopping" } else { "After releasing it, reading" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(status: JobStatus, asked: bool, impatient: bool) -> bool {
        is_over(&JobSummary { status, ..JobSummary::default() }, asked, impatient)
    }

    #[test]
    fn a_run_is_over_when_nothing_moves() {
        for done in [JobStatus::Finished, JobStatus::Locked, JobStatus::PrecheckFailed, JobStatus::NotConfigured] {
            assert!(over(done.clone(), false, false), "{done}");
        }
        for busy in [JobStatus::Migrating, JobStatus::Suspending, JobStatus::Upgrade, JobStatus::MigrationFailed] {
            assert!(!over(busy.clone(), true, false), "{busy}");
        }
    }

    #[test]
    fn what_never_changes_is_not_waited_for_for_ever_but_what_moves_is() {
        assert!(over(JobStatus::Upgrade, false, true));
        assert!(over(JobStatus::MigrationFailed, true, true) && over(JobStatus::Suspending, true, true));
        assert!(!over(JobStatus::MigrationFailed, false, true), "it was never asked to stop");
        assert!(!over(JobStatus::Migrating, true, true) && !over(JobStatus::of("SomethingNew"), true, true));
    }
}
