//! How long the plan of a small change is, as Terraform shows it.

use acceptance_harness::terraform::Run;
use serde_json::json;

use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::{self, Hcl};

/// The most lines of the plan of one changed value, from the first sentence about the actions to the number of changes.
const MOST: usize = 25;

/// The lines of the plan.
fn lines(run: &Run) -> Vec<&str> {
    let lines = run.stdout.lines().map(str::trim_end);
    let from = lines.skip_while(|line| !line.contains("will perform the following actions:"));
    let plan: Vec<&str> = from.take_while(|line| !line.starts_with("Warning:")).collect();
    let end = plan.iter().position(|line| line.starts_with("Plan: ")).unwrap_or_else(|| panic!("{}", run.output()));
    plan[..=end].to_vec()
}

async fn plan(case: &Case, configuration: &Hcl) -> Run {
    case.write(configuration);
    case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap()
}

fn one_table() -> Hcl {
    hcl::trust_and_task().with("orders = { all = true }", "orders = { tables = { customers = {} } }")
}

#[tokio::test]
async fn a_renamed_table_of_a_checked_task_is_a_short_plan() {
    let case = Case::start().await;
    case.apply(&one_table()).await;
    let renamed = one_table().with("customers = {}", "customers = { rename = \"clients\" }");
    let run = plan(&case, &renamed).await;
    let shown = lines(&run);
    assert!(shown.len() <= MOST, "{} lines:\n{}", shown.len(), shown.join("\n"));
    assert!(shown.contains(&"                      + rename = \"clients\""), "{}", shown.join("\n"));
    assert!(shown.iter().any(|line| line.contains("precheck_state") && line.ends_with("(known after apply)")));
    case.apply(&renamed).await;
    case.destroy().await;
}

/// The items of the repeated precheck are other ones: the plan does not promise them.
#[tokio::test]
async fn other_migration_types_have_other_precheck_items() {
    let case = Case::start().await;
    case.apply(&one_table()).await;
    let once = one_table().with("[\"schema\", \"full\", \"incremental\"]", "[\"schema\", \"full\"]");
    let run = plan(&case, &once).await;
    assert!(run.stdout.contains("\"CHECK_BINLOG_ON\"") && run.stdout.contains("} -> (known after apply)"));
    case.apply(&once).await;
    let task = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(task["precheck_items"]["CHECK_BINLOG_ON"], json!(null));
    assert_eq!(task["precheck_items"]["CHECK_CONN_SRC"], "Success");
    case.destroy().await;
}

/// A class change and a cut-over wait for nothing that the progress shows.
#[tokio::test]
async fn the_progress_is_not_rewritten_by_a_plan_that_does_not_wait_for_it() {
    let case = Case::start().await;
    let running = hcl::complete_migration();
    case.apply(&running).await;
    let raised = running.with("instance_class = \"small\"", "instance_class = \"medium\"");
    let stopped =
        raised.with("instance_class = \"medium\"", "instance_class = \"medium\"\n  desired_status = \"stopped\"");
    for configuration in [raised, stopped] {
        let run = plan(&case, &configuration).await;
        let shown = lines(&run);
        assert!(shown.len() <= MOST, "{} lines:\n{}", shown.len(), shown.join("\n"));
        assert!(!shown.iter().any(|line| line.contains("progress")), "{}", shown.join("\n"));
        case.apply(&configuration).await;
    }
    assert_no_changes(&case.terraform).await;
    let instance = case.terraform.attributes("dts_migration_instance.orders").await.unwrap();
    assert_eq!((&instance["status"], &instance["desired_status"]), (&"Finished".into(), &"stopped".into()));
    case.destroy().await;
}
