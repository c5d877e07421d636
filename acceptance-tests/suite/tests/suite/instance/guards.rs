//! What is done only on explicit request, and what is refused because it is impossible.

use acceptance_harness::terraform::Diagnostic;

use crate::support::case::{Case, assert_detail, assert_line, only_error};
use crate::support::hcl::{self, Hcl};

fn with(arguments: &str) -> Hcl {
    hcl::complete_migration().with("  instance_class = ", &format!("{arguments}\n  instance_class = "))
}

/// A running migration with the defaults.
async fn running() -> Case {
    let case = Case::start().await;
    case.apply(&with("")).await;
    case
}

async fn destroy_refused(case: &Case) -> Vec<Diagnostic> {
    let run = case.terraform.destroy().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    run.errors()
}

#[tokio::test]
async fn a_running_migration_is_destroyed_only_on_request() {
    let case = running().await;
    let mark = case.mark().await;
    let errors = destroy_refused(&case).await;
    let error = only_error(&errors, "The migration is running");
    assert_detail(error, &["desired_status = \"stopped\"", "overwrite", "on_destroy = \"stop_and_release\""]);
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new(), "nothing was stopped, nothing deleted");
    assert_eq!(case.job().await["status"], "Migrating");

    case.apply(&with("on_destroy = \"stop_and_release\"")).await;
    case.destroy().await;
}

/// Without a refresh the plan knows nothing of the running job; the delete itself reads the status again.
#[tokio::test]
async fn a_stale_state_does_not_get_past_the_guard() {
    let case = Case::start().await;
    case.apply(&with("desired_status = \"running\"")).await;
    case.apply(&with("desired_status = \"suspended\"")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &serde_json::json!({"status": "Migrating"})).await.unwrap();
    let run = case.terraform.run(&["destroy", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    only_error(&run.errors(), "The migration is running");
    assert_eq!(case.job().await["status"], "Migrating");
}

#[tokio::test]
async fn a_new_instance_begins_running() {
    let case = Case::start().await;
    for status in ["suspended", "stopped"] {
        let configuration = with(&format!("  desired_status = \"{status}\""));
        let errors = case.refused_plan(&configuration).await;
        let error = only_error(&errors, "A new instance must be running");
        assert_line(error, &configuration, "desired_status");
    }
    case.apply(&with("  desired_status = \"running\"")).await;
}

#[tokio::test]
async fn a_class_can_only_be_upgraded() {
    let case = Case::start().await;
    let class = |class: &str| with("").with("\"small\"", &format!("\"{class}\""));
    case.apply(&class("medium")).await;
    let errors = case.refused_plan(&class("small")).await;
    let error = only_error(&errors, "The class cannot be lowered");
    assert_line(error, &class("small"), "instance_class");
    assert_detail(error, &["\"medium\"", "large, xlarge, xxlarge"]);
    case.apply(&class("large")).await;
}

#[tokio::test]
async fn a_running_task_keeps_its_configuration_but_not_its_name() {
    let case = running().await;
    let errors = case.refused_plan(&with("").with("orders = { all = true }", "inventory = { all = true }")).await;
    let error = only_error(&errors, "The migration has started");
    assert_detail(error, &["objects", "-replace=", "conflict_mode"]);
    let mark = case.mark().await;
    case.apply(&with("").with("= \"orders\"\n", "= \"renamed\"\n")).await;
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJobName"]);
    assert_eq!(case.job().await["name"], "renamed");
}

#[tokio::test]
async fn what_was_stopped_is_not_started_again() {
    let case = running().await;
    case.apply(&with("desired_status = \"stopped\"")).await;
    for status in ["running", "suspended"] {
        let errors = case.refused_plan(&with(&format!("desired_status = \"{status}\""))).await;
        assert_detail(
            only_error(&errors, "The migration has finished"),
            &["desired_status = \"stopped\"", "-replace="],
        );
    }
    case.apply(&with("desired_status = \"stopped\"\ntags = { a = \"b\" }")).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_wait_that_would_never_end_is_refused_before_the_purchase() {
    let case = Case::start().await;
    let errors = case.refused_apply(&with("  wait_for = \"finished\"")).await;
    assert_detail(only_error(&errors, "The wait would never end"), &["wait_for = \"caught_up\""]);
    assert_eq!(case.job().await["purchased"], false);
    // Now the task is there: the plan can already report it.
    case.refused_plan(&with("  wait_for = \"finished\"")).await;
    case.apply(&with("  wait_for = \"caught_up\"")).await;
    assert_eq!(case.job().await["progress"]["caught_up"], true);
}

/// A job that does not run cannot catch up, so there is no wait.
#[tokio::test]
async fn only_a_running_migration_is_cut_over() {
    let case = running().await;
    case.apply(&with("desired_status = \"suspended\"")).await;
    let stop = with("desired_status = \"stopped\"");
    let errors = case.refused_plan(&stop).await;
    let error = only_error(&errors, "The migration does not catch up");
    assert_detail(error, &["Suspending", "desired_status = \"running\"", "on_destroy = \"stop_and_release\""]);
    assert_line(error, &stop, "desired_status");
    // Not refreshed, it is seen at apply, and nothing is stopped.
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.apply(&with("desired_status = \"running\"")).await;
    case.control.force(&job, &serde_json::json!({"status": "MigrationFailed"})).await.unwrap();
    let mark = case.mark().await;
    case.write(&stop);
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_detail(only_error(&run.errors(), "The migration does not catch up"), &["MigrationFailed"]);
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}

#[tokio::test]
async fn what_has_ended_keeps_its_class() {
    let case = running().await;
    let stopped = with("desired_status = \"stopped\"");
    case.apply(&stopped).await;
    let raised = stopped.with("\"small\"", "\"large\"");
    let errors = case.refused_plan(&raised).await;
    let error = only_error(&errors, "The migration has finished");
    assert_detail(error, &["instance_class = \"small\""]);
    assert_line(error, &raised, "instance_class");
}

/// The private data of the only instance in a state file, with what is remembered of it changed.
fn with_private(state: &str, name: &str, value: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut state: serde_json::Value = serde_json::from_str(state).unwrap();
    let resources = state["resources"].as_array_mut().unwrap();
    let instance = resources.iter_mut().find(|resource| resource["type"] == "dts_migration_instance").unwrap();
    let private = &mut instance["instances"][0]["private"];
    let mut memory: serde_json::Value =
        serde_json::from_slice(&STANDARD.decode(private.as_str().unwrap()).unwrap()).unwrap();
    assert!(memory[name]["value"].is_string(), "{name} is remembered: {memory:#}");
    memory[name]["value"] = value.into();
    *private = STANDARD.encode(memory.to_string()).into();
    state.to_string()
}

#[tokio::test]
async fn a_migration_that_is_suspended_for_too_long_is_reported() {
    let case = running().await;
    let suspended = with("desired_status = \"suspended\"");
    case.apply(&suspended).await;
    let reported = async || {
        let run = case.terraform.plan().await.unwrap();
        assert_eq!(run.code, Some(0), "{}", run.output());
        let about = run.diagnostics().into_iter().filter(|one| one.address.contains("instance"));
        about.map(|one| one.detail).collect::<Vec<_>>()
    };
    assert_eq!(reported().await, [""; 0], "just now");
    let path = case.terraform.directory().join("terraform.tfstate");
    for (since, consequence) in
        [(8, "it may not be possible to resume"), (8 * 24, "has to start again from the beginning")]
    {
        let since = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(since);
        let state = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, with_private(&state, "suspended_since", &since.to_string())).unwrap();
        let reported = reported().await;
        assert!(reported.len() == 1 && reported[0].contains(consequence), "{reported:?}");
    }
}
