//! The complete messages, as Terraform shows them. `INSTA_UPDATE=always` writes the snapshots again.

use acceptance_harness::terraform::Run;

use crate::support::case::Case;
use crate::support::hcl;

/// The text, with placeholders for the parts that differ between runs.
fn shown(case_text: &str, ids: &[(&str, &str)]) -> String {
    let mut text = case_text.to_owned();
    for (id, name) in ids {
        text = text.replace(id, name);
    }
    // A request ID: five groups of hexadecimal digits.
    let is_request_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let words = text.split_inclusive([' ', '.', ',', '\n']);
    let named = words.map(|word| {
        let bare = word.trim_end_matches([' ', '.', ',', '\n']);
        if is_request_id(bare) { word.replace(bare, "<REQUEST ID>") } else { word.to_owned() }
    });
    let lines: String = named.collect();
    lines.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Standard error from the first error on.
fn errors(run: &Run) -> &str {
    assert_eq!(run.code, Some(1), "{}", run.output());
    run.stderr.find("Error: ").map_or(run.stderr.as_str(), |from| &run.stderr[from..])
}

async fn apply(case: &Case) -> Run {
    case.terraform.run(&["apply", "-auto-approve", "-no-color"]).await.unwrap()
}

#[tokio::test]
async fn a_trust_that_is_missing() {
    let case = Case::start().await;
    let timeouts = "timeouts {\n    create = \"3s\"\n  }\n\n  objects = {";
    case.write(&hcl::providers().and(&hcl::task().with("objects = {", timeouts)));
    insta::assert_snapshot!(shown(errors(&apply(&case).await), &[]));
}

#[tokio::test]
async fn a_precheck_item_that_can_be_ignored() {
    let case = Case::start().await;
    case.write(&hcl::trust_and_task().with("rm-destination-orders", "rm-destination-used"));
    let run = apply(&case).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(shown(errors(&run), &[(&id, "<JOB ID>")]));
}

#[tokio::test]
async fn a_migration_that_is_running() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let run = case.terraform.run(&["destroy", "-auto-approve", "-no-color"]).await.unwrap();
    insta::assert_snapshot!(shown(errors(&run), &[(&id, "<JOB ID>")]));
}

#[tokio::test]
async fn the_plan_of_scenario_1() {
    let case = Case::start().await;
    case.write(&hcl::complete_migration());
    let run = case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap();
    let from = run.stdout.find("Terraform will perform").or_else(|| run.stdout.find("OpenTofu will perform")).unwrap();
    let to = run.stdout.find("\nPlan: ").unwrap();
    insta::assert_snapshot!(shown(&run.stdout[from..to], &[("OpenTofu", "Terraform")]));
}
