//! Destroy from every status; statuses that never change, and statuses nobody knows.

use serde_json::json;

use crate::support::case::{only, says, settled};
use crate::support::standalone::{Alone, warnings};

/// Every status of a job, and whether a destroy is refused in it.
const STATUSES: [(&str, bool); 13] = [
    ("NotConfigured", false),
    ("NotStarted", false),
    ("Prechecking", false),
    ("PrecheckFailed", false),
    ("PreCheckPass", false),
    ("Migrating", true),
    ("Suspending", false),
    ("Retrying", true),
    ("MigrationFailed", false),
    ("Finished", false),
    ("Upgrade", true),
    ("Downgrade", true),
    ("Locked", false),
];

/// An instance whose job is in a status, and stays there if it is held.
async fn instance_in(status: &str, held: bool, arguments: &str) -> Alone {
    let alone = Alone::start(1).await;
    let quick = "  timeouts {\n    delete = \"12s\"\n  }";
    alone.apply(&alone.with(&format!("{arguments}\n{quick}"))).await;
    alone.force(json!({"status": status, "hold": held})).await;
    alone
}

async fn is_destroyed(alone: &Alone, status: &str) {
    alone.terraform.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{status}: {error}"));
    let account = alone.case.account("2345678901234567").await;
    assert_eq!(account["jobs"], json!([]), "{status}: {account:#}");
}

#[tokio::test]
async fn destroy_passes_or_is_refused_from_every_status() {
    for (status, refused) in STATUSES {
        let alone = instance_in(status, refused || status == "Prechecking", "").await;
        if !refused {
            is_destroyed(&alone, status).await;
            continue;
        }
        let errors = alone.terraform.destroy().await.unwrap().errors();
        says(only(&errors, "The migration is running"), &[status, "on_destroy", "desired_status = \"stopped\""]);
        assert_eq!(alone.case.job().await["status"], status);
    }
}

/// A running migration is stopped first; a status that never changes is not waited for until the time is up.
#[tokio::test]
async fn with_stop_and_release_destroy_passes_from_every_status() {
    for (status, _) in STATUSES {
        let held = matches!(status, "Prechecking" | "Upgrade" | "Downgrade" | "Locked");
        let alone = instance_in(status, held, "on_destroy = \"stop_and_release\"").await;
        is_destroyed(&alone, status).await;
    }
}

#[tokio::test]
async fn a_status_nobody_knows_is_waited_out() {
    let alone = Alone::start(1).await;
    alone.write(&alone.with(""));
    let rule = json!({
        "match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "since": {"action": "CreateDtsInstance"},
    });
    alone.case.control.fault(&rule).await.unwrap();
    let later = json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "after": 3});
    let meddle = async {
        alone.until_held().await;
        alone.force(json!({"shown_status": "Rebalancing"})).await;
        alone.case.control.clear_faults().await.unwrap();
        alone.case.control.fault(&later).await.unwrap();
        alone.case.control.release().await.unwrap();
        // Looked at three times more, and still waited for.
        alone.until_held().await;
        alone.force(json!({"shown_status": ""})).await;
        alone.case.control.release().await.unwrap();
    };
    let (run, ()) = tokio::join!(alone.terraform.apply(), meddle);
    run.unwrap().success().unwrap();
    settled(&alone.terraform).await;

    // A job of such a status is no drift, and guarded.
    alone.force(json!({"shown_status": "Rebalancing"})).await;
    settled(&alone.terraform).await;
    only(&alone.terraform.destroy().await.unwrap().errors(), "The migration is running");
}

#[tokio::test]
async fn a_locked_migration_is_told_and_changes_nothing() {
    let alone = Alone::start(1).await;
    alone.apply(&alone.with("")).await;
    alone.force(json!({"status": "Locked"})).await;
    let run = alone.terraform.plan().await.unwrap();
    assert_eq!((run.code, warnings(&run)), (Some(0), vec!["The migration is locked".to_owned()]), "{}", run.output());
    let errors = alone.refused_plan(&alone.with("").with("\"small\"", "\"large\"")).await;
    says(only(&errors, "The migration is locked"), &["instance_class", "overdue amount"]);
    let errors = alone.refused_plan(&alone.with("desired_status = \"stopped\"")).await;
    says(only(&errors, "The migration does not catch up"), &["Locked", "on_destroy"]);
}
