//! Stop, wait, release, wait until gone.

use dts_cloud::{
    Error,
    dts::{DeleteDtsJob, JobStatus, StopDtsJob},
};
use tfplugin::diagnostic::Diagnostic;

use super::{MIGRATION, started, summary};
use crate::shared::{Poll, Session, Stopped, cloud_error, wait};

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
    if started(&now.status) && now.status != JobStatus::Finished {
        stop(session, job.job_id).await.map_err(|error| failed("Stopping", &error))?;
        until(session, &job, "stopping", |status| matches!(status, None | Some(JobStatus::Finished))).await?;
    }
    let action = DeleteDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job.job_id.to_owned()),
        job_type: Some(MIGRATION.to_owned()),
        ..DeleteDtsJob::default()
    };
    match session.call(&action).await {
        Err(error) if !error.is_not_found() => return Err(failed("Releasing", &error)),
        _ => {}
    }
    // DTS may go on listing a released job as finished.
    until(session, &job, "releasing", |status| matches!(status, None | Some(JobStatus::Finished))).await
}

/// Ends a job's run. DTS answers before the status changes.
pub(in crate::resources) async fn stop(session: &Session<'_>, job_id: &str) -> Result<(), Error> {
    let action =
        StopDtsJob { region_id: Some(session.region()), dts_job_id: Some(job_id.to_owned()), ..StopDtsJob::default() };
    session.call(&action).await.map(|_| ())
}

async fn until(
    session: &Session<'_>,
    job: &Release<'_>,
    doing: &str,
    reached: impl Fn(Option<&JobStatus>) -> bool,
) -> Result<(), Diagnostic> {
    let looked = wait(session, || async {
        let now = summary(session, job.job_id).await?;
        let status = now.map(|now| now.status);
        Ok(if reached(status.as_ref()) { Poll::Ready(()) } else { Poll::Pending })
    });
    looked.await.map_err(|stopped| ended(job, doing, stopped))
}

fn ended(job: &Release<'_>, doing: &str, stopped: Stopped<Error>) -> Diagnostic {
    match stopped {
        Stopped::Failed(error) => {
            cloud_error("Cannot release the DTS job", &format!("After {doing}, reading {}", job.name), &error)
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
