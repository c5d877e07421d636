//! The examples of synchronizations in one and in both directions, and what their READMEs do with them.

use std::path::{Path, PathBuf};

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, OPERATOR};
use serde_json::{Value as Json, json};

use crate::support::case::Case;

const VALUES: &str = "-var-file=example.tfvars";

/// An example, and what is special about it.
struct Example {
    folder: &'static str,
    /// The name of its task and of its instance.
    name: &'static str,
    scenario: &'static str,
    creator: Key,
    /// What adds a table, and the table.
    tables: (&'static str, &'static str),
    /// The status of each direction in the instance.
    directions: &'static [Direction],
}

/// A direction: its attributes in the instance.
struct Direction {
    desired: &'static str,
    status: &'static str,
}

const FORWARD: Direction = Direction { desired: "desired_status", status: "status" };
const REVERSE: Direction = Direction { desired: "reverse_desired_status", status: "reverse_status" };

const ONE_WAY: Example = Example {
    folder: "synchronization-cross-account",
    name: "orders",
    scenario: "cross_account_source",
    creator: DESTINATION_OWNER,
    tables: ("-var=tables=[\"customers\",\"orders\",\"order_items\"]", "order_items"),
    directions: &[FORWARD],
};
const TWO_WAY: Example = Example {
    folder: "two-way-cross-account",
    name: "stores",
    scenario: "cross_account_both",
    creator: OPERATOR,
    tables: ("-var=tables=[\"shops\",\"sales\"]", "sales"),
    directions: &[REVERSE, FORWARD],
};

impl Example {
    fn files(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(self.folder)
    }

    fn task(&self) -> String {
        format!("dts_synchronization_task.{}", self.name)
    }

    fn instance(&self) -> String {
        format!("dts_synchronization_instance.{}", self.name)
    }

    async fn start(&self) -> Case {
        let case = Case::start().await;
        case.terraform.copy_files(&self.files()).unwrap();
        case
    }

    async fn jobs(&self, case: &Case) -> Vec<Json> {
        case.account(self.creator.account).await["jobs"].as_array().unwrap().clone()
    }
}

/// Runs a command of a README with values of the variables; it must work.
async fn run(case: &Case, command: &[&str], variables: &[&str]) -> String {
    let arguments = [command, &[VALUES], variables].concat();
    let run = case.terraform.run(&arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    run.output()
}

/// Applies the example with values of its variables. The next plan must be empty, and these are the calls that changed something.
async fn applied(case: &Case, variables: &[&str]) -> Vec<String> {
    let mark = case.mark().await;
    run(case, &["apply", "-auto-approve"], variables).await;
    run(case, &["plan", "-detailed-exitcode"], variables).await;
    case.mutations_since(mark).await
}

/// The steps of the README from the first apply of everything to the destroy.
async fn is_changed_suspended_resumed_and_destroyed(example: &Example, case: &Case) {
    let task = case.terraform.attributes(&example.task()).await.unwrap();
    assert_eq!((&task["scenario"], &task["precheck_state"]), (&json!(example.scenario), &json!("passed")));
    let (tables, added) = example.tables;
    let jobs = example.jobs(case).await;
    assert_eq!(jobs.len(), example.directions.len(), "{jobs:#?}");
    assert_eq!(applied(case, &[tables]).await, vec!["ModifyDtsJob"; jobs.len()]);
    for job in example.jobs(case).await {
        assert!(job["parameters"]["DbList"].as_str().unwrap().contains(added), "{job:#}");
    }
    for direction in example.directions {
        for (value, call, status) in
            [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
        {
            let variable = format!("-var={}={value}", direction.desired);
            assert_eq!(applied(case, &[tables, &variable]).await, [call], "{variable}");
            let instance = case.terraform.attributes(&example.instance()).await.unwrap();
            for other in example.directions {
                let expected = if other.desired == direction.desired { status } else { "Synchronizing" };
                assert_eq!(instance[other.status], expected, "{variable}: {}", other.status);
            }
        }
    }
    run(case, &["destroy", "-auto-approve"], &[tables]).await;
    case.is_empty().await;
}

#[tokio::test]
async fn it_is_applied_changed_in_place_suspended_resumed_and_destroyed() {
    for example in [ONE_WAY, TWO_WAY] {
        let case = example.start().await;
        applied(&case, &[]).await;
        is_changed_suspended_resumed_and_destroyed(&example, &case).await;
    }
}

#[tokio::test]
async fn its_task_can_be_checked_before_anything_is_bought() {
    for example in [ONE_WAY, TWO_WAY] {
        let case = example.start().await;
        let only = format!("-target={}", example.task());
        let calls = applied(&case, &[&only]).await;
        assert!(!calls.contains(&"CreateDtsInstance".to_owned()), "nothing is bought with the task alone: {calls:?}");
        let output = run(&case, &["apply", "-auto-approve"], &[]).await;
        let is_two_way = example.directions.len() == 2;
        assert_eq!(output.contains("The reverse direction is not started yet"), is_two_way, "{output}");
        // The apply after it starts the reverse direction.
        let expected: &[&str] = if is_two_way { &["ConfigureDtsJob", "StartDtsJob"] } else { &[] };
        assert_eq!(applied(&case, &[]).await, expected);
        is_changed_suspended_resumed_and_destroyed(&example, &case).await;
    }
}

#[test]
fn it_is_complete() {
    for example in [ONE_WAY, TWO_WAY] {
        for file in ["README.md", "main.tf", "variables.tf", "outputs.tf", "example.tfvars"] {
            assert!(example.files().join(file).is_file(), "{}/{file} is missing", example.folder);
        }
    }
}
