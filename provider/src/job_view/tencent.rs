//! A migration of Tencent Cloud.

use tencent::{
    Error,
    dts::{JobStatus, MigrationDetail},
};
use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{
    LOOK_LIMIT,
    client::{owner, region},
    job::{End, Job, Phase},
};
use crate::{
    accounts::tencent::Account,
    diagnostics::cloud_error,
    resources::{
        shared::Absence,
        tencent::job::{delay_seconds, detail_of, reason_of},
    },
};

/// The job.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(super) async fn jobs(account: &Account, id: &str, cancel: &CancellationToken) -> Result<Vec<Job>, Diagnostic> {
    let region = region(account, "TENCENTCLOUD_REGION")?;
    let session = account.session(cancel, LOOK_LIMIT)?;
    let found = detail_of(&session, id, Absence::Counts).await;
    Ok(vec![shown(&existing(found, account, id, &region, cancel).await?)])
}

/// What was found of a job.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(crate) async fn existing<T>(
    found: Result<Option<T>, Error>,
    account: &Account,
    id: &str,
    region: &str,
    cancel: &CancellationToken,
) -> Result<T, Diagnostic> {
    match found {
        Ok(Some(job)) => Ok(job),
        Ok(None) => Err(no_such_job(id, region, &owner(account, cancel).await)),
        Err(error) => Err(cloud_error("Cannot read the job", &format!("Reading job {id}"), &error)),
    }
}

/// The error for a job that does not exist.
fn no_such_job(id: &str, region: &str, owner: &str) -> Diagnostic {
    Diagnostic::error(
        "No such job",
        format!(
            "There is no job {id} in region {region} of {owner}, or it was destroyed. Check the ID, --region \
             and --profile."
        ),
    )
}

/// What is shown of a job.
pub(crate) fn shown(job: &MigrationDetail) -> Job {
    let phases = job.step_info.steps.iter().map(|step| Phase {
        name: step.step_id.clone(),
        status: step.status.clone(),
        percent: step.percent.unwrap_or_default().clamp(0, 100).unsigned_abs(),
        detail: step.step_message.clone(),
    });
    Job {
        id: job.job_id.clone(),
        name: job.job_name.clone(),
        title: "Migration",
        direction: None,
        status: job.status.to_string(),
        reason: reason_of(job),
        phases: phases.collect(),
        delay_ms: delay_seconds(job).map(|delay| delay.saturating_mul(1000)),
        end: end_of(&job.status),
    }
}

fn end_of(status: &JobStatus) -> Option<End> {
    match status {
        JobStatus::Success => Some(End::Finished),
        JobStatus::ReadyComplete => Some(End::CaughtUp),
        JobStatus::CheckNotPass
        | JobStatus::Failed
        | JobStatus::Error
        | JobStatus::ResumableError
        | JobStatus::Canceled => Some(End::Failed),
        _ => None,
    }
}
