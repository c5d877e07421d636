//! A job that DTS does not show for some seconds after a change: it is waited for, and does not count as gone.

use serde_json::json;

use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl;
use crate::support::standalone::StandaloneInstance;

/// The first answers of each of these actions say that there is no such job.
async fn hide_job(case: &Case, actions: &[&str], since: Option<&str>) {
    for action in actions {
        let mut rule = json!({
            "match": {"action": action}, "times": 2, "kind": "error", "code": "Forbidden.InstanceNotFound",
            "message": "The instance does not exist.", "http_status": 403,
        });
        if let Some(since) = since {
            rule["since"] = json!({"action": since});
        }
        case.control.fault(&rule).await.unwrap();
    }
}

const READS: [&str; 2] = ["DescribeDtsJobs", "DescribeDtsJobDetail"];

#[tokio::test]
async fn a_job_is_created_and_purchased_although_it_is_not_visible_at_first() {
    let case = Case::start().await;
    hide_job(&case, &["StartDtsJob", "DescribePreCheckStatus", "DescribeDtsJobDetail"], Some("ConfigureDtsJob")).await;
    hide_job(&case, &["DescribeDtsJobs"], Some("CreateDtsInstance")).await;
    case.apply(&hcl::complete_migration()).await;
    let calls = case.mutations_since(0).await;
    let count = |action: &str| calls.iter().filter(|call| *call == action).count();
    assert_eq!((count("ConfigureDtsJob"), count("CreateDtsInstance")), (1, 1), "{calls:?}");
    assert_eq!(case.job().await["status"], "Migrating");
}

/// The same, with an emulator that hides the job from lists and details for a time.
#[tokio::test]
async fn a_new_job_is_waited_for_longer_than_an_old_one() {
    let case = Case::start().await;
    for action in ["ConfigureDtsJob", "CreateDtsInstance"] {
        let lag = json!({"match": {"action": action}, "kind": "lag", "lag": {"seconds": 7, "details": true}});
        case.control.fault(&lag).await.unwrap();
    }
    case.apply(&hcl::complete_migration()).await;
    let calls = case.mutations_since(0).await;
    let count = |action: &str| calls.iter().filter(|call| *call == action).count();
    assert_eq!((count("ConfigureDtsJob"), count("CreateDtsInstance")), (1, 1), "{calls:?}");
    assert_eq!(case.job().await["status"], "Migrating");
}

#[tokio::test]
async fn a_plan_and_a_destroy_do_not_take_an_invisible_job_for_a_deleted_one() {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    hide_job(&case, &READS, None).await;
    assert_no_changes(&case.terraform).await;
    hide_job(&case, &READS, None).await;
    let destroy = ["destroy", "-json", "-auto-approve", "-refresh=false"];
    case.terraform.run(&destroy).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    case.is_empty().await;
}

/// The counterpart: a job that stays away is gone.
#[tokio::test]
async fn a_job_that_was_deleted_is_planned_again() {
    let instance = StandaloneInstance::start(1).await;
    instance.released_by_another_user().await;
    let run = instance.case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "it passed its precheck, so it may have been purchased: {}", run.output());
    let shown: Vec<String> = run.diagnostics().into_iter().map(|one| one.summary).collect();
    assert!(shown.contains(&"The migration task was released".to_owned()), "{shown:?}");
}
