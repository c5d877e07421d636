//! A create whose answer is lost, and two creates at the same time.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use alibaba::dts::{ConfigureDtsJob, JobDetail};
use serde_json::json;

use super::*;
use crate::{
    accounts::InFlightNames,
    resources::{
        alibaba::{
            job::MIGRATION,
            migration_task::{apply::equal_jobs::FoundJobs, found},
        },
        shared::testing::{Reply, StubCloud},
    },
};

fn orders() -> (Subject, TaskModel) {
    let subject = Subject {
        kind: MIGRATION.task,
        account_id: "1".into(),
        region: "cn-hangzhou".into(),
        name: "orders".into(),
        content: String::new(),
    };
    (subject, found(&MIGRATION, &JobDetail { dts_job_name: "orders".into(), ..JobDetail::default() }))
}

/// Creates a job and searches again, as a create does; the text of the error.
async fn error_of(cloud: &StubCloud) -> Option<String> {
    let (session, in_flight) = (cloud.session(Duration::from_secs(3)), InFlightNames::default());
    let (subject, planned) = orders();
    let ownership = Ownership {
        kind: &MIGRATION,
        subject: &subject,
        records: CreateRecords::none(),
        in_flight: &in_flight,
        ownership_id: None,
    };
    let (search, found) = (JobSearch { task: &planned }, FoundJobs::default());
    let request = ConfigureDtsJob { dts_job_name: "orders".into(), ..ConfigureDtsJob::default() };
    let created = create_job(&session, &search, &request, &found, &ownership).await;
    match created {
        Ok(created) => must_be_first(&session, &search, &found, &ownership, created).await.err(),
        Err(error) => Some(error),
    }
    .map(|error| error.detail)
}

#[tokio::test]
async fn a_lookup_that_failed_is_not_reported_as_one_that_found_nothing() {
    let cloud = StubCloud::start(|action, _| match action {
        "ConfigureDtsJob" => Reply::Drop,
        _ => Reply::rejected(403, "Forbidden.RAM"),
    })
    .await;
    let text = error_of(&cloud).await.unwrap();
    assert!(text.contains("the lookup failed") && !text.contains("did not find"), "{text}");
}

#[tokio::test]
async fn another_job_of_the_name_is_reported_as_such() {
    let cloud = StubCloud::start(move |action, _| match action {
        "ConfigureDtsJob" => Reply::Drop,
        "DescribeDtsJobs" => Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [
            {"DtsJobId": "job1", "DtsJobName": "orders", "Status": "NotStarted"},
        ]})),
        _ => Reply::ok(json!({"DtsJobId": "job1", "DtsJobName": "orders-2", "Status": "NotStarted"})),
    })
    .await;
    let text = error_of(&cloud).await.unwrap();
    assert!(text.contains("found a new job named \"orders\" that does not match"), "{text}");
    assert!(!text.contains("did not find") && cloud.count("ConfigureDtsJob") == 1, "{text}");
}

/// A cloud in which another run creates `job1` at the same time as this one creates `job2`. In the end, the other run has deleted its
/// job, or has started the precheck.
async fn with_two_jobs(created_by_the_other: &'static str, starts_precheck: bool) -> StubCloud {
    let job = |id: &str, created: &str, status: &str| json!({"DtsJobId": id, "DtsJobName": "orders", "Status": status, "CreateTime": created});
    let gone = || Reply::rejected(403, "Forbidden.InstanceNotFound");
    let is_deleted = AtomicBool::new(false);
    StubCloud::start(move |action, before| {
        let other = |status| job("job1", created_by_the_other, status);
        let own = job("job2", "2026-06-01T12:00:00Z", "NotStarted");
        match (action, before) {
            ("ConfigureDtsJob", _) => Reply::ok(json!({"DtsJobId": "job2", "DtsInstanceId": "dtsjob2"})),
            ("DescribeDtsJobs", 0) => {
                Reply::ok(json!({"TotalRecordCount": 2, "DtsJobList": [own, other("NotStarted")]}))
            }
            ("DescribeDtsJobs", 1) => Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [own]})),
            ("DescribeDtsJobs", _) => Reply::ok(json!({"TotalRecordCount": 0, "DtsJobList": []})),
            ("DescribeDtsJobDetail", _) if is_deleted.load(Ordering::Relaxed) => gone(),
            ("DescribeDtsJobDetail", 1) => Reply::ok(own),
            ("DescribeDtsJobDetail", 0 | 2) => Reply::ok(other("NotStarted")),
            ("DescribeDtsJobDetail", _) if starts_precheck => Reply::ok(other("Prechecking")),
            ("DescribeDtsJobDetail", _) => gone(),
            ("DeleteDtsJob", _) => {
                is_deleted.store(true, Ordering::Relaxed);
                Reply::ok(json!({}))
            }
            _ => Reply::ok(json!({})),
        }
    })
    .await
}

#[tokio::test]
async fn of_two_equal_jobs_created_at_once_the_newer_one_is_deleted() {
    let cloud = with_two_jobs("2026-06-01T11:59:59Z", false).await;
    let text = error_of(&cloud).await.unwrap();
    assert!(text.contains("job job1") && text.contains("created job job2, and then deleted it"), "{text}");
    assert_eq!(cloud.count("DeleteDtsJob"), 1);
    let cloud = with_two_jobs("2026-06-01T12:00:01Z", false).await;
    assert_eq!(error_of(&cloud).await, None);
    assert_eq!(cloud.count("DeleteDtsJob"), 0);
}

/// The other run searched before our job existed. Our job precedes that of the other run only by its ID.
#[tokio::test]
async fn of_two_equal_jobs_the_one_whose_precheck_was_started_is_kept() {
    let cloud = with_two_jobs("2026-06-01T12:00:01Z", true).await;
    let text = error_of(&cloud).await.unwrap();
    assert!(text.contains("job job1, status Prechecking") && text.contains("and then deleted it"), "{text}");
    assert_eq!(cloud.count("DeleteDtsJob"), 1);
}
