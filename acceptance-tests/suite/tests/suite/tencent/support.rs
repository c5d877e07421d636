//! What the tests of Tencent Cloud share.

use acceptance_harness::profiles::{Key, TENCENT_SOURCE};
use serde_json::Value as Json;
use tencent::{Action, CallContext, Cloud, Config, EndpointOverrides};

use crate::support::case::Case;
use crate::support::hcl::Hcl;

/// The providers of the root account with the sources, of the one with the targets, and of a sub-user of the latter.
pub(crate) fn providers() -> Hcl {
    let provider = |alias: &str, profile: &str| {
        format!(
            "provider \"dts\" {{\n  alias = \"{alias}\"\n  tencent {{\n    region  = \"ap-guangzhou\"\n    profile = \"{profile}\"\n  }}\n}}\n"
        )
    };
    let head = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";
    let all = [("source", "tencent-source"), ("target", "tencent-target"), ("operator", "tencent-operator")];
    let blocks: Vec<String> = all.iter().map(|(alias, profile)| provider(alias, profile)).collect();
    Hcl::new(format!("{head}{}", blocks.join("")))
}

/// A role, a purchased job and its task.
pub(crate) fn complete_migration() -> Hcl {
    let resources = r#"resource "dts_cam_role_trust" "source" {
  provider            = dts.source
  role_name           = "DTS-role"
  trusted_account_ids = ["700000000002"]
  external_id         = "shop-42"
  source_engines      = ["mysql"]
}

resource "dts_tencent_migration_instance" "orders" {
  provider           = dts.target
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
  on_destroy         = "stop_and_release"
  tags               = { team = "a" }
}

resource "dts_tencent_migration_task" "orders" {
  provider    = dts.target
  instance_id = dts_tencent_migration_instance.orders.id
  on_destroy  = "stop"

  source {
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-src00001"
    username            = "dts" # source
    password_wo         = "tencent-source-password"
    password_wo_version = 1 # source
    cross_account {
      account_id  = "700000000001"
      role_name   = dts_cam_role_trust.source.role_name
      external_id = "shop-42"
    }
  }

  destination {
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-dst00001"
    username            = "dts" # destination
    password_wo         = "tencent-target-password"
    password_wo_version = 1 # destination
  }

  objects {
    databases = { orders = { all = true } }
  }
}
"#;
    providers().and(&Hcl::new(resources))
}

/// A client with the key of one account, for changes from outside Terraform.
pub(crate) fn client(case: &Case, key: Key) -> Cloud {
    let mut config = Config {
        endpoints: EndpointOverrides { domain: Some(case.emulator.url()), ..EndpointOverrides::default() },
        ..Config::new("ap-guangzhou")
    };
    config.credentials.secret_id = Some(key.id.to_owned());
    config.credentials.secret_key = Some(key.secret.into());
    Cloud::new(config).unwrap()
}

/// A call from outside Terraform, which must succeed.
pub(crate) async fn call<A: Action>(cloud: &Cloud, action: &A) -> A::Answer {
    cloud.call(action, &CallContext::default()).await.unwrap_or_else(|error| panic!("{error}")).answer
}

/// The only role of the account with the sources.
pub(crate) async fn role(case: &Case) -> Json {
    let account = case.account(TENCENT_SOURCE.account).await;
    let roles = account["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 1, "{account:#}");
    roles[0].clone()
}
