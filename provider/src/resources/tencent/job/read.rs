//! Reading a job, and waiting until it has reached a status.

use cloud_core::Error;
use tencent::dts::{DescribeMigrationDetail, MigrationDetail};

use super::{gone, is_gone};
use crate::{
    accounts::tencent::Session,
    resources::shared::{Absence, OperationError, Poll, wait},
};

/// Reads a job; none if it does not exist, or was destroyed.
///
/// # Errors
/// The call failed.
pub(in crate::resources) async fn detail_of(
    session: &Session<'_>,
    id: &str,
    absence: Absence,
) -> Result<Option<MigrationDetail>, Error> {
    let read = || async {
        let request = DescribeMigrationDetail { job_id: id.to_owned() };
        session.call(&request).await.map(|answered| answered.answer)
    };
    match absence.confirmed(session, Error::is_not_found, read).await {
        Ok(job) if is_gone(&job.trade_info) => Ok(None),
        Ok(job) => Ok(Some(job)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A wait for a job.
pub(in crate::resources) struct Waiting<'a> {
    /// ID of the job.
    pub(in crate::resources) id: &'a str,
    /// What the operation does, as the beginning of a sentence: `Starting the job`.
    pub(in crate::resources) doing: &'static str,
    /// The argument of `timeouts` that limits the wait.
    pub(in crate::resources) timeout: &'static str,
}

/// Polls a job until `is_over`.
///
/// # Errors
/// A poll failed, the time is up, the user interrupted Terraform, or the job does not exist any more.
pub(in crate::resources) async fn wait_for_job(
    session: &Session<'_>,
    waiting: &Waiting<'_>,
    is_over: impl Fn(&MigrationDetail) -> bool + Sync,
) -> Result<MigrationDetail, OperationError> {
    let Waiting { id, doing, timeout } = *waiting;
    let is_over = &is_over;
    let found = wait(session, || async {
        let Some(job) = detail_of(session, id, Absence::Repeated).await? else { return Ok(Poll::Ready(None)) };
        Ok(if is_over(&job) { Poll::Ready(Some(job)) } else { Poll::Pending })
    })
    .await
    .map_err(|error| OperationError::of_wait_for(&format!("migration job {id}"), "migration", error, doing, timeout))?;
    found.ok_or_else(|| gone(id).into())
}
