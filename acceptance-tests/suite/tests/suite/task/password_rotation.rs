//! Rotation of the passwords of a running migration: each endpoint separately, also after a run that was killed.

use acceptance_harness::terraform::Run;
use serde_json::json;

use crate::support::case::{Case, SOURCE_PASSWORD, applied, assert_detail, assert_no_changes};
use crate::support::hcl::{self, Hcl};

const ASSUMED: &str = "DTS rejected the password; it is probably the current one";

async fn running() -> Case {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    assert_eq!(case.job().await["status"], "Migrating");
    case
}

/// Both versions of the passwords.
fn versions(source: u8, destination: u8) -> Hcl {
    hcl::complete_migration()
        .with("= 1 # source", &format!("= {source} # source"))
        .with("= 1 # destination", &format!("= {destination} # destination"))
}

/// The endpoints of the calls of ModifyDtsJobPassword since a mark, and whether each succeeded.
async fn sent(case: &Case, mark: usize) -> Vec<(String, bool)> {
    let calls = case.control.requests().await.unwrap();
    let passwords = calls[mark..].iter().filter(|call| call["action"] == "ModifyDtsJobPassword");
    passwords
        .map(|call| (call["parameters"]["Endpoint"].as_str().unwrap().to_owned(), call["outcome"] == "OK"))
        .collect()
}

fn of(endpoint: &str, succeeded: bool) -> (String, bool) {
    (endpoint.to_owned(), succeeded)
}

/// The details of the warnings about a password that was assumed to be the current one.
fn assumed(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|one| one.severity == "warning" && one.summary == ASSUMED);
    warnings.map(|one| one.detail).collect()
}

/// One counter for both endpoints, as many configurations have it: only one password is a new one.
#[tokio::test]
async fn a_password_that_the_job_has_already_does_not_fail_the_rotation_of_the_other() {
    let mut case = running().await;
    case.terraform.set("TF_VAR_source_password", "rotated");
    let mark = case.mark().await;
    let run = case.apply(&versions(2, 2)).await;
    assert_eq!(sent(&case, mark).await, [of("src", true), of("dest", false)]);
    let warnings = assumed(&run);
    assert_eq!(warnings.len(), 1, "{}", run.output());
    for piece in ["InvalidParameter", "request id", "destination", "increment destination.password_wo_version"] {
        assert!(warnings[0].contains(piece), "{piece:?} is missing in {}", warnings[0]);
    }
    let mark = case.mark().await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(sent(&case, mark).await, []);
}

/// The counterpart: another rejection is an error, and the next apply sends the password again.
#[tokio::test]
async fn a_rejection_for_another_reason_is_an_error() {
    let mut case = running().await;
    case.terraform.set("TF_VAR_source_password", "rotated");
    let fault = json!({
        "match": {"action": "ModifyDtsJobPassword"}, "kind": "error", "code": "InvalidParameter",
        "message": "The Value of Input Parameter UserName is not valid", "http_status": 200,
    });
    case.control.fault(&fault).await.unwrap();
    let errors = case.refused_apply(&versions(2, 1)).await;
    assert_eq!(errors[0].summary, "Cannot change a password of the migration task");
    assert_detail(&errors[0], &["UserName"]);
    let mark = case.mark().await;
    let run = case.apply(&versions(2, 1)).await;
    assert_eq!((sent(&case, mark).await, assumed(&run)), (vec![of("src", true)], vec![]));
}

#[cfg(unix)]
#[tokio::test]
async fn a_rotation_that_was_killed_after_the_first_endpoint_continues() {
    let mut case = running().await;
    case.terraform.set("TF_VAR_source_password", "rotated");
    case.terraform.set("TF_VAR_destination_password", "rotated as well");
    let second = json!({"match": {"action": "ModifyDtsJobPassword"}, "after": 1, "kind": "hold_before"});
    case.control.fault(&second).await.unwrap();
    case.write(&versions(2, 2));
    let mut killed = case.terraform.start(&["apply", "-json", "-auto-approve"]).unwrap();
    crate::support::stopped_command::until_held(&case, &mut killed).await;
    killed.signal_group("KILL").await.unwrap();
    let _ = killed.kill_providers().await;
    killed.ended().await.unwrap();
    case.control.clear_faults().await.unwrap();
    // The killed client is gone: the emulator drops its call.
    case.control.release().await.unwrap();

    let mark = case.mark().await;
    let run = applied(&case.terraform).await;
    let calls = sent(&case, mark).await;
    assert_eq!(calls[0], of("src", false), "the job has it: {calls:?}");
    assert_eq!(calls[1].0, "dest");
    assert!(!assumed(&run).is_empty(), "{}", run.output());
    assert_no_changes(&case.terraform).await;
}

/// `password_wo` in the place of `password`: the state has the password, so it is not sent again.
#[tokio::test]
async fn a_password_that_moves_out_of_the_state_is_not_sent_again() {
    let case = Case::start().await;
    let plain = hcl::complete_migration().with(
        "password_wo         = var.source_password\n    password_wo_version = 1 # source",
        &format!("password = {SOURCE_PASSWORD:?}"),
    );
    case.apply(&plain).await;
    let mark = case.mark().await;
    let run = case.apply(&hcl::complete_migration()).await;
    assert_eq!((sent(&case, mark).await, assumed(&run)), (vec![], vec![]), "{}", run.output());

    // The counterpart: a new plain password is sent.
    let mark = case.mark().await;
    case.apply(&plain.with(&format!("{SOURCE_PASSWORD:?}"), "\"rotated\"")).await;
    assert_eq!(sent(&case, mark).await, [of("src", true)]);
}
