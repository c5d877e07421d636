//! The example of a synchronization, and what its README does with it.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::support::case::{Case, SOURCE_PASSWORD};

const VALUES: &str = "-var-file=example.tfvars";
const TASK: &str = "dts_synchronization_task.orders";
const INSTANCE: &str = "dts_synchronization_instance.orders";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/synchronization-cross-account")
}

/// Applies the example with values of its variables. The next plan must be empty, and these are the calls that changed something.
async fn applied(case: &Case, variables: &[&str]) -> Vec<String> {
    let with = |command: &[&'static str]| -> Vec<String> {
        command.iter().chain(&[VALUES]).chain(variables).map(|one| (*one).to_owned()).collect()
    };
    let mark = case.mark().await;
    for command in [&["apply", "-auto-approve"][..], &["plan", "-detailed-exitcode"]] {
        let arguments = with(command);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        case.terraform.run(&arguments).await.unwrap().success().unwrap();
    }
    case.mutations_since(mark).await
}

#[tokio::test]
async fn it_is_applied_changed_in_place_suspended_resumed_and_destroyed() {
    let mut case = Case::start().await;
    case.terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    case.terraform.copy_files(&folder()).unwrap();
    let only = format!("-target={TASK}");
    let calls = applied(&case, &[&only]).await;
    assert!(!calls.contains(&"CreateDtsInstance".to_owned()), "nothing is bought with the task alone: {calls:?}");
    applied(&case, &[]).await;
    let task = case.terraform.attributes(TASK).await.unwrap();
    assert_eq!((&task["scenario"], &task["precheck_state"]), (&json!("cross_account_source"), &json!("passed")));

    let tables = "-var=tables=[\"customers\",\"orders\",\"order_items\"]";
    for (variables, expected, status) in [
        (&[tables][..], ["ModifyDtsJob"], "Synchronizing"),
        (&[tables, "-var=desired_status=suspended"], ["SuspendDtsJob"], "Suspending"),
        (&[tables, "-var=desired_status=running"], ["StartDtsJob"], "Synchronizing"),
    ] {
        assert_eq!(applied(&case, variables).await, expected);
        assert_eq!(case.terraform.attributes(INSTANCE).await.unwrap()["status"], status);
    }
    assert!(case.job().await.to_string().contains("order_items"));
    case.terraform.run(&["destroy", "-auto-approve", VALUES, tables]).await.unwrap().success().unwrap();
    case.is_empty().await;
}

#[test]
fn it_is_complete() {
    for file in ["README.md", "main.tf", "variables.tf", "outputs.tf", "example.tfvars"] {
        assert!(folder().join(file).is_file(), "{file} is missing");
    }
}
