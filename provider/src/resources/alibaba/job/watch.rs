//! Waiting until a job has reached a status.

use std::sync::atomic::{AtomicBool, Ordering};

use alibaba::{Error, dts::JobSummary};

use super::{JobKind, Progress, progress::sentence, summary_of};
use crate::resources::shared::{Absence, Poll, Session, WaitError, wait};

/// Polls a job until `is_over`, and logs its progress. None if the job does not exist any more, in the answers of some seconds.
///
/// `doing` says what for, in the log: `stopping before the release`.
///
/// # Errors
/// As [`wait`].
pub(in crate::resources) async fn wait_for_job(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    doing: &'static str,
    is_over: impl Fn(&JobSummary) -> bool,
) -> Result<Option<JobSummary>, WaitError<Error>> {
    wait_for(session, kind, job_id, doing, Absence::Repeated, is_over).await
}

/// [`wait_for_job`] of a job that changed a moment ago, and may not be visible yet.
///
/// # Errors
/// As [`wait`].
pub(in crate::resources) async fn wait_for_new_job(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    doing: &'static str,
    is_over: impl Fn(&JobSummary) -> bool,
) -> Result<Option<JobSummary>, WaitError<Error>> {
    wait_for(session, kind, job_id, doing, Absence::New, is_over).await
}

/// `at_first` says when "not found" counts before the first poll has found the job.
async fn wait_for(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    doing: &'static str,
    at_first: Absence,
    is_over: impl Fn(&JobSummary) -> bool,
) -> Result<Option<JobSummary>, WaitError<Error>> {
    let progress = Progress::of(doing);
    let was_found = AtomicBool::new(false);
    wait(session, || async {
        let absence = if was_found.load(Ordering::Relaxed) { Absence::Repeated } else { at_first };
        let Some(job) = summary_of(session, kind, job_id, absence).await? else { return Ok(Poll::Ready(None)) };
        was_found.store(true, Ordering::Relaxed);
        progress.log(&job);
        session.show(|| sentence(doing, &job));
        Ok(if is_over(&job) { Poll::Ready(Some(job)) } else { Poll::Pending })
    })
    .await
}
