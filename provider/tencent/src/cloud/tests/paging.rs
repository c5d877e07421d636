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
async fn a_page_with_nothing_new_is_the_last_one() {
    let page = |numbers| success(&format!(r#""TotalCount":1000,"JobList":[{}]"#, jobs(numbers)));
    let filter = DescribeMigrationJobs::default();
    // The cloud ignores the offset.
    let script = Script::of([page(0..100), page(0..100)]);
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert_eq!(found.len(), 100);
    let script = Script::of([success(r#""TotalCount":0,"JobList":null"#)]);
    let found = script.cloud(config()).migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert!(found.is_empty());
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
