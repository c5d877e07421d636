//! Lost answers while lists lag behind, the clocks differ, or a list has no end: the object of the call is found, and not created twice.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use alibaba::dts::ConfigureDtsJob;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD, applied};
use crate::support::external_changes::ExternalClient;
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

/// An empty list that counts jobs is unreadable, and one that is as long as it says is read.
#[tokio::test]
async fn a_list_that_counts_more_jobs_than_it_has_ends() {
    for total in [Some(1_000_000), None] {
        let case = Case::start().await;
        lose_answer(&case, "ConfigureDtsJob", None).await;
        if let Some(total) = total {
            let answer: Json = json!({"set": {"TotalRecordCount": total}});
            let rule =
                json!({"match": {"action": "DescribeDtsJobs"}, "kind": "answer", "answer": answer, "times": 1000});
            case.control.fault(&rule).await.unwrap();
        }
        if total.is_some() {
            let errors = case.refused_apply(&hcl::trust_and_task()).await;
            assert!(errors.iter().all(|error| error.detail.contains("DescribeDtsJobs")), "{errors:#?}");
        } else {
            case.apply(&hcl::trust_and_task()).await;
        }
        let lists = count(&case, "DescribeDtsJobs").await;
        assert!(lists < MANY_LISTS, "{lists} lists");
        case.control.clear_faults().await.unwrap();
        case.apply(&hcl::trust_and_task()).await;
        has_one_job(&case).await;
    }
}

/// A list that never ends: DTS returns the same page for every number.
#[tokio::test]
async fn a_list_that_returns_the_same_page_again_ends() {
    let case = Case::start().await;
    let row = json!({"DtsJobId": "other", "DtsJobName": "orders-of-others", "Status": "Migrating"});
    let answer = json!({"set": {"TotalRecordCount": 1_000_000, "DtsJobList": [row]}});
    let rule = json!({"match": {"action": "DescribeDtsJobs"}, "kind": "answer", "answer": answer, "times": 10_000});
    case.control.fault(&rule).await.unwrap();
    case.write(&hcl::trust_and_task());
    applied(&case.terraform).await;
    let lists = count(&case, "DescribeDtsJobs").await;
    assert!((2..MANY_LISTS).contains(&lists), "{lists} lists");
    case.control.clear_faults().await.unwrap();
    has_one_job(&case).await;
}

/// More jobs than a page of the list has.
const MANY_JOBS: usize = 51;

/// A job of another user with this name.
fn foreign_job(name: String) -> ConfigureDtsJob {
    let text = |text: &str| Some(text.to_owned());
    ConfigureDtsJob {
        region_id: text("cn-hangzhou"),
        dts_job_name: name,
        job_type: "MIGRATION".to_owned(),
        structure_initialization: true,
        data_initialization: true,
        db_list: text(r#"{"inventory":{"name":"inventory","all":true}}"#),
        source_endpoint_instance_type: "RDS".to_owned(),
        source_endpoint_engine_name: text("MYSQL"),
        source_endpoint_instance_id: text("rm-source-orders"),
        source_endpoint_region: text("cn-hangzhou"),
        source_endpoint_user_name: Some("dts".into()),
        source_endpoint_password: Some(SOURCE_PASSWORD.into()),
        source_endpoint_owner_id: text(SOURCE_OWNER.account),
        source_endpoint_role: text("ram-for-dts"),
        destination_endpoint_instance_type: "RDS".to_owned(),
        destination_endpoint_instance_id: text("rm-destination-orders"),
        destination_endpoint_region: text("cn-hangzhou"),
        destination_endpoint_user_name: Some("dts".into()),
        destination_endpoint_password: Some(DESTINATION_PASSWORD.into()),
        ..ConfigureDtsJob::default()
    }
}

/// The newest jobs are on the first page: a job of another page that is deleted during the lookup does not hide the new one.
#[tokio::test]
async fn a_new_job_is_on_the_first_page_of_many_jobs_whose_names_contain_its_name() {
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&hcl::trust())).await;
    let external = ExternalClient::new(&case.emulator.url(), DESTINATION_OWNER);
    for number in 0..MANY_JOBS {
        external.call(foreign_job(format!("orders-{number}"))).await;
    }
    lose_answer(&case, "ConfigureDtsJob", None).await;
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(count(&case, "ConfigureDtsJob").await, MANY_JOBS + 1, "the task was created once");
    let account = case.account(DESTINATION_OWNER.account).await;
    let newest = account["jobs"].as_array().unwrap().last().unwrap();
    assert_eq!(newest["name"], "orders");
    assert_eq!(case.terraform.attributes("dts_migration_task.orders").await.unwrap()["id"], newest["id"]);
    // Two pages before the create; after it, the first page is enough.
    let calls = case.control.requests().await.unwrap();
    let lists = calls.iter().filter(|call| call["parameters"]["PageNumber"] == "2").count();
    assert_eq!(lists, 1, "{lists} second pages");
}
