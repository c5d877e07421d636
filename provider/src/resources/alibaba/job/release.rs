//! Releasing a job: stop it, wait, release it, wait until it does not exist any more.

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

use super::{JobKind, Progress, retry_while_busy, summary, summary_of};
use crate::{
    diagnostics::cloud_error,
    resources::shared::{Absence, Poll, Session, WaitError, wait},
};

/// For how long a release waits for a job that does not stop, if the job moves no data (any more) or DTS refuses to stop it.
const STOP_PATIENCE: Duration = Duration::from_secs(60);

/// The job to release.
pub(in crate::resources) struct Release<'a> {
    /// Its kind.
    pub(in crate::resources) kind: &'a JobKind,
    /// ID of the job.
    pub(in crate::resources) job_id: &'a str,
    /// The resource and its ID, in messages: `migration task x`.
    pub(in crate::resources) name: &'a str,
}

/// Stops a job if necessary, and releases it. Succeeds if the job does not exist any more.
///
/// # Errors
/// A call failed, the time is up, or the user interrupted Terraform.
pub(in crate::resources) async fn release(session: &Session<'_>, job: Release<'_>) -> Result<(), Diagnostic> {
    let failed =
        |what: &str, error: &Error| cloud_error("Cannot release the DTS job", &format!("{what} {}", job.name), error);
    let now = summary_of(session, job.kind, job.job_id, Absence::Repeated).await;
    let now = now.map_err(|error| failed("Reading", &error))?;
    let Some(now) = now else { return Ok(()) };
    if has_to_stop(job.kind, &now.status) {
        stop_and_wait(session, &job).await?;
    }
    let action = DeleteDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job.job_id.to_owned()),
        job_type: Some(job.kind.job_type.to_owned()),
        direction: job.kind.direction(),
        ..DeleteDtsJob::default()
    };
    match retry_while_busy(session, &action).await {
        Err(error) if error.is_cancelled() => return Err(incomplete(&job, "releasing", WaitError::Cancelled)),
        Err(error) if !error.is_not_found() => return Err(failed("Releasing", &error)),
        _ => {}
    }
    // DTS may continue to list a released job as finished.
    wait_until_gone(session, &job).await
}

/// Stops a job permanently. DTS answers before the status changes.
///
/// # Errors
/// The error of the last call.
pub(in crate::resources) async fn stop(session: &Session<'_>, kind: &JobKind, job_id: &str) -> Result<(), Error> {
    let action = StopDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        direction: kind.direction(),
        ..StopDtsJob::default()
    };
    retry_while_busy(session, &action).await.map(|_| ())
}

/// Whether the job has to be stopped before it is released. A locked job moves no data, and DTS cannot stop it.
fn has_to_stop(kind: &JobKind, status: &JobStatus) -> bool {
    kind.has_started(status) && !matches!(status, JobStatus::Finished | JobStatus::Locked)
}

/// Stops the job and waits until it moves no data. The wait is limited for a status that never changes (a class change that hangs, a
/// failed job that stays failed), because DTS releases jobs of any status.
async fn stop_and_wait(session: &Session<'_>, job: &Release<'_>) -> Result<(), Diagnostic> {
    let progress = Progress::of("stopping before the release");
    let began = Instant::now();
    let patience = STOP_PATIENCE.min(session.deadline.saturating_duration_since(began) / 2);
    let (stop_sent, out_of_patience) = (AtomicBool::new(false), || began.elapsed() >= patience);
    let stopped = wait(session, || async {
        let Some(now) = summary(session, job.kind, job.job_id).await? else { return Ok(Poll::Ready(())) };
        progress.log(&now);
        if is_over(job.kind, &now, stop_sent.load(Ordering::Relaxed), out_of_patience()) {
            return Ok(Poll::Ready(()));
        }
        if !stop_sent.load(Ordering::Relaxed) && !changes_class(&now.status) {
            match stop(session, job.kind, job.job_id).await {
                Ok(()) => stop_sent.store(true, Ordering::Relaxed),
                Err(error) if error.is_not_found() => return Ok(Poll::Ready(())),
                // The status has changed since the last poll.
                Err(error) if error.class() == Some(Class::Pending) && !out_of_patience() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Poll::Pending)
    });
    stopped.await.map_err(|error| incomplete(job, "stopping", error))
}

fn is_over(kind: &JobKind, job: &JobSummary, stop_sent: bool, out_of_patience: bool) -> bool {
    let hangs = changes_class(&job.status) || (stop_sent && !kind.may_move_data(&job.status));
    !has_to_stop(kind, &job.status) || (out_of_patience && hangs)
}

/// DTS does not stop a job while it changes the class of the job.
fn changes_class(status: &JobStatus) -> bool {
    matches!(status, JobStatus::Upgrade | JobStatus::Downgrade)
}

async fn wait_until_gone(session: &Session<'_>, job: &Release<'_>) -> Result<(), Diagnostic> {
    let gone = wait(session, || async {
        let now = summary(session, job.kind, job.job_id).await?;
        Ok(if now.is_none_or(|now| now.status == JobStatus::Finished) { Poll::Ready(()) } else { Poll::Pending })
    });
    gone.await.map_err(|error| incomplete(job, "releasing", error))
}

/// `doing` is `stopping` or `releasing`.
fn incomplete(job: &Release<'_>, doing: &str, error: WaitError<Error>) -> Diagnostic {
    let name = job.name;
    match error {
        WaitError::Failed(error) => {
            let tried = if doing == "stopping" { "Stopping" } else { "After releasing it, reading" };
            cloud_error("Cannot release the DTS job", &format!("{tried} {name}"), &error)
        }
        WaitError::TimedOut => Diagnostic::error(
            "Releasing the DTS job takes longer than the timeout",
            format!(
                "The step {doing:?} of {name} takes longer than the timeout. Run the same Terraform command again to \
                 continue; if necessary, increase delete in the timeouts block."
            ),
        ),
        WaitError::Cancelled => Diagnostic::error(
            "Interrupted",
            format!(
                "Terraform was interrupted while {doing} {name}. DTS continues with what it has accepted. Run terraform apply \
                 again to complete it."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::MIGRATION, *};

    fn over(status: JobStatus, stop_sent: bool, out_of_patience: bool) -> bool {
        is_over(&MIGRATION, &JobSummary { status, ..JobSummary::default() }, stop_sent, out_of_patience)
    }

    #[test]
    fn a_stop_is_over_when_no_data_moves() {
        for done in [JobStatus::Finished, JobStatus::Locked, JobStatus::PrecheckFailed, JobStatus::NotConfigured] {
            assert!(over(done.clone(), false, false), "{done}");
        }
        for busy in [JobStatus::Migrating, JobStatus::Suspending, JobStatus::Upgrade, JobStatus::MigrationFailed] {
            assert!(!over(busy.clone(), true, false), "{busy}");
        }
    }

    #[test]
    fn the_wait_for_a_status_that_never_changes_is_limited_and_the_wait_for_a_job_that_moves_data_is_not() {
        assert!(over(JobStatus::Upgrade, false, true));
        assert!(over(JobStatus::MigrationFailed, true, true) && over(JobStatus::Suspending, true, true));
        assert!(!over(JobStatus::MigrationFailed, false, true), "no stop was sent");
        assert!(!over(JobStatus::Migrating, true, true) && !over(JobStatus::of("SomethingNew"), true, true));
    }
}
