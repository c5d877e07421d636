//! Lost answers while lists lag behind, the clocks differ, or a list has no end: the object of the call is found, and nothing is bought
//! twice.

use acceptance_harness::profiles::TENCENT_TARGET;
use serde_json::json;

use super::support::complete_migration;
use crate::support::case::Case;
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

const PURCHASE: &str = "CreateMigrationService";
/// More calls than a listing of few jobs needs.
const MANY_LISTS: usize = 30;

/// The first call of this action takes effect, its answer is the page of a gateway, and its object is missing from the lists for a time.
async fn lose_answer(case: &Case, action: &str, seconds: Option<u32>) {
    let mut rule = json!({
        "match": {"action": action}, "kind": "answer", "answer": {"http_status": 502, "html": true},
    });
    if let Some(seconds) = seconds {
        rule["lag"] = json!({"seconds": seconds});
    }
    case.control.fault(&rule).await.unwrap();
}

async fn count(case: &Case, action: &str) -> usize {
    case.control.requests().await.unwrap().iter().filter(|call| call["action"] == action).count()
}

/// The instance in the state is the only job that was ever bought. The destroy leaves nothing.
async fn has_one_job(case: &Case) {
    let account = case.account(TENCENT_TARGET.account).await;
    let jobs = account["jobs"].as_array().unwrap();
    assert_eq!((jobs.len(), account["destroyed_jobs"].as_array().unwrap().len()), (1, 0), "{account:#}");
    let state = case.terraform.attributes("dts_tencent_migration_instance.orders").await.unwrap();
    assert_eq!(state["id"], jobs[0]["id"]);
    assert_eq!(count(case, PURCHASE).await, 1);
    case.destroy().await;
}

#[tokio::test]
async fn a_bought_job_that_is_missing_from_the_lists_is_found_later() {
    // Without a lag, the first lookup finds it.
    for seconds in [Some(8), None] {
        let case = Case::start().await;
        lose_answer(&case, PURCHASE, seconds).await;
        case.apply(&complete_migration()).await;
        let lists = count(&case, "DescribeMigrationJobs").await;
        assert_eq!(lists > 4, seconds.is_some(), "{lists} lists");
        has_one_job(&case).await;
    }
}

/// The ID of the answer counts, although DTS does not show the job yet.
#[tokio::test]
async fn a_bought_job_that_is_not_visible_yet_is_not_bought_again() {
    let case = Case::start().await;
    let rule = json!({"match": {"action": PURCHASE}, "kind": "lag", "lag": {"seconds": 4, "details": true}});
    case.control.fault(&rule).await.unwrap();
    case.apply(&complete_migration()).await;
    has_one_job(&case).await;
}

#[tokio::test]
async fn a_difference_of_the_clocks_does_not_hide_a_bought_job_or_a_role() {
    for skew in [90, -90] {
        let case = Case::start().await;
        case.control.skew(skew).await.unwrap();
        for action in ["CreateRole", PURCHASE] {
            lose_answer(&case, action, None).await;
        }
        case.apply(&complete_migration()).await;
        assert_eq!(count(&case, "CreateRole").await, 1, "{skew} s");
        has_one_job(&case).await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_difference_of_the_clocks_does_not_hide_a_job_of_a_killed_apply() {
    for skew in [90, -90] {
        let case = Case::start().await;
        case.control.skew(skew).await.unwrap();
        case.write(&complete_migration());
        killed_at(&case, PURCHASE, "hold_after").await;
        case.apply(&complete_migration()).await;
        has_one_job(&case).await;
    }
}

#[tokio::test]
async fn a_list_that_returns_the_same_page_again_ends() {
    let case = Case::start().await;
    lose_answer(&case, PURCHASE, None).await;
    let answer = json!({"set": {"Response.TotalCount": 1_000_000}});
    let rule = json!({"match": {"action": "DescribeMigrationJobs"}, "kind": "answer", "answer": answer, "times": 1000});
    case.control.fault(&rule).await.unwrap();
    let errors = case.refused_apply(&complete_migration()).await;
    assert!(errors.iter().all(|error| error.detail.contains("DescribeMigrationJobs")), "{errors:#?}");
    let lists = count(&case, "DescribeMigrationJobs").await;
    assert!(lists < MANY_LISTS, "{lists} lists");
    case.control.clear_faults().await.unwrap();
    case.apply(&complete_migration()).await;
    has_one_job(&case).await;
}
