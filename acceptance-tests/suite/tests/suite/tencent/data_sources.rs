//! The data sources about migration jobs.

use serde_json::{Value as Json, json};

use super::instance::configuration;
use crate::support::case::{Case, applied, assert_detail, only_error};
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
