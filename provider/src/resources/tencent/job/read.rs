//! Reading a job, and waiting until it has reached a status.

use std::sync::{Mutex, PoisonError};

use cloud_core::Error;
use tencent::dts::{DescribeMigrationDetail, MigrationDetail};

use super::{gone, is_gone};
use crate::{
    accounts::tencent::Session,
    resources::shared::{Absence, OperationError, Poll, WaitError, wait},
};

/// Reads a job; none if it does not exist, or was destroyed.
///
/// # Errors
/// The call failed.
pub(crate) async fn detail_of(
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

/// What the last poll of a wait returned, for the error of a wait that takes too long.
#[derive(Debug, Default)]
pub(in crate::resources) struct LastSeen(Mutex<String>);

impl LastSeen {
    /// Notes what a poll returned.
    pub(in crate::resources) fn note(&self, job: &MigrationDetail) {
        let (status, trade) = (job.status.as_str(), job.trade_info.trade_status.as_str());
        let seen =
            format!("DTS DescribeMigrationDetail returned the Status {status:?} and the TradeStatus {trade:?} last");
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    /// The note, without full stop.
    pub(in crate::resources) fn text(&self) -> String {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if seen.is_empty() { "DTS DescribeMigrationDetail returned nothing yet".to_owned() } else { seen }
    }
}

/// The progress of a job in a sentence, for an action.
fn sentence(doing: &str, job: &MigrationDetail) -> String {
    let mut text = format!("{doing}: {}", job.status);
    let now = job.step_info.steps.iter().rev().find(|step| step.status == "running");
    if let Some(step) = now {
        text.push_str(&format!(", {} {} %", step.step_id, step.percent.unwrap_or_default()));
    }
    if let Some(delay) = job.step_info.seconds_behind_master.filter(|delay| *delay >= 0) {
        text.push_str(&format!(", delay {delay} s"));
    }
    text
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
    let last = LastSeen::default();
    let found = wait(session, || async {
        let Some(job) = detail_of(session, id, Absence::Repeated).await? else { return Ok(Poll::Ready(None)) };
        last.note(&job);
        session.show(|| sentence(doing, &job));
        Ok(if is_over(&job) { Poll::Ready(Some(job)) } else { Poll::Pending })
    })
    .await
    .map_err(|error| {
        let job = match &error {
            WaitError::TimedOut => format!("migration job {id}; {}", last.text()),
            _ => format!("migration job {id}"),
        };
        OperationError::of_wait_for(&job, "migration", error, doing, timeout)
    })?;
    found.ok_or_else(|| gone(id).into())
}
