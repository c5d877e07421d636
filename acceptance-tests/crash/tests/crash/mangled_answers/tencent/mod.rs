//! Tencent Cloud: a role, a purchased instance, its task, and the policy that lets a sub-user assume the role.

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use acceptance_harness::hcl::Hcl;
use acceptance_harness::profiles::{Key, TENCENT_SOURCE, TENCENT_TARGET};
use serde_json::{Value as Json, json};

use crate::mangled_answers::scenario::Scenario;

/// The sub-user of the destination's owner in the built-in world.
const SUB_USER: &str = "700000000021";

/// The trust policy of the role requires it.
const EXTERNAL_ID: &str = "shop-42";

pub(crate) static TENCENT: Scenario = Scenario {
    name: "Tencent Cloud",
    resources: &[
        "dts_cam_role_trust",
        "dts_tencent_migration_instance",
        "dts_tencent_migration_task",
        "dts_cam_assume_role_grant",
    ],
    complete: [1, 1, 1, 1],
    owners: [TENCENT_SOURCE, TENCENT_TARGET],
    role: "DTS-role",
    provider_block,
    arguments,
    values: &[("other_role_id", 0, "role_id"), ("other_job_id", 1, "id"), ("other_policy_id", 3, "policy_id")],
    configuration,
    actions: include_str!("actions.toml"),
    envelope: include_str!("envelope.toml"),
    request_id: "Response.RequestId",
    absent: &[
        ("other_role_id", "4611686018400000000"),
        ("other_job_id", "dts-other000"),
        ("other_policy_id", "299999999"),
    ],
};

fn provider_block(url: &str, key: Key) -> Json {
    json!({
        "ownership_id": "mangled-answers",
        "max_retries": 1,
        "request_timeout": "10s",
        "tencent": {
            "region": "ap-guangzhou",
            "secret_id": key.id,
            "secret_key": key.secret,
            "endpoints": {"dts": url, "cam": url, "sts": url},
        },
    })
}

fn arguments(number: usize, names: [&'static str; 2], instance_id: &str) -> Json {
    match number {
        0 => json!({
            "role_name": names[0],
            "trusted_account_ids": [TENCENT_TARGET.account],
            "external_id": EXTERNAL_ID,
            "source_engines": ["mysql"],
        }),
        1 => json!({
            "name": names[1],
            "source_engine": "mysql",
            "destination_engine": "mysql",
            "instance_class": "small",
            "on_destroy": "stop_and_release",
        }),
        2 => task(names[0], names[1], instance_id),
        _ => json!({
            "policy_name": format!("{}-for-{}", names[0], names[1]),
            "role_arns": [format!("qcs::cam::uin/{}:roleName/{}", TENCENT_SOURCE.account, names[0])],
            "user_uins": [SUB_USER],
        }),
    }
}

/// A task between the databases of both owners.
fn task(role: &str, name: &str, instance_id: &str) -> Json {
    let end = |database: &str, password: &str| {
        json!({
            "engine": "mysql",
            "access_type": "cdb",
            "region": "ap-guangzhou",
            "node_type": "simple",
            "instance_id": database,
            "username": "dts",
            "password_wo": password,
            "password_wo_version": 1,
        })
    };
    let mut source = end("cdb-src00001", TENCENT_SOURCE_PASSWORD);
    source["cross_account"] =
        json!({"account_id": TENCENT_SOURCE.account, "role_name": role, "external_id": EXTERNAL_ID});
    json!({
        "instance_id": instance_id,
        "on_destroy": "stop",
        "source": source,
        "destination": end("cdb-dst00001", TENCENT_TARGET_PASSWORD),
        "objects": {"databases": {"orders": {"all": true, "rename": name.replace('-', "_")}}},
    })
}

/// Few repetitions and short time limits: a mangled answer that does not pass ends soon.
fn configuration() -> Hcl {
    Hcl::new(format!(
        r#"terraform {{
  required_providers {{
    dts = {{ source = "crossaccount/dts" }}
  }}
}}

provider "dts" {{
  alias       = "source"
  max_retries = 1
  tencent {{
    profile = "tencent-source"
  }}
}}

provider "dts" {{
  alias       = "target"
  max_retries = 1
  tencent {{
    profile = "tencent-target"
  }}
}}

resource "dts_cam_role_trust" "source" {{
  provider            = dts.source
  role_name           = "DTS-role"
  trusted_account_ids = ["{}"]
  external_id         = "{EXTERNAL_ID}"
  source_engines      = ["mysql"]

  timeouts {{
    create = "8s"
    delete = "8s"
  }}
}}

resource "dts_tencent_migration_instance" "orders" {{
  provider           = dts.target
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
  on_destroy         = "stop_and_release"

  timeouts {{
    create = "8s"
    delete = "8s"
  }}
}}
"#,
        TENCENT_TARGET.account
    ))
    .and(&task_block())
    .and(&grant_block())
}

/// The task, after the role and the purchase.
fn task_block() -> Hcl {
    Hcl::new(format!(
        r#"resource "dts_tencent_migration_task" "orders" {{
  provider    = dts.target
  instance_id = dts_tencent_migration_instance.orders.id
  on_destroy  = "stop"

  source {{
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-src00001"
    username            = "dts"
    password_wo         = "{TENCENT_SOURCE_PASSWORD}"
    password_wo_version = 1
    cross_account {{
      account_id  = "{}"
      role_name   = dts_cam_role_trust.source.role_name
      external_id = "{EXTERNAL_ID}"
    }}
  }}

  destination {{
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-dst00001"
    username            = "dts"
    password_wo         = "{TENCENT_TARGET_PASSWORD}"
    password_wo_version = 1
  }}

  objects {{
    databases = {{ orders = {{ all = true }} }}
  }}

  timeouts {{
    create = "8s"
    delete = "8s"
  }}
}}
"#,
        TENCENT_SOURCE.account
    ))
}

/// The policy for the sub-user.
fn grant_block() -> Hcl {
    Hcl::new(format!(
        r#"resource "dts_cam_assume_role_grant" "operator" {{
  provider    = dts.target
  policy_name = "DTS-role-for-orders"
  role_arns   = [dts_cam_role_trust.source.arn]
  user_uins   = ["{SUB_USER}"]

  timeouts {{
    create = "8s"
    delete = "8s"
  }}
}}
"#
    ))
}
