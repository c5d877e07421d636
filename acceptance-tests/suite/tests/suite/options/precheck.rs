//! `precheck.ignore`: a separate call skips an item, and is sent when the item fails.

use serde_json::json;

use super::render::{roles, task};
use super::row::{Row, UNSET, option};
use super::walk::start;
use crate::captured_requests::hold;
use crate::support::case::{Case, only_error};
use crate::support::hcl::{self, Hcl};

/// A destination that already contains the table of the source.
fn occupied() -> Row {
    option("precheck.ignore").with("source.instance_id", r#""rm-full""#).with("destination.instance_id", r#""rm-used""#)
}

fn configuration(ignore: &str) -> Hcl {
    hcl::providers().and(&roles()).and(&task("orders", &occupied().values(&[ignore]).at(0)))
}

async fn mutations(case: &Case, mark: usize) -> Vec<(String, serde_json::Value)> {
    let calls = case.control.requests().await.unwrap();
    let task = calls[mark..].iter().filter(|call| call["service"] == "DTS");
    let named = task.map(|call| (call["action"].as_str().unwrap().to_owned(), call["parameters"].clone()));
    named.filter(|(action, _)| !action.starts_with("Describe")).collect()
}

#[tokio::test]
async fn an_item_is_skipped_by_its_code_and_only_when_it_fails() {
    let case = start().await;
    let errors = case.refused_apply(&configuration(UNSET)).await;
    only_error(&errors, "Precheck item CHECK_SAME_OBJ failed");

    let mark = case.mark().await;
    case.apply(&configuration(r#"["CHECK_SAME_OBJ"]"#)).await;
    let calls = mutations(&case, mark).await;
    let actions: Vec<&str> = calls.iter().map(|(action, _)| action.as_str()).collect();
    // Terraform creates a task again if its creation failed.
    assert_eq!(actions, ["DeleteDtsJob", "ConfigureDtsJob", "StartDtsJob", "SkipPreCheck", "StartDtsJob"]);
    let mut skipped = calls[3].1.clone();
    let which = ["DtsJobId", "JobId"].map(|name| skipped.as_object_mut().unwrap().remove(name).is_some());
    assert_eq!(which, [true, true], "{calls:#?}");
    let expected = json!({
        "RegionId": "cn-hangzhou",
        "Skip": "true",
        "SkipPreCheckItems": r#"["CHECK_SAME_OBJ"]"#,
        "SkipPreCheckNames": r#"["CHECK_SAME_OBJ_DETAIL"]"#,
    });
    assert_eq!(skipped, expected);

    let change = async |ignored: &str| {
        let mark = case.mark().await;
        let run = case.apply(&configuration(ignored)).await;
        assert_eq!(run.planned_changes(), ["update dts_migration_task.orders"]);
        mutations(&case, mark).await
    };
    let more = change(r#"["CHECK_SAME_OBJ", "CHECK_SERVER_ID"]"#).await;
    assert_eq!(more, [], "a wish for the next precheck");
    let fewer = change(r#"["CHECK_SAME_OBJ"]"#).await;
    assert_eq!(fewer, [], "the provider did not skip the item");
    // From the next precheck on, the items that were skipped count again.
    let none = change(UNSET).await;
    assert_eq!(none.iter().map(|(action, _)| action.as_str()).collect::<Vec<_>>(), ["SkipPreCheck"]);
    let reported = ["Skip", "SkipPreCheckItems", "SkipPreCheckNames"].map(|name| none[0].1[name].as_str().unwrap());
    assert_eq!(reported, ["false", r#"["CHECK_SAME_OBJ"]"#, r#"["CHECK_SAME_OBJ_DETAIL"]"#]);
    let rerun = occupied().with("precheck.rerun", "1").values(&[UNSET]);
    let again = hcl::providers().and(&roles()).and(&task("orders", &rerun.at(0)));
    only_error(&case.refused_apply(&again).await, "Precheck item CHECK_SAME_OBJ failed");
    case.destroy().await;
    hold(&case, "precheck").await;
}
