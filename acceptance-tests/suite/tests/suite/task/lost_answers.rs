//! Lost answers while lists lag behind, the clocks differ, or a list has no end: the object of the call is found, and not created twice.

use serde_json::{Value as Json, json};

use crate::support::case::Case;
use crate::support::hcl;
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

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

/// The task in the state is the only job. The destroy leaves nothing.
async fn has_one_job(case: &Case) {
    let job = case.job().await;
    let state = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(state["id"], job["id"]);
    assert_eq!(count(case, "ConfigureDtsJob").await, 1);
    case.destroy().await;
}

#[tokio::test]
async fn a_new_job_that_is_missing_from_the_lists_is_found_later() {
    // Without a lag, the first lookup finds it.
    for seconds in [Some(12), None] {
        let case = Case::start().await;
        lose_answer(&case, "ConfigureDtsJob", seconds).await;
        case.apply(&hcl::trust_and_task()).await;
        let lists = count(&case, "DescribeDtsJobs").await;
        assert_eq!(lists > 5, seconds.is_some(), "{lists} lists");
        has_one_job(&case).await;
    }
}

#[tokio::test]
async fn an_instance_that_is_missing_from_the_lists_is_not_bought_again() {
    for seconds in [Some(6), None] {
        let case = Case::start().await;
        lose_answer(&case, "CreateDtsInstance", seconds).await;
        case.apply(&hcl::complete_migration()).await;
        assert_eq!(count(&case, "CreateDtsInstance").await, 1, "{seconds:?}");
        assert_eq!(case.job().await["class"], "small");
    }
}

#[tokio::test]
async fn a_difference_of_the_clocks_does_not_hide_a_new_job_or_role() {
    for skew in [90, -90, 600, 0] {
        let case = Case::start().await;
        case.control.skew(skew).await.unwrap();
        for action in ["CreateRole", "ConfigureDtsJob"] {
            lose_answer(&case, action, None).await;
        }
        case.apply(&hcl::trust_and_task()).await;
        assert_eq!(count(&case, "CreateRole").await, 1, "{skew} s");
        has_one_job(&case).await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_difference_of_the_clocks_does_not_hide_a_job_of_a_killed_apply() {
    for skew in [600, -90] {
        let case = Case::start().await;
        case.control.skew(skew).await.unwrap();
        case.write(&hcl::trust_and_task());
        killed_at(&case, "ConfigureDtsJob", "hold_after").await;
        let id = case.job().await["id"].clone();
        case.apply(&hcl::trust_and_task()).await;
        assert_eq!(case.job().await["id"], id, "{skew} s");
        case.destroy().await;
    }
}

/// A list that never ends, and one that is as long as it says.
#[tokio::test]
async fn a_list_that_returns_the_same_page_again_ends() {
    for total in [Some(1_000_000), None] {
        let case = Case::start().await;
        lose_answer(&case, "ConfigureDtsJob", None).await;
        if let Some(total) = total {
            let answer: Json = json!({"set": {"TotalRecordCount": total}});
            let rule =
                json!({"match": {"action": "DescribeDtsJobs"}, "kind": "answer", "answer": answer, "times": 1000});
            case.control.fault(&rule).await.unwrap();
        }
        case.apply(&hcl::trust_and_task()).await;
        let lists = count(&case, "DescribeDtsJobs").await;
        assert!(lists < MANY_LISTS, "{lists} lists");
        case.control.clear_faults().await.unwrap();
        has_one_job(&case).await;
    }
}
