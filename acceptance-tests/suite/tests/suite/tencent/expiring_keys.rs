//! A wait that is longer than the temporary keys of `assume_role` live.

use std::collections::BTreeSet;

use acceptance_harness::profiles::TENCENT_TARGET;
use dts_emulator::Options;
use tencent::cam::{AttachRolePolicy, CreateRole};

use crate::support::case::Case;
use crate::support::hcl::Hcl;

use super::support::{call, client};

/// How long the keys live, in seconds.
const LIFETIME: u64 = 3;
const TRUST: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000001:root"]}}]}"#;

/// A migration inside the account of a role that the other account assumes.
fn configuration() -> Hcl {
    let end = |side: &str, database: &str| {
        format!(
            "  {side} {{\n    engine = \"mysql\"\n    access_type = \"cdb\"\n    region = \"ap-guangzhou\"\n    node_type = \"simple\"\n    instance_id = \
             \"{database}\"\n    username = \"dts\"\n    password_wo = \"tencent-target-password\"\n    password_wo_version = 1\n  }}\n"
        )
    };
    let (source, destination) = (end("source", "cdb-dst00002"), end("destination", "cdb-dst00001"));
    Hcl::new(format!(
        r#"terraform {{
  required_providers {{
    dts = {{ source = "crossaccount/dts" }}
  }}
}}

provider "dts" {{
  tencent {{
    profile = "tencent-source"
    region  = "ap-guangzhou"
    assume_role {{
      role_arn         = "qcs::cam::uin/700000000002:roleName/worker"
      session_duration = {LIFETIME}
    }}
  }}
}}

resource "dts_tencent_migration_instance" "orders" {{
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
  on_destroy         = "stop_and_release"
}}

resource "dts_tencent_migration_task" "orders" {{
  instance_id = dts_tencent_migration_instance.orders.id
  on_destroy  = "stop"
  wait_for    = "caught_up"
  objects {{
    databases = {{ orders = {{ all = true }} }}
  }}
{source}{destination}}}
"#
    ))
}

/// The role, which may do everything in DTS.
async fn create_role(case: &Case) {
    let target = client(case, TENCENT_TARGET);
    let role_name = "worker".to_owned();
    let role = CreateRole { role_name: role_name.clone(), policy_document: TRUST.into(), ..CreateRole::default() };
    call(&target, &role).await;
    let (policy_name, attach_role_name) = (Some("QcloudDTSFullAccess".to_owned()), Some(role_name));
    call(&target, &AttachRolePolicy { policy_name, attach_role_name, ..AttachRolePolicy::default() }).await;
}

#[tokio::test]
async fn a_wait_goes_on_with_new_keys() {
    let case = Case::with(Options { polls: 3, ..Options::default() }).await;
    create_role(&case).await;
    case.write(&configuration());
    let mark = case.mark().await;
    case.terraform.apply().await.unwrap().success().unwrap();
    let calls = case.control.requests().await.unwrap()[mark..].to_vec();
    let refused: Vec<_> = calls.iter().filter(|call| call["outcome"] != "OK").collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let polls: Vec<_> = calls.iter().filter(|call| call["action"] == "DescribeMigrationDetail").collect();
    let (first, last) = (polls[0]["at_ms"].as_u64().unwrap(), polls[polls.len() - 1]["at_ms"].as_u64().unwrap());
    assert!(last - first > LIFETIME * 1000, "the waits took {} ms, and the keys live longer", last - first);
    let keys: BTreeSet<&str> = polls.iter().map(|call| call["key_id"].as_str().unwrap()).collect();
    assert!(keys.len() >= 2, "all calls were signed with {keys:?}");
    case.terraform.destroy().await.unwrap().success().unwrap();
}
