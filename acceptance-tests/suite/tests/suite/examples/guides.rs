//! Blocks of guides that change what a run of Terraform does.

use acceptance_harness::hcl::{complete_migration, trust_and_task};
use serde_json::json;

use crate::support::case::{Case, assert_no_changes};

use super::example::all;

/// The blocks of a language in a guide, in their order.
pub(super) fn blocks(guide: &str, language: &str) -> Vec<String> {
    blocks_of(&std::fs::read_to_string(all().join(format!("../docs/guides/{guide}.md"))).unwrap(), language)
}

/// The blocks of a language in a page, in their order.
pub(crate) fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let blocks = page.split(fence.as_str()).skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block.to_owned()).collect()
}

/// The block of HCL in a guide that contains a text.
fn block(guide: &str, containing: &str) -> String {
    let found = blocks(guide, "terraform").into_iter().find(|block| block.contains(containing));
    found.unwrap_or_else(|| panic!("no block of {guide} contains {containing:?}"))
}

/// Summaries and details of the warnings of a plan, which must be empty.
async fn warnings(case: &Case) -> Vec<String> {
    let plan = case.terraform.plan().await.unwrap();
    assert_eq!(plan.code, Some(0), "{}", plan.output());
    let failed = plan.diagnostics().into_iter().filter(|one| one.summary == "Check block assertion failed");
    failed.map(|one| one.detail).collect()
}

#[tokio::test]
async fn a_check_of_the_delay_warns_and_fails_nothing() {
    let case = Case::start().await;
    case.apply(&complete_migration()).await;
    let check = block("progress-and-reports", "check \"delay_of_orders\"");
    let strict = check.replace("30000", "0");
    case.terraform.write("check.tf", &check).unwrap();
    assert_eq!(warnings(&case).await, [""; 0]);

    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let behind = json!({"status": "Migrating", "phase": "incremental", "hold": true});
    case.control.force(&id, &behind).await.unwrap();
    case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
    assert_eq!(warnings(&case).await, [""; 0], "a short delay is allowed");
    case.terraform.write("check.tf", &strict).unwrap();
    let found = warnings(&case).await;
    assert!(found.len() == 1 && found[0].contains("seconds behind the source"), "{found:?}");
}

#[tokio::test]
async fn a_removed_block_keeps_the_instance_in_the_cloud() {
    let case = Case::start().await;
    case.apply(&complete_migration()).await;
    let removed = block("importing", "removed {");
    case.terraform.write("main.tf", &format!("{}\n{removed}", trust_and_task().text())).unwrap();
    let mark = case.mark().await;
    let run = case.terraform.run(&["apply", "-auto-approve"]).await.unwrap().success().unwrap();
    assert!(run.output().contains("will no longer be managed by Terraform"), "{}", run.output());
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0], "nothing is called in the cloud");
    assert_eq!(case.job().await["status"], "Migrating");
}
