//! Lists with several pages.

use std::fmt::Write as _;

use cloud_core::testing::Script;

use super::super::*;
use crate::cam::ListAttachedRolePolicies;
use crate::dts::DescribeMigrationJobs;
use crate::test_support::{Connect as _, config, success};

fn jobs(numbers: std::ops::Range<u32>) -> String {
    let mut list = String::new();
    for number in numbers {
        write!(list, r#"{{"JobId":"dts-{number}","Status":"created"}},"#).unwrap();
    }
    list.trim_end_matches(',').to_owned()
}

#[tokio::test(start_paused = true)]
async fn all_pages_are_read_and_a_job_that_moves_is_returned_once() {
    let page = |numbers, total: u32| success(&format!(r#""TotalCount":{total},"JobList":[{}]"#, jobs(numbers)));
    let script = Script::of([page(0..100, 230), page(99..199, 231), page(199..231, 231)]);
    let filter = DescribeMigrationJobs { job_name: Some("orders".to_owned()), ..DescribeMigrationJobs::default() };
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert_eq!(found.len(), 231);
    assert_eq!((found[0].job_id.as_str(), found[230].job_id.as_str()), ("dts-0", "dts-230"));
    let bodies: Vec<_> = script.sent().into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies[0], r#"{"JobName":"orders","Limit":100,"Offset":0}"#);
    assert_eq!(bodies[2], r#"{"JobName":"orders","Limit":100,"Offset":200}"#);
}

#[tokio::test(start_paused = true)]
async fn an_incomplete_list_is_read_again_and_then_refused() {
    let page = |numbers, total: u32| success(&format!(r#""TotalCount":{total},"JobList":[{}]"#, jobs(numbers)));
    let filter = DescribeMigrationJobs::default();
    // A job of the first page was deleted after it was read: job 100 moved to the first page.
    let moved = [page(0..100, 150), page(101..150, 149), success(r#""TotalCount":149,"JobList":[]"#)];
    let complete = [page(1..101, 149), page(101..150, 149)];
    let script = Script::of(moved.into_iter().chain(complete));
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert_eq!((found.len(), found[0].job_id.as_str()), (149, "dts-1"));
    // The cloud ignores the offset.
    let script = Script::of([page(0..100, 1000), page(0..100, 1000), page(0..100, 1000), page(0..100, 1000)]);
    let error = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::IncompleteList { found: 100, total: 1000, .. }), "{error}");
    assert!(error.to_string().starts_with("DTS DescribeMigrationJobs returned 100 different elements"), "{error}");
    assert!(!error.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_page_with_fewer_elements_than_there_are_is_no_answer() {
    let filter = DescribeMigrationJobs::default();
    let none = success(r#""TotalCount":0,"JobList":null"#);
    let short = || success(&format!(r#""TotalCount":3,"JobList":[{}]"#, jobs(0..2)));
    let complete = success(&format!(r#""TotalCount":3,"JobList":[{}]"#, jobs(0..3)));
    let script = Script::of([none]);
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert!(found.is_empty());
    let script = Script::of([short(), complete]);
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert_eq!(found.len(), 3, "the call is repeated");
    let script = Script::by_request(move |_| short());
    let error = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap_err();
    assert!(error.to_string().contains("its JobList has 2 elements on this page, and its TotalCount is 3"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_policies_of_a_role_are_counted_in_pages_from_one() {
    let policy = r#"{"PolicyId":1,"PolicyName":"QcloudDTSReadOnlyAccess","PolicyType":"QCS"}"#;
    let script = Script::of([success(&format!(r#""TotalNum":1,"List":[{policy}]"#))]);
    let role =
        ListAttachedRolePolicies { role_name: Some("DTS-role".to_owned()), ..ListAttachedRolePolicies::default() };
    let found = script.cloud(config()).attached_role_policies(&role, &CallContext::default()).await.unwrap();
    assert_eq!(found[0].policy_name, "QcloudDTSReadOnlyAccess");
    assert_eq!(script.sent()[0].body, r#"{"Page":1,"Rp":200,"RoleName":"DTS-role"}"#);
}
