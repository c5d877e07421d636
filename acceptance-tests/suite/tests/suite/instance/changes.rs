//! Each changeable argument of an instance, one at a time, in place; and its life cycle from running to stopped.

use serde_json::json;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

const UPDATE: &str = "update dts_migration_instance.orders";

fn with(arguments: &str) -> Hcl {
    hcl::complete_migration().with("  instance_class = ", &format!("{arguments}\n  instance_class = "))
}

/// Applies a change; it must be one update with exactly these mutating calls.
async fn change(case: &Case, configuration: &Hcl, calls: &[&str]) {
    let mark = case.mark().await;
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
}

#[tokio::test]
async fn every_argument_changes_in_place() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let tags = async || case.account("2345678901234567").await["instances"][0]["tags"].clone();

    change(&case, &with("tags = { project = \"orders\", stage = \"test\" }"), &["TagResources"]).await;
    assert_eq!(tags().await, json!({"project": "orders", "stage": "test"}));
    change(&case, &with("tags = { project = \"other\" }"), &["TagResources", "UntagResources"]).await;
    change(&case, &with(""), &["UntagResources"]).await;
    assert_eq!(tags().await, json!({}));

    for provider_only in ["on_destroy = \"stop_and_release\"", "wait_for = \"caught_up\"", "max_delay_ms = 100"] {
        change(&case, &with(provider_only), &[]).await;
    }
    change(&case, &with("").with("\"small\"", "\"large\""), &["TransferInstanceClass"]).await;
    assert_eq!(case.job().await["class"], "large");
    let forced = with("on_destroy = \"stop_and_release\"").with("\"small\"", "\"large\"");
    change(&case, &forced, &[]).await;
    case.destroy().await;
}

#[tokio::test]
async fn suspended_resumed_and_cut_over() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    change(&case, &with("desired_status = \"suspended\""), &["SuspendDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Suspending");
    change(&case, &with("desired_status = \"running\""), &["StartDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Migrating");
    change(&case, &with("desired_status = \"stopped\""), &["StopDtsJob"]).await;
    let job = case.job().await;
    assert_eq!((&job["status"], &job["progress"]["caught_up"]), (&"Finished".into(), &true.into()));
    // A finished instance may be destroyed, with any value of `on_destroy`.
    case.destroy().await;
}

/// A job that another user suspends is drift, and is started again.
#[tokio::test]
async fn a_job_that_others_suspend_is_started_again() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &json!({"status": "Suspending"})).await.unwrap();
    change(&case, &with(""), &["StartDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Migrating");
}

/// A migration without incremental part finishes automatically, which is a success.
#[tokio::test]
async fn a_migration_that_finishes_is_a_success() {
    let case = Case::start().await;
    let once = with("wait_for = \"finished\"").with(", \"incremental\"]", "]");
    case.apply(&once).await;
    assert_eq!(case.job().await["status"], "Finished");
    let instance = case.terraform.attributes("dts_migration_instance.orders").await.unwrap();
    assert_eq!(instance["progress"]["full"]["percent"], 100);
    case.destroy().await;
}

/// One plan changes the task and buys the instance that needs the change: the plan's task counts, not the one DTS has
/// now.
#[tokio::test]
async fn a_task_that_changes_in_the_same_plan_counts_as_it_will_be() {
    let case = Case::start().await;
    let once = hcl::trust_and_task().with(", \"incremental\"]", "]");
    case.apply(&once).await;
    let run = case.apply(&with("wait_for = \"caught_up\"")).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_task.orders", "create dts_migration_instance.orders"]);
    assert_eq!(case.job().await["progress"]["caught_up"], true);
}

#[tokio::test]
async fn a_task_that_moves_to_a_cluster_in_the_same_plan_takes_units() {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    let units = hcl::complete_migration().with("instance_class = \"small\"", "du = 2");
    let errors = case.refused_plan(&units).await;
    assert_eq!(errors[0].summary, "DUs are for dedicated clusters", "the counterpart without a cluster: {errors:#?}");
    let cluster =
        units.with("  migration_types = ", "  dedicated_cluster_id = \"dtscluster_destination\"\n  migration_types = ");
    let run = case.apply(&cluster).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_task.orders", "create dts_migration_instance.orders"]);
    let account = case.account("2345678901234567").await;
    assert_eq!(account["instances"][0]["du"], 2, "{account:#}");
}
