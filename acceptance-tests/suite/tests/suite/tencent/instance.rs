//! `dts_tencent_migration_instance`: the purchase, its changes and its release.

use acceptance_harness::profiles::TENCENT_TARGET;
use acceptance_harness::terraform::Run;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_detail, assert_line, only_error, refused};
use crate::support::hcl::Hcl;

const ADDRESS: &str = "dts_tencent_migration_instance.orders";
const EXISTS: &str = "A migration job with this name exists already";
const GONE: &str = "The migration job was destroyed";

pub(super) fn configuration(arguments: &str) -> Hcl {
    let more = if arguments.is_empty() { String::new() } else { format!("  {arguments}\n") };
    Hcl::new(format!(
        r#"terraform {{
  required_providers {{
    dts = {{
      source = "crossaccount/dts"
    }}
  }}
}}

provider "dts" {{
  tencent {{
    profile = "tencent-target"
  }}
}}

resource "dts_tencent_migration_instance" "orders" {{
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
{more}}}
"#
    ))
}

async fn jobs(case: &Case) -> Vec<Json> {
    case.account(TENCENT_TARGET.account).await["jobs"].as_array().unwrap().clone()
}

async fn job(case: &Case) -> Json {
    let jobs = jobs(case).await;
    assert_eq!(jobs.len(), 1, "{jobs:#?}");
    jobs[0].clone()
}

async fn force(case: &Case, state: Json) {
    let id = job(case).await["id"].as_str().unwrap().to_owned();
    case.control.force(&id, &state).await.unwrap();
}

async fn bought(case: &Case) -> usize {
    case.mutations_since(0).await.iter().filter(|action| *action == "CreateMigrationService").count()
}

fn warned(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "warning");
    warnings.map(|warning| warning.summary).filter(|summary| !summary.starts_with("Provider development")).collect()
}

#[tokio::test]
async fn a_job_is_bought_changed_in_place_imported_and_released() {
    let case = Case::start().await;
    case.apply(&configuration("tags = { team = \"data\" }")).await;
    let state = case.terraform.attributes(ADDRESS).await.unwrap();
    assert_eq!((&state["status"], &state["trade_status"]), (&json!("created"), &json!("normal")));
    assert_eq!(
        (&state["source_region"], &state["destination_region"]),
        (&json!("ap-guangzhou"), &json!("ap-guangzhou"))
    );
    assert_eq!(state["id"], job(&case).await["id"]);
    assert!(state["create_time"].as_str().unwrap().ends_with('Z'), "{state}");

    let mark = case.mark().await;
    let changed = configuration("tags = { team = \"data\" }")
        .with("\"small\"", "\"large\"")
        .with("\"orders\"\n", "\"renamed\"\n");
    let run = case.apply(&changed).await;
    assert_eq!(run.planned_changes(), [format!("update {ADDRESS}")]);
    assert_eq!(case.mutations_since(mark).await, ["ModifyMigrateName", "ModifyMigrateJobSpec"]);
    assert_eq!(case.terraform.attributes(ADDRESS).await.unwrap()["instance_class"], "large");

    case.terraform.run(&["state", "rm", ADDRESS]).await.unwrap().success().unwrap();
    let id = state["id"].as_str().unwrap();
    case.terraform.run(&["import", ADDRESS, id]).await.unwrap().success().unwrap();
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "{}", run.output());

    let mark = case.mark().await;
    case.destroy().await;
    assert_eq!(case.mutations_since(mark).await, ["IsolateMigrateJob", "DestroyMigrateJob"]);
}

#[tokio::test]
async fn what_cannot_be_bought_is_refused_at_plan() {
    let case = Case::start().await;
    for (from, to, part) in [
        ("= \"mysql\"\n  destination", "= \"mysq\"\n  destination", "Did you mean \"mysql\"?"),
        ("destination_engine = \"mysql\"", "destination_engine = \"MySQL\"", "Did you mean \"mysql\"?"),
        ("= \"small\"", "= \"smal\"", "Did you mean \"small\"?"),
        ("= \"small\"", "= \"micro\"", "small, medium"),
        ("= \"orders\"", "= \"\"", "The name is empty"),
        ("= \"small\"\n", "= \"small\"\n  source_region = \"ap-guangzhou-3\"\n", "Write \"ap-guangzhou\"."),
    ] {
        let errors = case.refused_plan(&configuration("").with(from, to)).await;
        assert_detail(&errors[0], &[part]);
    }
    case.write(&configuration(""));
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.planned_changes(), [format!("create {ADDRESS}")]);
    assert_eq!(bought(&case).await, 0);
}

#[tokio::test]
async fn an_engine_that_needs_a_ticket_is_a_warning() {
    let case = Case::start().await;
    case.write(&configuration("").with_all("\"mysql\"", "\"redis\""));
    assert_eq!(warned(&case.terraform.plan().await.unwrap()), ["Tencent Cloud enables this engine only on request"]);
}

#[tokio::test]
async fn an_equal_job_stops_the_create_with_its_import_block() {
    let case = Case::start().await;
    case.apply(&configuration("")).await;
    case.terraform.run(&["state", "rm", ADDRESS]).await.unwrap().success().unwrap();
    let errors = case.refused_apply(&configuration("")).await;
    let error = only_error(&errors, EXISTS);
    let id = job(&case).await["id"].as_str().unwrap().to_owned();
    assert_detail(error, &[&format!("to = dts_tencent_migration_instance.NAME\n    id = {id:?}")]);
    assert_line(error, &configuration(""), "name  ");

    let import = format!("import {{\n  to = {ADDRESS}\n  id = {id:?}\n}}\n");
    case.apply(&configuration("").and(&Hcl::new(import))).await;
    assert_eq!(bought(&case).await, 1);
    case.destroy().await;
}

#[tokio::test]
async fn a_purchase_whose_answer_is_lost_is_found_and_not_repeated() {
    let case = Case::start().await;
    let fault = json!({"match": {"action": "CreateMigrationService"}, "kind": "drop_after", "times": 1});
    case.control.fault(&fault).await.unwrap();
    case.apply(&configuration("")).await;
    assert_eq!((bought(&case).await, jobs(&case).await.len()), (1, 1));
    case.destroy().await;
}

#[tokio::test]
async fn a_running_job_is_destroyed_only_on_request() {
    let case = Case::start().await;
    case.apply(&configuration("")).await;
    force(&case, json!({"status": "running", "hold": true})).await;
    let destroy = ["destroy", "-json", "-auto-approve"];
    let run = case.terraform.run(&destroy).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(only_error(&run.errors(), "The migration is running"), &["on_destroy = \"stop_and_release\""]);
    force(&case, json!({"hold": false})).await;
    case.write(&configuration("on_destroy = \"stop_and_release\""));
    applied(&case.terraform).await;
    let mark = case.mark().await;
    case.destroy().await;
    assert_eq!(case.mutations_since(mark).await, ["StopMigrateJob", "IsolateMigrateJob", "DestroyMigrateJob"]);
}

#[tokio::test]
async fn a_job_that_was_destroyed_outside_is_not_bought_again_after_its_data_has_moved() {
    let case = Case::start().await;
    case.apply(&configuration("")).await;
    force(&case, json!({"status": "success"})).await;
    applied(&case.terraform).await;
    let other = case.another_folder();
    other.write("main.tf", configuration("").text()).unwrap();
    let id = job(&case).await["id"].as_str().unwrap().to_owned();
    other.run(&["import", ADDRESS, &id]).await.unwrap().success().unwrap();
    other.destroy().await.unwrap().success().unwrap();

    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "{}", run.output());
    assert_eq!(warned(&run), [GONE]);
    case.write(&configuration("").with("\"small\"", "\"large\""));
    let errors = refused(&case.terraform).await;
    assert_detail(only_error(&errors, GONE), &["restart_on_loss = true"]);
    case.write(&configuration("restart_on_loss = true"));
    let run = applied(&case.terraform).await;
    assert_eq!(run.planned_changes(), [format!("replace {ADDRESS}")]);
    assert_eq!(bought(&case).await, 2);
    case.destroy().await;
}

#[tokio::test]
async fn other_tags_are_refused() {
    let case = Case::start().await;
    case.apply(&configuration("tags = { team = \"data\" }")).await;
    let changed = configuration("tags = { team = \"other\" }");
    let errors = case.refused_plan(&changed).await;
    let error = only_error(&errors, "The tags of a job cannot be changed");
    assert_line(error, &changed, "tags");
    case.apply(&configuration("tags = { team = \"data\", unused = null }")).await;
    case.destroy().await;
}
