//! The purchase. Whatever becomes of its answer, nothing is bought twice.

use std::time::Duration;

use alibaba::{
    Error,
    dts::{CreateDtsInstance, JobSummary},
};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use super::is_bought;
use crate::{
    diagnostics::cloud_error,
    resources::alibaba::{
        job::{retry_while_busy, summary},
        migration_instance::{KIND, model::InstanceModel},
    },
    resources::shared::{Operation as _, Poll, Session, WaitError, wait},
};

/// Migrations can be paid in no other way.
const PAY_TYPE: &str = "PostPaid";
/// A purchase whose answer was lost may show late.
const LATE: Duration = Duration::from_secs(30);

/// The time of one look, so that it can be repeated like any other call.
const A_LOOK: Duration = Duration::from_secs(10);
/// How often an instance is ordered whose answers are lost.
const ORDERS: usize = 3;

/// Whose purchase it is.
pub(super) enum Purchase {
    /// This create's.
    Made(Box<JobSummary>),
    /// Somebody's, or that of an apply before.
    Found(Box<JobSummary>),
}

/// Buys an instance for a job nobody has bought yet. An order whose answer is lost is looked for, and given again only where the task is
/// there and nothing was bought: DTS sells a task one instance.
pub(super) async fn buy(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    job: JobSummary,
) -> Result<Purchase, Diagnostics> {
    let mut lost = false;
    let mut left = ORDERS;
    loop {
        left -= 1;
        let error = match retry_while_busy(session, &order(session, task_id, planned)).await {
            Ok(_) => return Ok(Purchase::Made(Box::new(job))),
            Err(error) => error,
        };
        if error.is_cancelled() {
            return Err(not_bought(task_id, &error).into());
        }
        // A refusal may be that of a second purchase.
        lost = lost || error.outcome_unknown();
        let patience = if error.outcome_unknown() { LATE } else { Duration::ZERO };
        match find(session, task_id, patience).await {
            Look::Bought(found) if lost => return Ok(Purchase::Made(found)),
            Look::Bought(found) => return Ok(Purchase::Found(found)),
            Look::Unbought if left > 0 && error.outcome_unknown() && session.allows_another_call() => {}
            Look::Unbought | Look::Unclear => return Err(not_bought(task_id, &error).into()),
        }
    }
}

fn order(session: &Session<'_>, task_id: &str, planned: &InstanceModel) -> CreateDtsInstance {
    CreateDtsInstance {
        region_id: Some(session.region()),
        dts_region: Some(session.region()),
        pay_type: PAY_TYPE.to_owned(),
        job_id: Some(task_id.to_owned()),
        auto_start: Some(true),
        instance_class: planned.instance_class.clone().into_option(),
        du: planned.du.get().copied(),
        resource_group_id: planned.resource_group_id.clone().into_option(),
        ..CreateDtsInstance::default()
    }
}

/// What a patient look at the task shows.
enum Look {
    Bought(Box<JobSummary>),
    /// It is there, and nobody has bought an instance.
    Unbought,
    /// There is no such task, or the last look failed.
    Unclear,
}

/// The job, once it is bought. Looks at least once.
async fn find(session: &Session<'_>, task_id: &str, patience: Duration) -> Look {
    if !patience.is_zero() {
        let patient = session.within(patience);
        let looked = wait(&patient, || async {
            // A look that fails tells nothing; the next may.
            let job = summary(&session.within(A_LOOK), KIND, task_id).await.ok().flatten();
            Ok::<_, Error>(job.filter(is_bought).map_or(Poll::Pending, Poll::Ready))
        });
        match looked.await {
            Ok(job) => return Look::Bought(Box::new(job)),
            // Interrupted, it did not look to the end.
            Err(WaitError::Cancelled) => return Look::Unclear,
            Err(_) => {}
        }
    }
    // The last look decides.
    match summary(&session.within(A_LOOK), KIND, task_id).await {
        Ok(Some(job)) if is_bought(&job) => Look::Bought(Box::new(job)),
        Ok(Some(_)) => Look::Unbought,
        Ok(None) | Err(_) => Look::Unclear,
    }
}

fn not_bought(task_id: &str, error: &Error) -> Diagnostic {
    let tried = format!("Buying an instance for migration task {task_id}");
    let mut told = cloud_error("Cannot buy the migration instance", &tried, error);
    if error.outcome_unknown() {
        told.detail.push_str(&format!(
            "\n\nThe task was looked at for up to {} s, and no instance showed. Apply again: that looks first, and buys only \
             where nothing was bought.",
            LATE.as_secs()
        ));
    }
    told
}
