//! Reading one job.

use alibaba::{
    Error,
    dts::{DescribeDtsJobDetail, DescribeDtsJobs, JobDetail, JobSummary, ListedMode},
};

use super::JobKind;
use crate::resources::shared::{Absence, Session};

/// All that DTS returns about one job. No other call returns the owners of its endpoints.
///
/// # Errors
/// The call failed, or there is no such job.
pub(crate) async fn detail(session: &Session<'_>, job_id: &str) -> Result<JobDetail, Error> {
    detail_in(session, None, job_id).await
}

async fn detail_in(session: &Session<'_>, direction: Option<String>, job_id: &str) -> Result<JobDetail, Error> {
    let action = DescribeDtsJobDetail {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        direction,
        ..DescribeDtsJobDetail::default()
    };
    session.call(&action).await.map(|answered| answered.answer)
}

/// [`detail`] of a job of this kind. "Not found" counts only if DTS repeats it for the time of `absence`.
///
/// # Errors
/// A call failed, the job is of another kind, or there is no such job.
pub(crate) async fn detail_of(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    absence: Absence,
) -> Result<JobDetail, Error> {
    let job = absence.confirmed(session, Error::is_not_found, || detail_in(session, kind.direction(), job_id)).await?;
    kind.must_be_own(job_id, &job.job_type)?;
    kind.must_be_its_direction(job_id, &job.direction).map(|()| job)
}

/// One job with the progress of its phases; none if there is no such job (any more).
///
/// Whether DTS lists a job that is not purchased yet is not documented: a job that is not listed is read by its ID.
///
/// # Errors
/// A call failed, or the job is of another kind.
pub(crate) async fn summary(session: &Session<'_>, kind: &JobKind, job_id: &str) -> Result<Option<JobSummary>, Error> {
    // Whether a list finds a reverse job by its ID is not documented.
    if kind.is_reverse() {
        return unlisted(session, kind, job_id).await;
    }
    let action = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(kind.job_type.to_owned()),
        dts_job_id: Some(job_id.to_owned()),
        ..DescribeDtsJobs::default()
    };
    match session.call(&action).await {
        Ok(answered) => match answered.answer.jobs.into_iter().find(|job| job.dts_job_id == job_id) {
            Some(listed) => kind.must_be_own(job_id, &listed.job_type).map(|()| Some(in_milliseconds(kind, listed))),
            None => unlisted(session, kind, job_id).await,
        },
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A listed job with its delay in milliseconds.
pub(crate) fn in_milliseconds(kind: &JobKind, mut job: JobSummary) -> JobSummary {
    job.delay = job.delay.map(|delay| if delay > 0 { delay * kind.listed_delay_ms } else { delay });
    job
}

/// [`summary`], where "not found" counts only if DTS repeats it for the time of `absence`.
///
/// # Errors
/// As [`summary`].
pub(crate) async fn summary_of(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    absence: Absence,
) -> Result<Option<JobSummary>, Error> {
    let found = absence.confirmed(session, Option::is_none, || async {
        match summary(session, kind, job_id).await {
            Ok(found) => found.ok_or(None),
            Err(error) => Err(Some(error)),
        }
    });
    match found.await {
        Ok(job) => Ok(Some(job)),
        Err(None) => Ok(None),
        Err(Some(error)) => Err(error),
    }
}

async fn unlisted(session: &Session<'_>, kind: &JobKind, job_id: &str) -> Result<Option<JobSummary>, Error> {
    match detail_of(session, kind, job_id, Absence::Counts).await {
        Ok(job) => Ok(Some(summary_of_detail(job))),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A job as the list would show it. The phases are in the first of its parts.
fn summary_of_detail(job: JobDetail) -> JobSummary {
    let part = job.sub_sync_jobs.into_iter().next().unwrap_or_default();
    JobSummary {
        dts_job_id: job.dts_job_id,
        dts_instance_id: job.dts_instance_id,
        dts_job_name: job.dts_job_name,
        dts_job_class: job.dts_job_class,
        job_type: job.job_type,
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use serde_json::json;

    use super::{
        super::{MIGRATION, SYNCHRONIZATION},
        *,
    };
    use crate::resources::{
        alibaba::job::{Release, release},
        shared::testing::{Reply, StubCloud},
    };

    const LIMIT: Duration = Duration::from_secs(20);

    fn detail_answer(job_type: &str) -> Reply {
        Reply::ok(json!({"DtsJobId": "job1", "Status": "Suspending", "JobType": job_type}))
    }

    /// A cloud whose lists have no job, and whose detail has one of this type.
    async fn cloud_with(job_type: &'static str) -> StubCloud {
        StubCloud::start(move |action, _| match action {
            "DescribeDtsJobs" => Reply::ok(json!({"TotalRecordCount": 0, "DtsJobList": []})),
            _ => detail_answer(job_type),
        })
        .await
    }

    #[tokio::test]
    async fn a_job_of_another_type_is_neither_read_nor_released() {
        for (job_type, noun) in [("sync", "synchronization"), ("SUBSCRIBE", "change tracking"), ("new", "different")] {
            let cloud = cloud_with(job_type).await;
            let session = cloud.session(LIMIT);
            let error = detail_of(&session, &MIGRATION, "job1", Absence::Counts).await.unwrap_err();
            for piece in ["job1", noun, job_type, "Write the ID of a migration task"] {
                assert!(error.to_string().contains(piece), "{error}");
            }
            assert!(!error.is_not_found() && summary(&session, &MIGRATION, "job1").await.is_err());
            let job = Release { kind: &MIGRATION, job_id: "job1", name: "migration task job1" };
            assert!(release(&session, job).await.unwrap_err().detail.contains(noun));
            assert_eq!((cloud.count("StopDtsJob"), cloud.count("DeleteDtsJob")), (0, 0));
        }
    }

    /// A list has the delay of a synchronization in seconds.
    #[tokio::test]
    async fn the_delay_is_in_milliseconds() {
        for (kind, listed, expected) in
            [(&SYNCHRONIZATION, 7, 7000), (&MIGRATION, 7, 7), (&SYNCHRONIZATION, -1, -1), (&SYNCHRONIZATION, 0, 0)]
        {
            let cloud = StubCloud::start(move |_, _| {
                let job = json!({"DtsJobId": "job1", "Status": "Synchronizing", "Delay": listed});
                Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [job]}))
            })
            .await;
            let job = summary(&cloud.session(LIMIT), kind, "job1").await.unwrap().unwrap();
            assert_eq!(job.delay, Some(expected));
        }
    }

    #[tokio::test]
    async fn a_migration_is_read() {
        for job_type in ["online", "ONLINE", "MIGRATION", ""] {
            let cloud = cloud_with(job_type).await;
            let session = cloud.session(LIMIT);
            assert!(detail_of(&session, &MIGRATION, "job1", Absence::Counts).await.is_ok());
            assert!(summary(&session, &MIGRATION, "job1").await.unwrap().is_some());
        }
    }

    /// A cloud that does not have the job in the first answers of either call.
    async fn lagging(answers: usize) -> StubCloud {
        StubCloud::start(move |action, before| match action {
            "DescribeDtsJobs" => Reply::ok(json!({"TotalRecordCount": 0, "DtsJobList": []})),
            _ if before < answers => Reply::rejected(403, "Forbidden.InstanceNotFound"),
            _ => detail_answer("online"),
        })
        .await
    }

    #[tokio::test]
    async fn not_found_counts_only_if_it_is_repeated() {
        let cloud = lagging(3).await;
        let session = cloud.session(LIMIT);
        assert!(summary_of(&session, &MIGRATION, "job1", Absence::Counts).await.unwrap().is_none());
        assert_eq!(cloud.count("DescribeDtsJobDetail"), 1);
        assert!(summary_of(&session, &MIGRATION, "job1", Absence::Repeated).await.unwrap().is_some());
        assert_eq!(cloud.count("DescribeDtsJobDetail"), 4);
        let cloud = lagging(usize::MAX).await;
        let (session, begun) = (cloud.session(LIMIT), Instant::now());
        assert!(summary_of(&session, &MIGRATION, "job1", Absence::Repeated).await.unwrap().is_none());
        assert!(begun.elapsed() >= Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
