//! The purchase. Whatever becomes of its answer, nothing is bought twice.

use std::time::Duration;

use dts_cloud::{
    Error,
    dts::{CreateDtsInstance, JobSummary},
};
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use super::is_bought;
use crate::{
    resources::{job::patiently, job::summary, migration_instance::model::InstanceModel},
    shared::{Poll, Session, cloud_error, wait},
};

/// Migrations can be paid in no other way.
const PAY_TYPE: &str = "PostPaid";
/// A purchase whose answer was lost may show late.
const LATE: Duration = Duration::from_secs(30);

/// Whose purchase it is.
pub(super) enum Purchase {
    /// This create's.
    Made(Box<JobSummary>),
    /// Somebody's, or that of an apply before.
    Found(Box<JobSummary>),
}

/// Buys an instance for a job nobody has bought yet.
pub(super) async fn buy(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    job: JobSummary,
) -> Result<Purchase, Diagnostics> {
    let error = match patiently(session, &order(session, task_id, planned)).await {
        Ok(_) => return Ok(Purchase::Made(Box::new(job))),
        Err(error) => error,
    };
    if error.is_cancelled() {
        return Err(not_bought(task_id, &error).into());
    }
    // An answer that was lost is looked for, not asked for again. A refusal may be that of a second purchase.
    let lost = error.outcome_unknown();
    match find(session, task_id, if lost { LATE } else { Duration::ZERO }).await {
        Some(found) if lost => Ok(Purchase::Made(Box::new(found))),
        Some(found) => Ok(Purchase::Found(Box::new(found))),
        None => Err(not_bought(task_id, &error).into()),
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

/// The job, once it is bought. Looks at least once.
async fn find(session: &Session<'_>, task_id: &str, patience: Duration) -> Option<JobSummary> {
    let patient = session.within(patience.max(Duration::from_secs(2)));
    let looked = wait(&patient, || async {
        let job = summary(session, task_id).await?.filter(is_bought);
        Ok::<_, Error>(match job {
            Some(job) => Poll::Ready(Some(job)),
            None if patience.is_zero() => Poll::Ready(None),
            None => Poll::Pending,
        })
    });
    looked.await.ok().flatten()
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
