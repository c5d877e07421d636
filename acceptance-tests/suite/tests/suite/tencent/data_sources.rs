//! The data sources about migration jobs and instances.

use serde_json::{Value as Json, json};

use super::instance::configuration;
use super::support::providers;
use crate::support::case::{Case, applied, assert_detail, assert_line, only_error};
use crate::support::hcl::Hcl;

const READ: &str = r#"
data "dts_tencent_migration_task" "orders" {
  id = dts_tencent_migration_instance.orders.id
}

data "dts_tencent_migration_tasks" "all" {
  name       = "orde"
  tags       = { team = "data" }
  depends_on = [dts_tencent_migration_instance.orders]
}
"#;

async fn read(case: &Case, name: &str) -> Json {
    case.terraform.attributes(&format!("data.dts_tencent_migration_{name}")).await.unwrap()
}

#[tokio::test]
async fn jobs_are_read_and_listed() {
    let case = Case::start().await;
    let configuration = configuration("tags = { team = \"data\" }").and(&Hcl::new(READ));
    case.write(&configuration);
    applied(&case.terraform).await;
    let task = read(&case, "task.orders").await;
    assert_eq!((&task["name"], &task["status"]), (&json!("orders"), &json!("created")));
    assert_eq!((&task["instance_class"], &task["tags"]), (&json!("small"), &json!({"team": "data"})));
    assert_eq!((&task["source"]["engine"], &task["source"]["region"]), (&json!("mysql"), &json!("ap-guangzhou")));
    assert_eq!(task["destination"]["instance_id"], json!(null), "it is not configured");
    let tasks = read(&case, "tasks.all").await["tasks"].clone();
    assert_eq!((tasks.as_array().unwrap().len(), &tasks[0]["id"]), (1, &task["id"]));

    case.write(&configuration.with("\"orde\"", "\"invoices\""));
    applied(&case.terraform).await;
    assert_eq!(read(&case, "tasks.all").await["tasks"], json!([]));
    let unknown = Hcl::new(READ.replace("dts_tencent_migration_instance.orders.id", "\"dts-00000000\""));
    let errors = case.refused_plan(&self::configuration("tags = { team = \"data\" }").and(&unknown)).await;
    assert_detail(only_error(&errors, "No such migration job"), &["dts-00000000", "ap-guangzhou"]);
}

const ROLE: &str = r#"
resource "dts_cam_role_trust" "source" {
  provider            = dts.source
  role_name           = "DTS-role"
  trusted_account_ids = ["700000000002"]
}
"#;

const INSTANCES: &str = r#"
data "dts_tencent_source_instances" "own" {
  provider    = dts.target
  engine      = "mysql"
  instance_id = "cdb-dst00002"
}

data "dts_tencent_source_instances" "other" {
  provider = dts.target
  engine   = "mysql"
  cross_account {
    account_id  = "700000000001"
    role_name   = "DTS-role"
  }
  depends_on = [dts_cam_role_trust.source]
}
"#;

#[tokio::test]
async fn the_instances_of_both_accounts_are_listed() {
    let case = Case::start().await;
    let configuration = providers().and(&Hcl::new(ROLE)).and(&Hcl::new(INSTANCES));
    case.apply(&configuration).await;
    let instances = |values: Json| values["instances"].as_array().unwrap().clone();
    let attributes = async |name: &str| {
        case.terraform.attributes(&format!("data.dts_tencent_source_instances.{name}")).await.unwrap()
    };
    let own = instances(attributes("own").await);
    assert_eq!((own.len(), &own[0]["id"], &own[0]["name"]), (1, &json!("cdb-dst00002"), &json!("in-use")));
    let other = instances(attributes("other").await);
    let first = other.iter().find(|instance| instance["id"] == "cdb-src00001").unwrap();
    assert_eq!((&first["host"], &first["port"], &first["usable"]), (&json!("10.1.0.11"), &json!(3306), &json!(true)));
    assert!(other.iter().all(|instance| instance["id"] != "postgres-src00001"), "another engine: {other:#?}");

    let itself = configuration.with("account_id  = \"700000000001\"", "account_id  = \"700000000002\"");
    let errors = case.refused_plan(&itself).await;
    let error = only_error(&errors, "cross_account names the account of the job");
    assert_line(error, &itself, "account_id  = \"700000000002\"");
    let without_policy = configuration.with("engine   = \"mysql\"", "engine   = \"sqlserver\"");
    let errors = case.refused_plan(&without_policy).await;
    let error = only_error(&errors, "The role of the source's owner does not reach the instances");
    assert_detail(error, &["InternalError.InternalInnerCommonError", "source_engines", "roleName/DTS-role"]);
    let policy = without_policy
        .with("role_name           = \"DTS-role\"", "role_name = \"DTS-role\"\n  source_engines = [\"sqlserver\"]");
    case.apply(&policy).await;
    assert_eq!(instances(attributes("other").await)[0]["id"], "mssql-src00001");
    case.destroy().await;
}
