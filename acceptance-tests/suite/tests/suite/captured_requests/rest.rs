//! Parameters that are sent where no other test's applies are kept: a described role, addresses for a destination of
//! another account, endpoints that are not cloud instances and are changed.

use super::hold;
use crate::options::render::standalone;
use crate::options::row::{Row, option};
use crate::options::walk::start;
use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// What stays: the role and the addresses.
const BESIDE: &str = r#"
resource "dts_ram_role_trust" "described" {
  provider            = dts.source_owner
  role_name           = "described"
  description         = "for DTS"
  trusted_account_ids = ["2345678901234567"]
  tags                = { team = "a" }
}

data "dts_server_addresses" "destination" {
  provider = dts.destination_owner
  type     = "vpc"
  source {
    region = "cn-hangzhou"
  }
  destination {
    region = "cn-hangzhou"
    vpc_id = "vpc-destination-orders"
    cross_account {
      account_id = "1234567890123456"
      role_name  = "described"
    }
  }
  depends_on = [dts_ram_role_trust.described]
}
"#;

const ACCOUNT_ARGUMENTS: [(&str, &str); 4] = [
    ("region", r#""cn-hangzhou""#),
    ("username", r#""dts""#),
    ("password_wo", r#""first-password""#),
    ("password_wo_version", "1"),
];

/// A self-managed server behind an express line, at an address.
fn server(address: [&str; 3]) -> Row {
    let [vpc, host, port] = address;
    let words = [("engine", r#""mysql""#), ("access_method", r#""express_connect""#)];
    let end = [&ACCOUNT_ARGUMENTS[..], &words[..], &[("vpc_id", vpc), ("host", host), ("port", port)]].concat();
    option("source.host").end("source", &end)
}

/// A database that a database account names, of an instance.
fn named(instance: &str) -> Row {
    let words = [("engine", r#""mongodb""#), ("access_method", r#""alibaba_cloud_instance""#)];
    let of = |id| {
        [
            &ACCOUNT_ARGUMENTS[..],
            &words[..],
            &[("instance_id", id), ("database", r#""admin""#), ("mongodb_topology", r#""replica_set""#)],
        ]
        .concat()
    };
    let row = option("destination.database").with("objects", "{ catalog = { all = true } }");
    row.end("source", &of(r#""dds-catalog""#)).end("destination", &of(instance))
}

fn running(label: &str, row: &Row) -> Hcl {
    let instance = format!(
        "resource \"dts_migration_instance\" {label:?} {{\n  provider       = dts.destination_owner\n  task_id        = \
         dts_migration_task.{label}.id\n  instance_class = \"small\"\n  on_destroy     = \"stop_and_release\"\n}}\n"
    );
    standalone(label, &row.at(0)).and(&Hcl::new(instance))
}

fn configuration(address: [&str; 3], instance: &str) -> Hcl {
    let tasks = running("server", &server(address)).and(&running("named", &named(instance)));
    hcl::providers().and(&Hcl::new(BESIDE)).and(&tasks)
}

#[tokio::test]
async fn what_no_other_test_sends() {
    let case: Case = start().await;
    case.apply(&configuration([r#""vpc-first""#, r#""10.0.0.1""#, "3306"], r#""dds-catalog""#)).await;
    let mark = case.mark().await;
    case.apply(&configuration([r#""vpc-second""#, r#""10.0.0.2""#, "3307"], r#""dds-other""#)).await;
    let calls = case.mutations_since(mark).await;
    let changes: Vec<&String> = calls.iter().filter(|action| *action != "WhiteIpList").collect();
    assert_eq!(changes, ["ModifyDtsJobEndpoint"; 2]);
    case.destroy().await;
    hold(&case, "rest").await;
}
