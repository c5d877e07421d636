//! The ways in which a create can fail: the calls of the next apply, and that a destroy instead leaves nothing.
#![cfg(unix)]

use acceptance_harness::terraform::Feature;
use dts_emulator::Options;
use serde_json::json;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error};
use crate::support::hcl::{self, Hcl};
use crate::support::stopped_command::{Wait, continue_job, stop_with_signal, until_held, waiting};

/// The way in which a create fails.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Ctrl-C during this wait.
    Interrupted(Wait),
    /// The precheck of the task fails.
    PrecheckFailed,
    /// The instance was bought, and the job is in this status.
    Bought(&'static str),
    /// The instance was bought, and the timeout is over.
    TimedOut,
    /// The instance was bought, and the provider is killed.
    ProviderKilled,
    /// The instance was bought, and Terraform is killed.
    TerraformKilled,
}

const PRECHECK: Wait = Wait { command: "apply", after: "StartDtsJob", look: "DescribePreCheckStatus" };
const START: Wait = Wait { command: "apply", after: "CreateDtsInstance", look: "DescribeDtsJobs" };

/// The only expected list of calls, which is empty.
const NOTHING: &[&[&str]] = &[&[]];

fn configuration(limit: &str) -> Hcl {
    let timeouts = format!("  on_destroy = \"stop_and_release\"\n  timeouts {{\n    create = \"{limit}\"\n  }}\n");
    hcl::complete_migration()
        .with("  instance_class = ", &format!("{timeouts}  instance_class = "))
        .with("  objects = {", "  on_destroy = \"stop_and_release\"\n  objects = {")
}

/// Runs an apply that fails in this way. Afterwards, the injected faults are removed.
async fn ended(end: End) -> Case {
    let case = Case::with(Options { polls: 3, ..Options::default() }).await;
    case.write(&configuration("60s"));
    match end {
        End::Interrupted(wait) => {
            stop_with_signal("INT", waiting(&case, wait).await).await;
            continue_job(&case).await;
        }
        End::PrecheckFailed => {
            let mut running = held(&case, "StartDtsJob", "hold_before").await;
            force(&case, json!({"precheck": {"CHECK_CONN_SRC": "Failed"}})).await;
            case.control.release().await.unwrap();
            assert!(!running.has_ended());
            assert_eq!(running.ended().await.unwrap().code, Some(1));
        }
        End::Bought(status) => {
            let running = held(&case, "CreateDtsInstance", "hold_after").await;
            force(&case, json!({"status": status})).await;
            case.control.release().await.unwrap();
            let run = running.ended().await.unwrap();
            assert!(run.code == Some(1) && run.stdout.contains("still exists"), "{}", run.output());
        }
        End::TimedOut => {
            case.write(&configuration("3s"));
            let running = waiting(&case, START).await;
            let run = running.ended().await.unwrap();
            assert!(run.code == Some(1) && run.stdout.contains("still exists"), "{}", run.output());
            continue_job(&case).await;
            case.write(&configuration("60s"));
        }
        End::ProviderKilled => {
            let running = held(&case, "CreateDtsInstance", "hold_after").await;
            running.kill_providers().await.unwrap();
            assert_eq!(running.ended().await.unwrap().code, Some(1));
        }
        End::TerraformKilled => {
            let running = held(&case, "CreateDtsInstance", "hold_after").await;
            running.kill_terraform().await.unwrap();
            assert_eq!(running.ended().await.unwrap().code, None);
        }
    }
    case
}

/// An apply that the emulator holds at a call.
async fn held(case: &Case, action: &str, kind: &str) -> acceptance_harness::terraform::Running {
    case.control.fault(&json!({"match": {"action": action}, "kind": kind})).await.unwrap();
    let mut running = case.terraform.start(&["apply", "-json", "-auto-approve"]).unwrap();
    until_held(case, &mut running).await;
    running
}

async fn force(case: &Case, what: serde_json::Value) {
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &what).await.unwrap();
}

/// The next apply sends only the changing calls of one of the lists, and succeeds.
async fn next_apply_calls(end: End, expected: &[&[&str]]) {
    let case = ended(end).await;
    if let End::PrecheckFailed = end {
        force(&case, json!({"precheck": {"CHECK_CONN_SRC": "Success"}})).await;
    }
    let mark = case.mark().await;
    applied(&case.terraform).await;
    let calls = case.mutations_since(mark).await;
    let is_expected = expected.iter().any(|expected| calls == *expected);
    assert!(is_expected, "{end:?}: the calls are {calls:?}; expected one of {expected:?}");
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.job().await["status"], "Migrating", "{end:?}");
}

/// Runs the same failed create twice: followed by an apply, and followed by a destroy.
async fn both(end: End, next: &[&[&str]]) {
    next_apply_calls(end, next).await;
    let case = ended(end).await;
    let is_killed = matches!(end, End::TerraformKilled);
    if is_killed && case.terraform.lacks(Feature::StateAfterEachResource).await.unwrap() {
        // Without a state, a destroy finds nothing. An apply finds everything again.
        applied(&case.terraform).await;
        case.destroy().await;
        return;
    }
    let mark = case.mark().await;
    case.destroy().await;
    let calls = case.mutations_since(mark).await;
    assert!(calls.iter().all(|call| !call.starts_with("Create") && !call.starts_with("Start")), "{end:?}: {calls:?}");
}

#[tokio::test]
async fn interrupted_in_the_precheck() {
    // The provider runs a finished precheck again, and waits for a precheck that still runs.
    both(End::Interrupted(PRECHECK), &[&["CreateDtsInstance"], &["StartDtsJob", "CreateDtsInstance"]]).await;
}

#[tokio::test]
async fn interrupted_in_the_start() {
    both(End::Interrupted(START), NOTHING).await;
}

/// The job was not purchased and costs nothing: it is replaced by another one.
#[tokio::test]
async fn the_precheck_of_the_task_failed() {
    let again = ["DeleteDtsJob", "ConfigureDtsJob", "StartDtsJob", "CreateDtsInstance"];
    both(End::PrecheckFailed, &[&again]).await;
}

#[tokio::test]
async fn bought_and_the_precheck_failed() {
    both(End::Bought("PrecheckFailed"), &[&["StartDtsJob"]]).await;
}

#[tokio::test]
async fn bought_and_the_migration_failed() {
    both(End::Bought("MigrationFailed"), &[&["StartDtsJob"]]).await;
}

/// The account balance is increased outside Terraform; afterwards, no call is needed.
#[tokio::test]
async fn bought_and_locked() {
    let case = ended(End::Bought("Locked")).await;
    force(&case, json!({"status": "Migrating"})).await;
    let mark = case.mark().await;
    applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
    assert_no_changes(&case.terraform).await;
    ended(End::Bought("Locked")).await.destroy().await;
}

#[tokio::test]
async fn bought_and_the_time_is_up() {
    both(End::TimedOut, NOTHING).await;
}

#[tokio::test]
async fn bought_and_the_provider_is_killed() {
    both(End::ProviderKilled, NOTHING).await;
}

#[tokio::test]
async fn bought_and_terraform_is_killed() {
    both(End::TerraformKilled, NOTHING).await;
}

/// The counterpart of the destroys above: a task that must not be stopped keeps running, even without its instance.
#[tokio::test]
async fn while_data_moves_a_destroy_is_refused_unless_it_was_allowed() {
    let case = Case::with(Options { polls: 3, ..Options::default() }).await;
    case.write(&hcl::complete_migration());
    let running = held(&case, "CreateDtsInstance", "hold_after").await;
    running.kill_providers().await.unwrap();
    assert_eq!(running.ended().await.unwrap().code, Some(1));
    force(&case, json!({"status": "Migrating", "phase": "full", "hold": true})).await;
    let mark = case.mark().await;
    let run = case.terraform.destroy().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(only_error(&run.errors(), "The migration is running"), &["on_destroy", "stop_and_release"]);
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
    assert_eq!(case.job().await["status"], "Migrating");
}
