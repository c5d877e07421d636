//! Waiting until a job has reached a status.

use alibaba::{Error, dts::JobSummary};

use super::{JobKind, Progress, summary};
use crate::resources::shared::{Poll, Session, WaitError, wait};

/// Polls a job until `is_over`, and logs its progress. None if the job does not exist any more.
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
    let progress = Progress::of(doing);
    wait(session, || async {
        let Some(job) = summary(session, kind, job_id).await? else { return Ok(Poll::Ready(None)) };
        progress.log(&job);
        Ok(if is_over(&job) { Poll::Ready(Some(job)) } else { Poll::Pending })
    })
    .await
}
