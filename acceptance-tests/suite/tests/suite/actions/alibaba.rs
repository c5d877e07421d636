//! The actions of Alibaba Cloud, over the wire.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use acceptance_wire::Provider;
use serde_json::{Value as Json, json};

use super::{refused, succeeds};
use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};

const CHANGED: &str = "The migration cannot be changed now";

/// An applied configuration, the ID of its job, and a provider of the job's account.
async fn with(configuration: &Hcl) -> (Case, Json, Provider) {
    let case = Case::start().await;
    case.apply(configuration).await;
    let job = case.job().await["id"].clone();
    let provider = Provider::start(&case.emulator.url(), DESTINATION_OWNER).await.unwrap();
    (case, json!({ "task_id": job }), provider)
}

fn instance(arguments: &str) -> Hcl {
    hcl::complete_migration().with("  instance_class = ", &format!("  {arguments}\n  instance_class = "))
}

/// Suspends, resumes and cuts over a job. Each action is repeated without a further call.
async fn life(configuration: &Hcl, noun: &str, running: &str) {
    let (case, task, provider) = with(configuration).await;
    succeeds(&case, &provider, "dts_suspend", &task, &["SuspendDtsJob"]).await;
    assert_eq!(case.job().await["status"], "Suspending");
    succeeds(&case, &provider, "dts_suspend", &task, &[]).await;
    let cannot = format!("The {noun} cannot be changed now");
    let error = refused(&case, &provider, "dts_cut_over", &task, &cannot).await;
    assert!(error.detail.contains("Run dts_resume first"), "{error:#?}");

    let resumed = succeeds(&case, &provider, "dts_resume", &task, &["StartDtsJob"]).await;
    assert!(resumed.progress.last().unwrap().contains(running), "{:?}", resumed.progress);
    succeeds(&case, &provider, "dts_resume", &task, &[]).await;
    assert_no_changes(&case.terraform).await;

    let cut = succeeds(&case, &provider, "dts_cut_over", &task, &["StopDtsJob"]).await;
    assert!(cut.progress.last().unwrap().contains("is Finished"), "{:?}", cut.progress);
    assert_eq!(case.job().await["status"], "Finished");
    succeeds(&case, &provider, "dts_cut_over", &task, &[]).await;
    succeeds(&case, &provider, "dts_suspend", &task, &[]).await;
    refused(&case, &provider, "dts_resume", &task, &cannot).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_migration_is_suspended_resumed_and_cut_over() {
    life(&instance("wait_for = \"caught_up\""), "migration", "is Migrating").await;
}

#[tokio::test]
async fn a_synchronization_is_suspended_resumed_and_cut_over() {
    let configuration = crate::synchronization::with("wait_for = \"caught_up\"");
    life(&configuration, "synchronization", "is Synchronizing").await;
}

/// What the next plan shows: the status is a deviation, and `desired_status` explains it.
#[tokio::test]
async fn the_next_plan_shows_what_an_action_changed() {
    let (case, task, provider) = with(&instance("wait_for = \"caught_up\"")).await;
    succeeds(&case, &provider, "dts_suspend", &task, &["SuspendDtsJob"]).await;
    let planned = case.terraform.plan().await.unwrap();
    assert_eq!(planned.planned_changes(), ["update dts_migration_instance.orders"], "{}", planned.output());
    case.apply(&instance("wait_for = \"caught_up\"\n  desired_status = \"suspended\"")).await;
    assert_eq!(case.job().await["status"], "Suspending");

    succeeds(&case, &provider, "dts_resume", &task, &["StartDtsJob"]).await;
    case.write(&instance("wait_for = \"caught_up\""));
    applied(&case.terraform).await;
    let mark = case.mark().await;
    succeeds(&case, &provider, "dts_cut_over", &task, &["StopDtsJob"]).await;
    case.apply(&instance("wait_for = \"caught_up\"\n  desired_status = \"stopped\"")).await;
    assert_eq!(case.mutations_since(mark).await, ["StopDtsJob"], "the apply only writes the state");
}

#[tokio::test]
async fn a_cut_over_waits_for_the_destination_and_is_limited() {
    let (case, task, provider) = with(&instance("")).await;
    let job = task["task_id"].as_str().unwrap().to_owned();
    case.control.force(&job, &json!({"status": "Migrating", "phase": "full", "hold": true})).await.unwrap();
    let arguments = json!({ "task_id": job, "timeout": "2s" });
    let error = refused(&case, &provider, "dts_cut_over", &arguments, "The change takes longer than the timeout").await;
    assert!(error.detail.contains("Run the action again to continue waiting"), "{error:#?}");
    assert_eq!(case.job().await["status"], "Migrating", "a job that moves its first data is not stopped");
}

#[tokio::test]
async fn a_job_that_was_never_started_is_only_checked() {
    let (case, task, provider) = with(&hcl::trust_and_task()).await;
    for action in ["dts_suspend", "dts_resume", "dts_cut_over"] {
        let error = refused(&case, &provider, action, &task, CHANGED).await;
        assert!(error.detail.contains("Its dts_migration_instance starts it"), "{error:#?}");
    }
    let job = task["task_id"].as_str().unwrap().to_owned();
    case.control
        .force(&job, &json!({"precheck": {"CHECK_SAME_OBJ": "Failed"}, "status": "PrecheckFailed"}))
        .await
        .unwrap();
    let invoked = provider.invoke("dts_precheck", &task).await.unwrap();
    let summaries: Vec<&str> = invoked.reported.iter().map(|one| one.summary.as_str()).collect();
    assert_eq!(summaries, ["Precheck item CHECK_SAME_OBJ failed"], "{:#?}", invoked.reported);

    let ignoring = json!({ "task_id": job, "ignore": ["CHECK_SAME_OBJ"] });
    let passed = provider.invoke("dts_precheck", &ignoring).await.unwrap();
    assert!(passed.succeeded(), "{:#?}", passed.reported);
    assert!(passed.progress.last().unwrap().starts_with("the precheck has passed"), "{:?}", passed.progress);
    let again = provider.invoke("dts_precheck", &ignoring).await.unwrap();
    assert!(again.succeeded(), "{:#?}", again.reported);
    assert_eq!(case.job().await["status"], "PreCheckPass");
}

#[tokio::test]
async fn a_purchased_job_is_not_checked() {
    let (case, task, provider) = with(&instance("")).await;
    let error = refused(&case, &provider, "dts_precheck", &task, "The migration task was purchased").await;
    assert!(error.detail.contains("was not started"), "{error:#?}");
}

#[tokio::test]
async fn an_action_on_no_job_or_a_job_of_another_account_is_refused() {
    let (case, task, _) = with(&hcl::trust_and_task()).await;
    let other = Provider::start(&case.emulator.url(), SOURCE_OWNER).await.unwrap();
    for action in ["dts_suspend", "dts_resume", "dts_cut_over", "dts_precheck"] {
        let error = refused(&case, &other, action, &task, "No such task").await;
        assert!(error.detail.contains("provider alias"), "{error:#?}");
        let planned = other.plan_action(action, &task).await.unwrap();
        assert!(planned.is_empty(), "a plan does not look for the job: {planned:#?}");
        let planned = other.plan_action(action, &json!({ "task_id": "no job" })).await.unwrap();
        assert!(planned.iter().any(|one| one.error), "{action}");
    }
}
