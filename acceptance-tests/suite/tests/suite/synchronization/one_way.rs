//! A one-way synchronization: created, changed in place, suspended, resumed, imported and destroyed.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::json;

use super::{complete, with};
use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::Hcl;

const TASK: &str = "dts_synchronization_task.orders";
const INSTANCE: &str = "dts_synchronization_instance.orders";

/// Applies a change; it must be one update with exactly these mutating calls.
async fn change(case: &Case, configuration: &Hcl, address: &str, calls: &[&str]) {
    let mark = case.mark().await;
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [format!("update {address}")], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
    assert_no_changes(&case.terraform).await;
}

fn selecting(tables: &str) -> Hcl {
    with("wait_for = \"caught_up\"").with("orders = { all = true }", &format!("orders = {{ tables = {{ {tables} }} }}"))
}

#[tokio::test]
async fn one_apply_creates_everything_and_objects_are_added_in_place() {
    let case = Case::start().await;
    let run = case.apply(&selecting("orders = {}")).await;
    assert_eq!(run.planned_changes().len(), 3, "{}", run.output());
    assert_no_changes(&case.terraform).await;
    let job = case.job().await;
    assert_eq!((&job["status"], &job["class"]), (&"Synchronizing".into(), &"small".into()), "{job:#}");
    assert_eq!(job["parameters"]["JobType"], "SYNC");
    assert_eq!(job["parameters"]["SourceEndpointOwnerID"], SOURCE_OWNER.account);
    assert_eq!(case.account(DESTINATION_OWNER.account).await["instances"].as_array().unwrap().len(), 1);
    let task = case.terraform.attributes(TASK).await.unwrap();
    assert_eq!(
        (&task["scenario"], &task["initial_phases"]),
        (&json!("cross_account_source"), &json!(["full", "schema"]))
    );
    let instance = case.terraform.attributes(INSTANCE).await.unwrap();
    assert_eq!((&instance["status"], &instance["caught_up"]), (&json!("Synchronizing"), &json!(true)));
    assert_eq!(instance["progress"]["full"]["percent"], 100, "DTS does not return the phases any more: {instance:#}");

    change(&case, &selecting("orders = {}, customers = {}"), TASK, &["ModifyDtsJob"]).await;
    assert!(case.job().await.to_string().contains("customers"));
    case.apply(
        &selecting("orders = {}, customers = {}")
            .with("instance_class = ", "on_destroy = \"stop_and_release\"\n  instance_class = "),
    )
    .await;
    case.destroy().await;
}

#[tokio::test]
async fn a_synchronization_is_suspended_resumed_and_stopped() {
    let case = Case::start().await;
    case.apply(&complete()).await;
    assert_no_changes(&case.terraform).await;
    change(&case, &with("desired_status = \"suspended\""), INSTANCE, &["SuspendDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Suspending");
    change(&case, &with("desired_status = \"running\""), INSTANCE, &["StartDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Synchronizing");
    let raised = with("desired_status = \"running\"").with("\"small\"", "\"2xlarge\"");
    change(&case, &raised, INSTANCE, &["TransferInstanceClass"]).await;
    let refused = case.refused_plan(&complete().with("\"small\"", "\"micro\"")).await;
    assert!(refused[0].detail.contains("class-lowered"), "{refused:#?}");

    // While it synchronizes, a destroy is refused.
    let run = case.terraform.run(&["destroy", "-json", "-auto-approve"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert!(run.errors().iter().all(|one| one.summary == "The synchronization is running"), "{:#?}", run.errors());
    change(&case, &raised.with("\"running\"", "\"stopped\""), INSTANCE, &["StopDtsJob"]).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_change_that_dts_cannot_make_is_refused_and_a_suspension_outside_is_shown() {
    let case = Case::start().await;
    case.apply(&complete()).await;
    let refused = case.refused_plan(&complete().with("[\"schema\", \"full\"]", "[\"full\"]")).await;
    assert!(refused[0].detail.contains("initial_phases") && refused[0].detail.contains("late-change"), "{refused:#?}");
    assert!(!format!("{refused:?}").contains("migration"), "{refused:#?}");
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &json!({"status": "Suspending"})).await.unwrap();
    change(&case, &complete(), INSTANCE, &["StartDtsJob"]).await;
}
