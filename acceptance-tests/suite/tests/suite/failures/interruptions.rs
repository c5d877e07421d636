//! Ctrl-C, SIGTERM and second signals during every wait: the next run continues the interrupted operation in place.
#![cfg(unix)]

use std::time::Instant;

use acceptance_harness::terraform::Run;
use acceptance_harness::terraform::processes::{self, until_gone};
use dts_emulator::Options;
use serde_json::json;

use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::support::standalone::warnings;
use crate::support::stopped_command::{
    Wait, continue_job, exits_soon, plans_in_place, stop_with_signal, until_held, until_printed, waiting,
};

const PRECHECK: Wait = Wait { command: "apply", after: "StartDtsJob", look: "DescribePreCheckStatus" };
const START: Wait = Wait { command: "apply", after: "CreateDtsInstance", look: "DescribeDtsJobs" };
const STOP: Wait = Wait { command: "apply", after: "StopDtsJob", look: "DescribeDtsJobs" };
const DELETE: Wait = Wait { command: "destroy", ..STOP };
/// The line before which an argument of the instance is inserted.
const INSTANCE: &str = "  instance_class = ";

async fn slow() -> Case {
    Case::with(Options { polls: 3, ..Options::default() }).await
}

fn with(arguments: &str) -> Hcl {
    hcl::complete_migration().with(INSTANCE, &format!("  on_destroy = \"stop_and_release\"\n{arguments}{INSTANCE}"))
}

async fn count(case: &Case, action: &str) -> usize {
    case.mutations_since(0).await.iter().filter(|called| *called == action).count()
}

/// The remaining lifecycle: nothing is created twice, and nothing is left.
async fn keeps_running(case: &Case) {
    plans_in_place(case).await;
    continue_job(case).await;
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!((count(case, "ConfigureDtsJob").await, count(case, "CreateRole").await), (1, 1));
    assert!(count(case, "CreateDtsInstance").await <= 1);
    case.destroy().await;
}

fn warns(run: &Run, title: &str) {
    let all = warnings(run);
    assert!(all.contains(&title.to_owned()), "{title:?} is not among {all:?}\n{}", run.output());
    let tainted = run.errors().into_iter().filter(|error| !error.address.is_empty()).collect::<Vec<_>>();
    assert!(tainted.is_empty(), "an error of a resource would taint it: {tainted:#?}");
}

#[tokio::test]
async fn a_wait_for_a_new_role() {
    let case = slow().await;
    case.write(&hcl::trust_and_task());
    // RAM does not return the role before the test is over.
    let unseen = json!({
        "match": {"action": "GetRole"}, "since": {"action": "CreateRole"}, "times": 1000,
        "kind": "error", "code": "EntityNotExist.Role", "http_status": 404,
    });
    let wait = Wait { command: "apply", after: "CreateRole", look: "GetRole" };
    let second =
        json!({"match": {"action": wait.look}, "since": {"action": wait.after}, "after": 1, "kind": "hold_before"});
    case.control.fault(&second).await.unwrap();
    case.control.fault(&unseen).await.unwrap();
    let mut running = case.terraform.start(&["apply", "-json", "-auto-approve"]).unwrap();
    until_held(&case, &mut running).await;
    case.control.release().await.unwrap();
    stop_with_signal("INT", running).await;
    case.control.clear_faults().await.unwrap();
    let run = applied(&case.terraform).await;
    assert!(!run.planned_changes().iter().any(|change| change.contains("replace")), "{:?}", run.planned_changes());
    keeps_running(&case).await;
}

#[tokio::test]
async fn the_wait_for_a_precheck() {
    let case = slow().await;
    case.write(&hcl::trust_and_task());
    let run = stop_with_signal("INT", waiting(&case, PRECHECK).await).await;
    warns(&run, "Interrupted during the precheck");
    keeps_running(&case).await;
}

#[tokio::test]
async fn the_wait_for_a_start() {
    let case = slow().await;
    case.apply(&hcl::trust_and_task()).await;
    case.write(&with(""));
    let run = stop_with_signal("INT", waiting(&case, START).await).await;
    warns(&run, "Interrupted while waiting for the migration");
    keeps_running(&case).await;
}

/// A repeated apply is complete only when the goal of the interrupted one is reached.
#[tokio::test]
async fn the_next_apply_continues_the_wait_until_it_has_caught_up() {
    let case = slow().await;
    case.apply(&hcl::trust_and_task()).await;
    case.write(&with("  wait_for = \"caught_up\"\n"));
    let run = stop_with_signal("INT", waiting(&case, START).await).await;
    warns(&run, "Interrupted while waiting for the migration");
    continue_job(&case).await;
    let run = applied(&case.terraform).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_instance.orders"]);
    assert_eq!(case.job().await["progress"]["caught_up"], true);
    assert_no_changes(&case.terraform).await;
    assert_eq!(count(&case, "CreateDtsInstance").await, 1);
}

#[tokio::test]
async fn the_wait_of_a_cut_over_until_it_has_caught_up() {
    let case = slow().await;
    case.apply(&with("")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &json!({"phase": "full", "hold": true})).await.unwrap();
    case.write(&with("  desired_status = \"stopped\"\n"));
    // The refresh sends one or two describe calls; more calls belong to the wait.
    case.control
        .fault(&json!({"match": {"action": "DescribeDtsJobs"}, "after": 6, "kind": "hold_before"}))
        .await
        .unwrap();
    let mut running = case.terraform.start(&["apply", "-json", "-auto-approve"]).unwrap();
    until_held(&case, &mut running).await;
    stop_with_signal("INT", running).await;
    assert_eq!(count(&case, "StopDtsJob").await, 0, "it had not caught up");
    keeps_running(&case).await;
    assert_eq!(count(&case, "StopDtsJob").await, 1);
}

#[tokio::test]
async fn the_wait_of_a_cut_over_until_it_has_stopped() {
    let case = slow().await;
    case.apply(&with("  wait_for = \"caught_up\"\n")).await;
    case.write(&with("  wait_for = \"caught_up\"\n  desired_status = \"stopped\"\n"));
    stop_with_signal("INT", waiting(&case, STOP).await).await;
    keeps_running(&case).await;
    assert_eq!(count(&case, "DeleteDtsJob").await, 1, "the destroy's");
}

#[tokio::test]
async fn the_wait_of_a_destroy() {
    let case = slow().await;
    case.apply(&with("")).await;
    let run = stop_with_signal("INT", waiting(&case, DELETE).await).await;
    assert!(run.errors().iter().any(|error| error.summary == "Interrupted"), "{}", run.output());
    assert_eq!(count(&case, "DeleteDtsJob").await, 0);
    plans_in_place(&case).await;
    continue_job(&case).await;
    case.destroy().await;
}

/// A supervisor or a container runtime sends the signal to all processes, or to Terraform only.
#[tokio::test]
async fn sigterm_also_stops_a_wait() {
    for complete_group in [true, false] {
        let case = slow().await;
        case.write(&hcl::trust_and_task());
        let running = waiting(&case, PRECHECK).await;
        let begun = Instant::now();
        if complete_group {
            running.signal_group("TERM").await.unwrap();
        } else {
            running.signal("TERM").await.unwrap();
        }
        let run = exits_soon(begun, running).await;
        // The provider can return before Terraform handles its own signal.
        assert!(complete_group || run.code == Some(1), "{}", run.output());
        continue_job(&case).await;
        // A provider that received the signal can exit before it returns: then the next apply finds the job.
        applied(&case.terraform).await;
        assert_no_changes(&case.terraform).await;
        assert_eq!(count(&case, "ConfigureDtsJob").await, 1 + usize::from(adopted(&case).await));
        case.destroy().await;
    }
}

/// Whether the job was configured again under its ID.
async fn adopted(case: &Case) -> bool {
    let calls = case.control.requests().await.unwrap();
    calls.iter().any(|call| call["action"] == "ConfigureDtsJob" && call["parameters"]["DtsJobId"].is_string())
}

/// After the second signal, Terraform exits immediately and does not store the running operations. The provider hangs
/// here, so that the first signal alone does not end it.
#[tokio::test]
async fn a_second_signal_is_a_kill_and_the_next_apply_finds_what_there_is() {
    let case = slow().await;
    case.write(&with(""));
    let running = waiting(&case, PRECHECK).await;
    let providers = running.providers().await.unwrap();
    processes::signal("STOP", &providers).await.unwrap();
    running.signal_group("INT").await.unwrap();
    until_printed(&running, "Interrupt received").await;
    running.signal_group("INT").await.unwrap();
    until_printed(&running, "Two interrupts received").await;
    // Terraform requests that its providers stop, and would wait for these.
    processes::signal("KILL", &providers).await.unwrap();
    assert_eq!(running.ended().await.unwrap().code, Some(1));
    assert_eq!(until_gone(&providers, std::time::Duration::from_secs(10)).await.unwrap(), [0; 0]);

    continue_job(&case).await;
    let run = applied(&case.terraform).await;
    assert!(!run.planned_changes().iter().any(|change| change.contains("replace")), "{:?}", run.planned_changes());
    assert_no_changes(&case.terraform).await;
    case.job().await;
    assert_eq!(count(&case, "CreateDtsInstance").await, 1);
    case.destroy().await;
}
