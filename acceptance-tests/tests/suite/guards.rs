//! What is never done unasked, and what is refused because it cannot be done.

use acceptance_tests::terraform::Diagnostic;

use crate::case::{Case, only, points_at, says};
use crate::hcl::{self, Hcl};

fn with(arguments: &str) -> Hcl {
    hcl::whole().with("  instance_class = ", &format!("{arguments}\n  instance_class = "))
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
async fn a_running_migration_is_not_destroyed_unless_asked_to() {
    let case = running().await;
    let mark = case.mark().await;
    let errors = destroy_refused(&case).await;
    let error = only(&errors, "The migration is running");
    says(error, &["desired_status = \"stopped\"", "overwrites", "on_destroy = \"stop_and_release\""]);
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new(), "nothing was stopped, nothing deleted");
    assert_eq!(case.job().await["status"], "Migrating");

    case.apply(&with("on_destroy = \"stop_and_release\"")).await;
    case.destroy().await;
}

/// Without a refresh the plan knows nothing of the running job; the delete itself looks again.
#[tokio::test]
async fn a_stale_state_does_not_get_past_the_guard() {
    let case = Case::start().await;
    case.apply(&with("desired_status = \"running\"")).await;
    case.apply(&with("desired_status = \"suspended\"")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &serde_json::json!({"status": "Migrating"})).await.unwrap();
    let run = case.terraform.run(&["destroy", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    only(&run.errors(), "The migration is running");
    assert_eq!(case.job().await["status"], "Migrating");
}

#[tokio::test]
async fn a_new_instance_begins_running() {
    let case = Case::start().await;
    for status in ["suspended", "stopped"] {
        let configuration = with(&format!("  desired_status = \"{status}\""));
        let errors = case.refused_plan(&configuration).await;
        let error = only(&errors, "A new instance cannot begin otherwise than running");
        points_at(error, &configuration, "desired_status");
    }
    case.apply(&with("  desired_status = \"running\"")).await;
}

#[tokio::test]
async fn a_class_goes_up_only() {
    let case = Case::start().await;
    let class = |class: &str| with("").with("\"small\"", &format!("\"{class}\""));
    case.apply(&class("medium")).await;
    let errors = case.refused_plan(&class("small")).await;
    let error = only(&errors, "The class cannot be lowered");
    points_at(error, &class("small"), "instance_class");
    says(error, &["\"medium\"", "large, xlarge, xxlarge"]);
    case.apply(&class("large")).await;
}

#[tokio::test]
async fn a_running_task_keeps_its_configuration_but_not_its_name() {
    let case = running().await;
    let errors = case.refused_plan(&with("").with("orders = {}", "inventory = {}")).await;
    let error = only(&errors, "The migration has started");
    says(error, &["objects", "-replace=", "conflict_mode"]);
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
        says(only(&errors, "The migration has ended"), &["desired_status = \"stopped\"", "-replace="]);
    }
    case.apply(&with("desired_status = \"stopped\"\ntags = { a = \"b\" }")).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_wait_that_would_never_end_is_refused_before_the_purchase() {
    let case = Case::start().await;
    let errors = case.refused_apply(&with("  wait_for = \"finished\"")).await;
    says(only(&errors, "The wait would never end"), &["wait_for = \"caught_up\""]);
    assert_eq!(case.job().await["purchased"], false);
    // Now the task is there: the plan can tell already.
    case.refused_plan(&with("  wait_for = \"finished\"")).await;
    case.apply(&with("  wait_for = \"caught_up\"")).await;
    assert_eq!(case.job().await["progress"]["caught_up"], true);
}
