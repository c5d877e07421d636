//! Resources of the provider of Tencent Cloud that `moved` blocks move here.

use serde_json::{Value as Json, json};

use super::support::{complete_migration, role};
use super::task::{EXTERNAL_ID, Source, configuration};
use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::moves::{moved, store_by_other_provider};

const PASSWORD: &str = "canary-stored-password";

fn stored(type_name: &str, ours: &Json) -> (&'static str, Json) {
    match type_name {
        "dts_tencent_migration_instance" => (
            "tencentcloud_dts_migrate_service",
            json!({
                "id": ours["id"], "src_database_type": "mysql", "dst_database_type": "mysql", "src_region": "ap-guangzhou",
                "dst_region": "ap-guangzhou", "instance_class": "small", "job_name": "orders", "tags": [],
            }),
        ),
        "dts_tencent_migration_task" => ("tencentcloud_dts_migrate_job", stored_job(&ours["id"])),
        "dts_cam_role_trust" => (
            "tencentcloud_cam_role",
            json!({
                "id": ours["role_id"], "name": ours["role_name"], "document": ours["trust_policy"], "description": "",
                "session_duration": 0, "role_arn": ours["arn"], "console_login": false, "tags": null,
                "create_time": "2026-01-01 20:00:00", "update_time": "2026-01-01 20:00:00",
            }),
        ),
        other => panic!("{other}"),
    }
}

fn stored_job(id: &Json) -> Json {
    let database = |name: &str, mode: &str, tables: Json| json!({"db_name": name, "new_db_name": "", "db_mode": mode, "table_mode": mode, "tables": tables});
    let tables = json!([
        {"table_name": "customers", "new_table_name": "clients", "table_edit_mode": "rename", "tmp_tables": []},
        {"table_name": "orders", "new_table_name": "", "tmp_tables": []},
    ]);
    let end = |instance: &str, account: Json| {
        let mut node = json!({
            "instance_id": instance, "host": "", "port": 0, "user": "dts", "password": PASSWORD, "account_mode": "self",
            "account": "", "account_role": "", "tmp_secret_id": "", "tmp_secret_key": "", "tmp_token": "",
        });
        node.as_object_mut().unwrap().extend(account.as_object().unwrap().clone());
        json!([{
            "region": "ap-guangzhou", "access_type": "cdb", "database_type": "mysql", "node_type": "simple", "supplier": "",
            "extra_attr": [], "info": [node],
        }])
    };
    json!({
        "id": id, "service_id": id, "status": "running", "run_mode": "immediate", "expect_run_time": "",
        "auto_retry_time_range_minutes": null,
        "migrate_option": [{
            "migrate_type": "fullAndIncrement", "consistency": [{"mode": "full"}], "is_migrate_account": false,
            "is_override_root": false, "is_dst_read_only": false, "extra_attr": [],
            "database_table": [{
                "object_mode": "partial", "advanced_objects": [],
                "databases": [database("orders", "partial", tables), database("inventory", "all", json!([]))],
            }],
        }],
        "src_info": end("cdb-src00001", json!({
            "account_mode": "other", "account": "700000000001", "account_role": "DTS-role", "tmp_secret_id": "canary-key",
            "tmp_secret_key": "canary-secret", "tmp_token": "canary-token",
        })),
        "dst_info": end("cdb-dst00001", json!({})),
    })
}

#[tokio::test]
async fn a_job_of_another_provider_is_moved_without_a_change_in_the_cloud() {
    let mut case = Case::start().await;
    let source = Source::complete(&case).await;
    let configuration = configuration("on_destroy = \"stop\"");
    case.apply(&configuration).await;
    store_by_other_provider(&mut case, "tencentcloudstack/tencentcloud", stored);
    let blocks = moved(&[
        ("tencentcloud_dts_migrate_service.orders", "dts_tencent_migration_instance.orders"),
        ("tencentcloud_dts_migrate_job.orders", "dts_tencent_migration_task.orders"),
    ]);
    case.write(&configuration.and(&blocks));
    let mark = case.mark().await;
    let planned = case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap();
    let text = &planned.stdout;
    assert!(text.contains("moved from tencentcloud_dts_migrate_job.orders"), "{text}");
    assert!(text.contains("0 to add, ") && text.contains("0 to destroy"), "{text}");
    assert!(text.contains("tmp_secret_id, tmp_secret_key, tmp_token of"), "{text}");

    let run = applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0], "{}", run.output());
    assert_no_changes(&case.terraform).await;
    let state = std::fs::read_to_string(case.terraform.directory().join("terraform.tfstate")).unwrap();
    for secret in [PASSWORD, EXTERNAL_ID, "canary-key", "canary-secret", "canary-token"] {
        assert!(!state.contains(secret) && !run.output().contains(secret) && !text.contains(secret), "{secret}");
    }
    source.destroy(&case).await;
}

/// With the objects that the stored job selects.
fn with_role() -> crate::support::hcl::Hcl {
    complete_migration().with(
        "databases = { orders = { all = true } }",
        "databases = {\n      orders    = { tables = { customers = { rename = \"clients\" }, orders = {} } }\n      inventory = { all = true \
         }\n    }",
    )
}

#[tokio::test]
async fn a_role_its_job_and_its_purchase_are_moved_applied_and_destroyed() {
    let mut case = Case::start().await;
    case.apply(&with_role()).await;
    let before = role(&case).await;
    store_by_other_provider(&mut case, "tencentcloudstack/tencentcloud", stored);
    let blocks = moved(&[
        ("tencentcloud_cam_role.source", "dts_cam_role_trust.source"),
        ("tencentcloud_dts_migrate_service.orders", "dts_tencent_migration_instance.orders"),
        ("tencentcloud_dts_migrate_job.orders", "dts_tencent_migration_task.orders"),
    ]);
    case.write(&with_role().and(&blocks));
    let mark = case.mark().await;
    let planned = case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap();
    let text = &planned.stdout;
    assert!(text.contains("tencentcloud_cam_role.source"), "{text}");
    assert!(text.contains("0 to add, ") && text.contains("0 to destroy"), "{text}");

    let run = applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0], "{}", run.output());
    assert_no_changes(&case.terraform).await;
    assert_eq!(role(&case).await, before);
    let attributes = case.terraform.attributes("dts_cam_role_trust.source").await.unwrap();
    assert_eq!(attributes["source_engines"], json!(["mysql"]));
    for secret in ["canary-key", "canary-secret", "shop-42"] {
        assert!(!run.output().contains(secret) && !text.contains(secret), "{secret}");
    }
    case.destroy().await;
}
