//! Commands that are stopped while they wait: by Ctrl-C, by a supervisor, by a kill.

#![cfg(unix)]

use std::time::{Duration, Instant};

use acceptance_harness::terraform::{Run, Running};
use serde_json::{Value as Json, json};

use crate::support::case::Case;

/// Two seconds for the provider, and the time in which Terraform exits on a busy machine.
const SOON: Duration = Duration::from_secs(4);
/// Longer than any command takes to start.
const LIMIT: Duration = Duration::from_secs(60);

/// A wait: the changing call before it, and the poll that is repeated in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    pub(crate) command: &'static str,
    pub(crate) after: &'static str,
    pub(crate) look: &'static str,
}

/// Runs the command into its wait, which then does not finish: the job stays as it is until [`continue_job`].
pub(crate) async fn waiting(case: &Case, wait: Wait) -> Running {
    let second = json!({
        "match": {"action": wait.look}, "since": {"action": wait.after}, "after": 1, "kind": "hold_before",
    });
    case.control.fault(&second).await.unwrap();
    let mut running = case.terraform.start(&[wait.command, "-json", "-auto-approve"]).unwrap();
    until_held(case, &mut running).await;
    force_all(case, &json!({"hold": true})).await;
    case.control.release().await.unwrap();
    running
}

/// The job moves again.
pub(crate) async fn continue_job(case: &Case) {
    force_all(case, &json!({"hold": false})).await;
}

/// Sends a signal to all processes of the group, as a terminal does; the provider and Terraform exit soon.
pub(crate) async fn stop_with_signal(signal: &str, running: Running) -> Run {
    let begun = Instant::now();
    running.signal_group(signal).await.unwrap();
    let run = exits_soon(begun, running).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    run
}

/// Waits for the exit, which must come soon.
pub(crate) async fn exits_soon(begun: Instant, running: Running) -> Run {
    let run = running.ended().await.unwrap();
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    run
}

/// Waits until the emulator holds a call.
pub(crate) async fn until_held(case: &Case, running: &mut Running) {
    let begun = Instant::now();
    while case.control.held().await.unwrap().is_empty() {
        assert!(!running.has_ended() && begun.elapsed() < LIMIT, "no call was held:\n{}", running.stdout());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until the command has printed this.
pub(crate) async fn until_printed(running: &Running, text: &str) {
    let begun = Instant::now();
    while !running.stdout().contains(text) {
        assert!(begun.elapsed() < LIMIT, "{text:?} was not printed:\n{}", running.stdout());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The next plan has nothing to do, or changes in place.
pub(crate) async fn plans_in_place(case: &Case) {
    let run = case.terraform.plan().await.unwrap();
    assert!(matches!(run.code, Some(0 | 2)), "{}", run.output());
    let changes = run.planned_changes();
    assert!(changes.iter().all(|change| change.starts_with("update ")), "{changes:?}");
}

async fn force_all(case: &Case, what: &Json) {
    let state = case.control.state().await.unwrap();
    for account in state["accounts"].as_array().unwrap() {
        for job in account["jobs"].as_array().unwrap() {
            case.control.force(job["id"].as_str().unwrap(), what).await.unwrap();
        }
    }
}

/// Applies until the emulator holds the first call of this action, and kills Terraform there. The call had its effect (`hold_after`) or
/// had none (`hold_before`).
pub(crate) async fn killed_at(case: &Case, action: &str, kind: &str) {
    case.control.fault(&json!({"match": {"action": action}, "kind": kind})).await.unwrap();
    let mut running = case.terraform.start(&["apply", "-json", "-auto-approve"]).unwrap();
    until_held(case, &mut running).await;
    running.kill_terraform().await.unwrap();
    assert_eq!(running.ended().await.unwrap().code, None);
    let begun = Instant::now();
    while !case.control.held().await.unwrap().is_empty() {
        assert!(begun.elapsed() < LIMIT, "the call of the killed process is still held");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
