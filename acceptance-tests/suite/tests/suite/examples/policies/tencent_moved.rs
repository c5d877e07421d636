//! Plans of jobs of Tencent Cloud that exist: replaced, changed and destroyed.

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use serde_json::{Value as Json, json};

use super::{judged, planned, rego};
use crate::support::case::Case;
use crate::support::hcl::Hcl;

const REFUSED: &str = "DTS_MOVED_DATA";
const TASK: &str = "dts_tencent_migration_task.orders";
const INSTANCE: &str = "dts_tencent_migration_instance.orders";
const REPLACED: &str = "-replace=dts_tencent_migration_instance.orders";
const TASK_REPLACED: &str = "-replace=dts_tencent_migration_task.orders";

/// A job from the database of another account.
fn configuration(desired_status: &str) -> Hcl {
    let end = |side: &str, instance: &str, password: &str| {
        format!(
            "  {side} {{\n    engine = \"mysql\"\n    access_type = \"cdb\"\n    region = \"ap-guangzhou\"\n    node_type = \
             \"simple\"\n    instance_id = \"{instance}\"\n    username = \"dts\"\n    password_wo = \"{password}\"\n    \
             password_wo_version = 1\n    encryption = \"ssl\"\n{owner}  }}\n",
            owner = if side == "source" {
                "    cross_account {\n      account_id = \"700000000001\"\n      role_name = dts_cam_role_trust.source.role_name\n    \
                 }\n"
            } else {
                ""
            },
        )
    };
    let source = end("source", "cdb-src00001", TENCENT_SOURCE_PASSWORD);
    let destination = end("destination", "cdb-dst00001", TENCENT_TARGET_PASSWORD);
    crate::tencent::support::providers().and(&Hcl::new(format!(
        r#"resource "dts_cam_role_trust" "source" {{
  provider = dts.source
  role_name = "DTS-role"
  trusted_account_ids = ["700000000002"]
  source_engines = ["mysql"]
}}

resource "dts_tencent_migration_instance" "orders" {{
  provider = dts.target
  name = "orders"
  source_engine = "mysql"
  destination_engine = "mysql"
  instance_class = "small"
  on_destroy = "stop_and_release"
}}

resource "dts_tencent_migration_task" "orders" {{
  provider = dts.target
  instance_id = dts_tencent_migration_instance.orders.id
  desired_status = "{desired_status}"
  on_destroy = "stop"
  objects {{
    databases = {{ orders = {{ all = true }} }}
  }}
{source}{destination}}}
"#
    )))
}

/// What is refused when both are replaced.
fn both() -> Vec<String> {
    vec![TASK.to_owned(), INSTANCE.to_owned()]
}

#[tokio::test]
async fn a_job_whose_data_has_moved_is_not_replaced() {
    let mut case = Case::start().await;
    case.write(&configuration("checked"));
    case.terraform.run(&["apply", "-auto-approve"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let before_start = planned(&case.terraform, &[REPLACED]).await;
    judged("tencent_replaced_before_start", &before_start, &[]);
    by_status(&before_start);

    case.write(&configuration("running"));
    case.terraform.run(&["apply", "-auto-approve"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    judged("tencent_settled", &planned(&case.terraform, &[]).await, &[]);
    let replaced = planned(&case.terraform, &[REPLACED]).await;
    judged("tencent_replaced_while_running", &replaced, &[(REFUSED, &both())]);
    let task_alone = planned(&case.terraform, &[TASK_REPLACED]).await;
    judged("tencent_task_replaced_while_running", &task_alone, &[(REFUSED, &[TASK.to_owned()])]);
    judged("tencent_destroyed", &planned(&case.terraform, &["-destroy"]).await, &[]);
    case.write(&configuration("running").with("name = \"orders\"", "name = \"renamed\""));
    judged("tencent_renamed_while_running", &planned(&case.terraform, &[]).await, &[]);

    case.write(&configuration("running"));
    case.terraform.set("DTS_OFFLINE", "true");
    let offline = planned(&case.terraform, &[REPLACED]).await;
    judged("tencent_replaced_offline", &offline, &[(REFUSED, &both())]);
    case.terraform.unset("DTS_OFFLINE");
    case.destroy().await;
}

/// An unknown status and a missing status both count as moved; so does a task that was started, whatever the status of the instance.
fn by_status(before_start: &Json) {
    let changes = before_start["resource_changes"].as_array().unwrap();
    let at = |address: &str| changes.iter().position(|change| change["address"] == address).unwrap();
    let (instance, task) = (at(INSTANCE), at(TASK));
    for (status, desired, moved) in [
        (json!("created"), json!("checked"), false),
        (json!("checkPass"), json!("checked"), false),
        (json!("checkNotPass"), json!("not_started"), false),
        (json!("created"), json!("running"), true),
        (json!("running"), json!("checked"), true),
        (json!("success"), json!("completed"), true),
        (json!("Released"), json!("checked"), true),
        (json!("a word of tomorrow"), json!("checked"), true),
        (Json::Null, json!("checked"), true),
        (json!("created"), Json::Null, true),
    ] {
        let mut plan = before_start.clone();
        plan["resource_changes"][instance]["change"]["before"]["status"] = status.clone();
        plan["resource_changes"][task]["change"]["before"]["desired_status"] = desired.clone();
        let found = rego::findings(&plan).len();
        assert_eq!(found, if moved { 2 } else { 0 }, "{status} {desired}");
    }
}
