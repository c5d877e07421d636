//! Reading one job.

use alibaba::{
    Error,
    dts::{DescribeDtsJobDetail, DescribeDtsJobs, JobDetail, JobSummary, ListedMode},
};

use super::JobKind;
use crate::resources::shared::Session;

/// All that DTS returns about one job. No other call returns the owners of its endpoints.
///
/// # Errors
/// The call failed, or there is no such job.
pub(crate) async fn detail(session: &Session<'_>, job_id: &str) -> Result<JobDetail, Error> {
    let action = DescribeDtsJobDetail {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        ..DescribeDtsJobDetail::default()
    };
    session.call(&action).await.map(|answered| answered.answer)
}

/// One job with the progress of its phases; none if there is no such job (any more).
///
/// Whether DTS lists a job that is not purchased yet is not documented: a job that is not listed is read by its ID.
///
/// # Errors
/// A call failed.
pub(crate) async fn summary(session: &Session<'_>, kind: &JobKind, job_id: &str) -> Result<Option<JobSummary>, Error> {
    let action = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(kind.job_type.to_owned()),
        dts_job_id: Some(job_id.to_owned()),
        ..DescribeDtsJobs::default()
    };
    match session.call(&action).await {
        Ok(answered) => match answered.answer.jobs.into_iter().find(|job| job.dts_job_id == job_id) {
            Some(listed) => Ok(Some(listed)),
            None => unlisted(session, job_id).await,
        },
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn unlisted(session: &Session<'_>, job_id: &str) -> Result<Option<JobSummary>, Error> {
    match detail(session, job_id).await {
        Ok(job) => Ok(Some(summary_of(job))),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A job as the list would show it. The phases are in the first of its parts.
fn summary_of(job: JobDetail) -> JobSummary {
    let part = job.sub_sync_jobs.into_iter().next().unwrap_or_default();
    JobSummary {
        dts_job_id: job.dts_job_id,
        dts_instance_id: job.dts_instance_id,
        dts_job_name: job.dts_job_name,
        dts_job_class: job.dts_job_class,
        pay_type: job.pay_type,
        status: job.status,
        error_message: job.error_message,
        create_time: job.create_time,
        delay: job.delay,
        dedicated_cluster_id: job.dedicated_cluster_id,
        resource_group_id: job.resource_group_id,
        migration_mode: ListedMode {
            structure_initialization: job.migration_mode.structure_initialization,
            data_initialization: job.migration_mode.data_initialization,
            data_synchronization: job.migration_mode.data_synchronization,
            ..ListedMode::default()
        },
        structure_initialization_status: part.structure_initialization_status,
        data_initialization_status: part.data_initialization_status,
        data_synchronization_status: job.data_synchronization_status,
        ..JobSummary::default()
    }
}
