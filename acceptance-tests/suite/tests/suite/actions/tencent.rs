//! The actions of Tencent Cloud, over the wire.

use acceptance_harness::profiles::{Key, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_wire::Provider;
use serde_json::{Value as Json, json};

use super::{refused, succeeds};
use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::Hcl;
use crate::tencent::support::complete_migration;

const CHANGED: &str = "The migration job cannot be changed now";

async fn provider(case: &Case, key: Key) -> Provider {
    let block = json!({"tencent": {
        "region": "ap-guangzhou",
        "secret_id": key.id,
        "secret_key": key.secret,
        "endpoints": {"dts": case.emulator.url(), "cam": case.emulator.url(), "sts": case.emulator.url()},
    }});
    Provider::start_with(&block).await.unwrap()
}

/// An applied configuration, the ID of its job, and a provider of the job's account.
async fn with(configuration: &Hcl) -> (Case, Json, Provider) {
    let case = Case::start().await;
    case.apply(configuration).await;
    let id = case.terraform.attributes("dts_tencent_migration_instance.orders").await.unwrap()["id"].clone();
    let provider = provider(&case, TENCENT_TARGET).await;
    (case, json!({ "instance_id": id }), provider)
}

fn task(arguments: &str) -> Hcl {
    complete_migration().with("  on_destroy  = \"stop\"\n", &format!("  on_destroy  = \"stop\"\n  {arguments}\n"))
}

#[tokio::test]
async fn a_job_is_paused_resumed_and_completed() {
    let (case, job, provider) = with(&task("wait_for = \"caught_up\"")).await;
    succeeds(&case, &provider, "dts_tencent_pause", &job, &["PauseMigrateJob"]).await;
    succeeds(&case, &provider, "dts_tencent_pause", &job, &[]).await;
    let error = refused(&case, &provider, "dts_tencent_complete", &job, CHANGED).await;
    assert!(error.detail.contains("Run dts_tencent_resume first"), "{error:#?}");
    refused(&case, &provider, "dts_tencent_check", &job, CHANGED).await;
    let planned = case.terraform.plan().await.unwrap();
    assert_eq!(planned.planned_changes(), ["update dts_tencent_migration_task.orders"], "{}", planned.output());

    succeeds(&case, &provider, "dts_tencent_resume", &job, &["ContinueMigrateJob"]).await;
    succeeds(&case, &provider, "dts_tencent_resume", &job, &[]).await;
    assert_no_changes(&case.terraform).await;

    let completed = succeeds(&case, &provider, "dts_tencent_complete", &job, &["CompleteMigrateJob"]).await;
    assert!(completed.progress.last().unwrap().contains("is success"), "{:?}", completed.progress);
    succeeds(&case, &provider, "dts_tencent_complete", &job, &[]).await;
    refused(&case, &provider, "dts_tencent_resume", &job, CHANGED).await;
    refused(&case, &provider, "dts_tencent_pause", &job, CHANGED).await;
    let mark = case.mark().await;
    case.apply(&task("wait_for = \"caught_up\"\n  desired_status = \"completed\"")).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new(), "the apply only writes the state");
    case.destroy().await;
}

#[tokio::test]
async fn a_job_that_was_never_started_is_only_checked() {
    let (case, job, provider) = with(&task("desired_status = \"checked\"")).await;
    for action in ["dts_tencent_pause", "dts_tencent_resume", "dts_tencent_complete"] {
        let error = refused(&case, &provider, action, &job, CHANGED).await;
        assert!(error.detail.contains("Its dts_tencent_migration_task starts it"), "{error:#?}");
    }
    let checked = succeeds(&case, &provider, "dts_tencent_check", &job, &["CreateMigrateCheckJob"]).await;
    assert!(checked.progress.last().unwrap().starts_with("the check has passed"), "{:?}", checked.progress);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn an_action_on_no_job_or_a_job_of_another_account_is_refused() {
    let (case, job, _) = with(&task("desired_status = \"checked\"")).await;
    let other = provider(&case, TENCENT_SOURCE).await;
    for action in ["dts_tencent_pause", "dts_tencent_resume", "dts_tencent_complete", "dts_tencent_check"] {
        refused(&case, &other, action, &job, "No such migration job").await;
        assert!(other.plan_action(action, &job).await.unwrap().is_empty());
        let planned = other.plan_action(action, &json!({ "instance_id": "no job" })).await.unwrap();
        assert!(planned.iter().any(|one| one.error), "{action}");
    }
    case.destroy().await;
}
