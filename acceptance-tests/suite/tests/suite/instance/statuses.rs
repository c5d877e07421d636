//! Destroy from every status; statuses that never change, and unknown statuses.

use serde_json::json;

use crate::support::case::{assert_detail, assert_no_changes, only_error};
use crate::support::standalone::{StandaloneInstance, warnings};

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
async fn instance_in(status: &str, held: bool, arguments: &str) -> StandaloneInstance {
    let standalone = StandaloneInstance::start(1).await;
    let quick = "  timeouts {\n    delete = \"12s\"\n  }";
    standalone.apply(&standalone.with(&format!("{arguments}\n{quick}"))).await;
    standalone.force(json!({"status": status, "hold": held})).await;
    standalone
}

async fn assert_destroyed(standalone: &StandaloneInstance, status: &str) {
    standalone.terraform.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{status}: {error}"));
    let account = standalone.case.account("2345678901234567").await;
    assert_eq!(account["jobs"], json!([]), "{status}: {account:#}");
}

#[tokio::test]
async fn destroy_passes_or_is_refused_from_every_status() {
    for (status, refused) in STATUSES {
        let standalone = instance_in(status, refused || status == "Prechecking", "").await;
        if !refused {
            assert_destroyed(&standalone, status).await;
            continue;
        }
        let errors = standalone.terraform.destroy().await.unwrap().errors();
        assert_detail(
            only_error(&errors, "The migration is running"),
            &[status, "on_destroy", "desired_status = \"stopped\""],
        );
        assert_eq!(standalone.case.job().await["status"], status);
    }
}

/// A running migration is stopped first; a status that never changes is not waited for until the time is up.
#[tokio::test]
async fn with_stop_and_release_destroy_passes_from_every_status() {
    for (status, _) in STATUSES {
        let held = matches!(status, "Prechecking" | "Upgrade" | "Downgrade" | "Locked");
        let standalone = instance_in(status, held, "on_destroy = \"stop_and_release\"").await;
        assert_destroyed(&standalone, status).await;
    }
}

#[tokio::test]
async fn an_unknown_status_is_waited_out() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.write(&standalone.with(""));
    let rule = json!({
        "match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "since": {"action": "CreateDtsInstance"},
    });
    standalone.case.control.fault(&rule).await.unwrap();
    let later = json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "after": 3});
    let external_change = async {
        standalone.until_held().await;
        standalone.force(json!({"shown_status": "Rebalancing"})).await;
        standalone.case.control.clear_faults().await.unwrap();
        standalone.case.control.fault(&later).await.unwrap();
        standalone.case.control.release().await.unwrap();
        // Polled three more times, and the wait continues.
        standalone.until_held().await;
        standalone.force(json!({"shown_status": ""})).await;
        standalone.case.control.release().await.unwrap();
    };
    let (run, ()) = tokio::join!(standalone.terraform.apply(), external_change);
    run.unwrap().success().unwrap();
    assert_no_changes(&standalone.terraform).await;

    // A job in such a status is not drift, and guarded.
    standalone.force(json!({"shown_status": "Rebalancing"})).await;
    assert_no_changes(&standalone.terraform).await;
    only_error(&standalone.terraform.destroy().await.unwrap().errors(), "The migration is running");
}

#[tokio::test]
async fn a_locked_migration_is_reported_and_changes_nothing() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("")).await;
    standalone.force(json!({"status": "Locked"})).await;
    let run = standalone.terraform.plan().await.unwrap();
    assert_eq!((run.code, warnings(&run)), (Some(0), vec!["The migration is locked".to_owned()]), "{}", run.output());
    let errors = standalone.refused_plan(&standalone.with("").with("\"small\"", "\"large\"")).await;
    assert_detail(only_error(&errors, "The migration is locked"), &["instance_class", "overdue amount"]);
    let errors = standalone.refused_plan(&standalone.with("desired_status = \"stopped\"")).await;
    assert_detail(only_error(&errors, "The migration does not catch up"), &["Locked", "on_destroy"]);
}
