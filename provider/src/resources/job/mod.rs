//! A DTS job as both the task and the instance see it.

pub(super) mod precheck;
mod release;
mod signals;

pub(super) use release::{Release, release};
pub(super) use signals::{Moving, is_purchased, moving, started};

use dts_cloud::{
    Error,
    dts::{DescribeDtsJobDetail, DescribeDtsJobs, JobDetail, JobSummary},
};

use crate::shared::Session;

/// DTS's word for migrations in requests.
pub(super) const MIGRATION: &str = "MIGRATION";

/// All about one job: the only call that tells the owner of its endpoints.
pub(super) async fn detail(session: &Session<'_>, job_id: &str) -> Result<JobDetail, Error> {
    let action = DescribeDtsJobDetail {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        ..DescribeDtsJobDetail::default()
    };
    session.call(&action).await.map(|answered| answered.answer)
}

/// One job with the progress of its phases; none where there is no such job (any more).
pub(super) async fn summary(session: &Session<'_>, job_id: &str) -> Result<Option<JobSummary>, Error> {
    let action = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(MIGRATION.to_owned()),
        dts_job_id: Some(job_id.to_owned()),
        ..DescribeDtsJobs::default()
    };
    match session.call(&action).await {
        Ok(answered) => Ok(answered.answer.jobs.into_iter().find(|job| job.dts_job_id == job_id)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
