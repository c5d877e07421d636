//! A purchased job, as DTS returns it, and waits for its status.

use tencent::{
    Class, Error,
    dts::{DescribeMigrationJobs, JobItem, MigrationDetail},
};
use tfplugin::{diagnostic::Diagnostic, model::Attr};

use super::model::InstanceModel;
use crate::{
    accounts::tencent::Session,
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, Poll, WaitError, returned_tags, wait},
        tencent::job::{LastSeen, configured_tags, detail_of, is_gone},
    },
    rules::tencent::beijing_time,
};

/// The jobs of the account with this name that were not destroyed.
///
/// # Errors
/// A call failed.
pub(super) async fn jobs_named(session: &Session<'_>, name: &str) -> Result<Vec<JobItem>, Error> {
    let filter = DescribeMigrationJobs { job_name: Some(name.to_owned()), ..DescribeMigrationJobs::default() };
    let jobs = session.migration_jobs(&filter).await?;
    // The filter of DTS may also match parts of a name.
    Ok(jobs.into_iter().filter(|job| job.job_name == name && !is_gone(&job.trade_info)).collect())
}

/// The time of a creation (RFC 3339, UTC). Empty for a time that is not set.
pub(super) fn created_at(text: &str) -> String {
    beijing_time(text).map(|time| time.to_string()).unwrap_or_default()
}

/// The state of a job. What DTS does not return keeps its known value.
pub(super) fn state_of(job: &MigrationDetail, known: InstanceModel) -> InstanceModel {
    let text = |returned: &str, known: Attr<String>| if returned.is_empty() { known } else { returned.into() };
    InstanceModel {
        id: job.job_id.as_str().into(),
        name: text(&job.job_name, known.name),
        source_engine: text(&job.src_info.database_type, known.source_engine),
        destination_engine: text(&job.dst_info.database_type, known.destination_engine),
        source_region: text(&job.src_info.region, known.source_region),
        destination_region: text(&job.dst_info.region, known.destination_region),
        instance_class: text(&job.trade_info.instance_class, known.instance_class),
        tags: returned_tags(configured_tags(&job.tags), &known.tags),
        status: job.status.as_str().into(),
        trade_status: job.trade_info.trade_status.as_str().into(),
        create_time: text(&created_at(&job.create_time), known.create_time),
        on_destroy: known.on_destroy.or("refuse_while_running".to_owned()).into(),
        restart_on_loss: known.restart_on_loss.or(false).into(),
        timeouts: known.timeouts,
    }
}

/// A wait that is over without a result.
pub(super) struct WaitFailed {
    pub(super) error: WaitError<Error>,
    /// What the last poll returned, without full stop.
    pub(super) last: String,
}

/// Polls a job until it is as wanted. None if it does not exist any more.
///
/// # Errors
/// A poll failed, the time is up, or the user interrupted Terraform.
pub(super) async fn wait_until(
    session: &Session<'_>,
    id: &str,
    absence: Absence,
    is_reached: impl Fn(&MigrationDetail) -> bool,
) -> Result<Option<MigrationDetail>, WaitFailed> {
    let last = LastSeen::default();
    let reached = wait(session, || async {
        let found = detail_of(session, id, absence).await?;
        found.iter().for_each(|job| last.note(job));
        Ok(if found.as_ref().is_none_or(&is_reached) { Poll::Ready(found) } else { Poll::Pending })
    });
    reached.await.map_err(|error| WaitFailed { error, last: last.text() })
}

/// Whether the same call can succeed later, because the status of the job changes.
pub(super) fn is_busy(error: &Error) -> bool {
    error.class() == Some(Class::Pending)
}

/// The error of a wait. `doing` is what the operation waited for: `the class of migration job x to change`; `timeout` is the argument
/// that limits it.
pub(super) fn wait_failed(summary: &str, doing: &str, timeout: &str, failed: WaitFailed) -> Diagnostic {
    let WaitFailed { error, last } = failed;
    match error {
        WaitError::Failed(error) => cloud_error(summary, &format!("Waiting for {doing}"), &error),
        WaitError::TimedOut => Diagnostic::error(
            summary,
            format!(
                "Waiting for {doing} takes longer than the timeout: {last}. DTS continues. Run the same Terraform command again to continue; if \
                 necessary, increase {timeout} in the timeouts block."
            ),
        ),
        WaitError::Cancelled => Diagnostic::error(
            "Interrupted",
            format!("Terraform was interrupted while waiting for {doing}. DTS continues with what it has accepted."),
        ),
    }
}
