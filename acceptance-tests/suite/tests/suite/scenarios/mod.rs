//! Migrations that have no example: each is applied, planned without changes, imported and destroyed.

mod migration;

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::repository::root;
use dts_emulator::{Options, World};
use serde_json::Value as Json;
use xtask::docs::fences::fences;

use crate::support::case::{Case, assert_detail, assert_line, only_error};
use crate::support::hcl::Hcl;
use crate::support::reimport::imported;

use self::migration::{Endpoint, Migration, configuration};

/// Parameters that the ConfigureDtsJob request of a migration must contain.
type Sent = [(&'static str, &'static str)];

/// The complete lifecycle of several migrations in one folder. `sent` are the expected parameters of their requests.
async fn live(case: &Case, configuration: &Hcl, scenario: &str, sent: &[(&str, &Sent)]) {
    case.apply(configuration).await;
    let account = case.account(DESTINATION_OWNER.account).await;
    let jobs = account["jobs"].as_array().unwrap();
    assert_eq!((jobs.len(), account["instances"].as_array().unwrap().len()), (sent.len(), sent.len()));
    for (name, parameters) in sent {
        let job = jobs.iter().find(|job| job["name"] == *name).unwrap_or_else(|| panic!("no {name} in {jobs:#?}"));
        assert_eq!(job["progress"]["caught_up"], true, "{job:#}");
        for (parameter, value) in *parameters {
            let found = job["parameters"][parameter].as_str().unwrap_or_default();
            let fits = if *parameter == "Reserve" { found.contains(value) } else { found == *value };
            assert!(fits, "{name}: {parameter} is {found:?}, not {value:?}: {job:#}");
        }
        let task = case.terraform.attributes(&format!("dts_migration_task.{name}")).await.unwrap();
        assert_eq!((&task["scenario"], &task["precheck_state"]), (&scenario.into(), &"passed".into()), "{task:#}");
    }
    let empty = case.another_folder();
    empty.write("main.tf", configuration.text()).unwrap();
    imported(case, &case.terraform, &empty, &[]).await;
    empty.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    case.is_empty().await;
    let calls = case.control.requests().await.unwrap();
    let warned: Vec<&Json> = calls.iter().filter(|call| call["warnings"][0].is_string()).collect();
    assert!(warned.is_empty(), "the emulator knows every parameter that was sent: {warned:#?}");
}

const ORDERS: &str = "{ orders = { all = true } }";
const SESSIONS: &str = "{ \"0\" = { all = true } }";

fn mysql_to(destination: &'static str) -> Endpoint {
    Endpoint::instance("mysql", destination)
}

/// Self-managed databases in the source owner's VPC and data centre, with `access_via_vpc` on the role.
fn self_managed() -> [Migration; 5] {
    let redis = || Endpoint::instance("redis", "instance_id = \"r-destination-sessions\"");
    let hangzhou = |engine, access, at| Endpoint { engine, access, region: "cn-hangzhou", at };
    [
        Migration {
            name: "express_connect",
            source: hangzhou(
                "mysql",
                "express_connect",
                "vpc_id = \"vpc-source-orders\"; host = \"192.168.0.10\"; port = 3306",
            ),
            destination: mysql_to("instance_id = \"rm-destination-orders\""),
            objects: ORDERS,
            across: true,
        },
        Migration {
            name: "ecs",
            source: hangzhou("mysql", "ecs", "instance_id = \"i-source-orders\"; port = 3306"),
            destination: mysql_to("instance_id = \"rm-destination-orders\""),
            objects: "{ orders = { all = true, rename = \"orders_of_ecs\" } }",
            across: true,
        },
        Migration {
            name: "cen",
            source: hangzhou(
                "redis",
                "cen",
                "vpc_id = \"vpc-source-orders\"; cen_id = \"cen-source-orders\"; host = \"192.168.0.11\"; port = 6379",
            ),
            destination: redis(),
            objects: SESSIONS,
            across: true,
        },
        Migration {
            name: "database_gateway",
            source: hangzhou(
                "redis",
                "database_gateway",
                "instance_id = \"dg-source-orders\"; host = \"192.168.0.11\"; port = 6379",
            ),
            destination: redis(),
            objects: SESSIONS,
            across: true,
        },
        Migration {
            name: "postgresql_by_vpn",
            source: hangzhou(
                "postgresql",
                "express_connect",
                "vpc_id = \"vpc-source-orders\"; host = \"192.168.0.13\"; port = 5432; database = \"billing\"",
            ),
            destination: Endpoint::instance(
                "postgresql",
                "instance_id = \"pgm-destination-billing\"; database = \"billing\"",
            ),
            objects: "{ public = { all = true } }",
            across: true,
        },
    ]
}

#[tokio::test]
async fn self_managed_sources_of_another_account() {
    let case = Case::start().await;
    let owner = ("SourceEndpointOwnerID", "1234567890123456");
    let sent: [(&str, &Sent); 5] = [
        (
            "express_connect",
            &[
                owner,
                ("SourceEndpointInstanceType", "EXPRESS"),
                ("SourceEndpointInstanceID", "vpc-source-orders"),
                ("SourceEndpointIP", "192.168.0.10"),
                ("SourceEndpointPort", "3306"),
            ],
        ),
        ("ecs", &[owner, ("SourceEndpointInstanceType", "ECS"), ("SourceEndpointInstanceID", "i-source-orders")]),
        ("cen", &[owner, ("SourceEndpointInstanceType", "CEN"), ("Reserve", "cen-source-orders")]),
        (
            "database_gateway",
            &[owner, ("SourceEndpointInstanceType", "DG"), ("SourceEndpointInstanceID", "dg-source-orders")],
        ),
        (
            "postgresql_by_vpn",
            &[owner, ("SourceEndpointEngineName", "POSTGRESQL"), ("SourceEndpointDatabaseName", "billing")],
        ),
    ];
    let configuration = configuration(&self_managed());
    live(&case, &configuration, "cross_account_source", &sent).await;
    case.terraform.destroy().await.unwrap().success().unwrap();
    // Without the policy, the role does not allow DTS to access the VPC.
    case.write(&configuration.with("access_via_vpc      = true", "access_via_vpc      = false"));
    let refused = case.terraform.apply().await.unwrap();
    assert!(refused.code == Some(1) && refused.stdout.contains("AliyunVPCReadOnlyAccess"), "{}", refused.output());
    case.terraform.destroy().await.unwrap().success().unwrap();
}

#[tokio::test]
async fn cloud_instances_of_other_engines_in_another_account() {
    let case = Case::start().await;
    let migrations = [
        Migration {
            name: "postgresql",
            source: Endpoint::instance("postgresql", "instance_id = \"pgm-source-billing\"; database = \"billing\""),
            destination: Endpoint::instance(
                "postgresql",
                "instance_id = \"pgm-destination-billing\"; database = \"billing\"",
            ),
            objects: "{ public = { tables = { invoices = { filter = \"total > 0\" } } } }",
            across: true,
        },
        Migration {
            name: "mongodb",
            source: Endpoint::instance(
                "mongodb",
                "instance_id = \"dds-source-catalog\"; database = \"admin\"; mongodb_topology = \"sharded\"",
            ),
            destination: Endpoint::instance(
                "mongodb",
                "instance_id = \"dds-destination-catalog\"; database = \"admin\"; mongodb_topology = \"replica_set\"",
            ),
            objects: "{ catalog = { all = true } }",
            across: true,
        },
        Migration {
            name: "redis",
            source: Endpoint::instance("redis", "instance_id = \"r-source-sessions\""),
            destination: Endpoint::instance("redis", "instance_id = \"r-destination-sessions\""),
            objects: SESSIONS,
            across: true,
        },
        Migration {
            name: "polardb",
            source: Endpoint::instance("polardb_mysql", "instance_id = \"pc-source-orders\""),
            destination: Endpoint::instance("polardb_mysql", "instance_id = \"pc-destination-orders\""),
            objects: ORDERS,
            across: true,
        },
    ];
    let sent: [(&str, &Sent); 4] = [
        ("postgresql", &[("SourceEndpointEngineName", "POSTGRESQL"), ("DestinationEndpointEngineName", "PostgreSQL")]),
        ("mongodb", &[("SourceEndpointInstanceType", "MONGODB"), ("Reserve", "srcEngineArchType")]),
        ("redis", &[("SourceEndpointInstanceType", "REDIS"), ("DestinationEndpointInstanceType", "REDIS")]),
        ("polardb", &[("SourceEndpointInstanceType", "PolarDB")]),
    ];
    live(&case, &configuration(&migrations), "cross_account_source", &sent).await;
}

/// DTS reports a database that does not exist with the item of a wrong password.
#[tokio::test]
async fn a_database_that_does_not_exist_is_reported_on_its_line() {
    let case = Case::start().await;
    let billing = |database| Migration {
        name: "billing",
        source: Endpoint::instance("postgresql", database),
        destination: Endpoint::instance(
            "postgresql",
            "instance_id = \"pgm-destination-billing\"; database = \"billing\"",
        ),
        objects: "{ public = { all = true } }",
        across: true,
    };
    let wrong = configuration(&[billing("instance_id = \"pgm-source-billing\"; database = \"postgres\"")]);
    let errors = case.refused_apply(&wrong).await;
    let error = only_error(&errors, "Precheck item CHECK_CONN_SRC failed");
    assert_line(error, &wrong, "database = \"postgres\"");
    assert!(error.detail.starts_with("DTS says: pgm-source-billing has no database postgres"), "{}", error.detail);
    assert_detail(error, &["marked it as tainted", "apply again"]);
    case.apply(&configuration(&[billing("instance_id = \"pgm-source-billing\"; database = \"billing\"")])).await;
    assert_eq!(case.account(DESTINATION_OWNER.account).await["jobs"].as_array().unwrap().len(), 1);
    case.destroy().await;
}

/// One account, no role: cloud instance to cloud instance, and to a server on ECS.
#[tokio::test]
async fn within_one_account() {
    let case = Case::start().await;
    let source = || mysql_to("instance_id = \"rm-destination-used\"");
    let migrations = [
        Migration {
            name: "instances",
            source: source(),
            destination: mysql_to("instance_id = \"rm-destination-orders\""),
            objects: ORDERS,
            across: false,
        },
        Migration {
            name: "onto_a_server",
            source: source(),
            destination: Endpoint {
                engine: "mysql",
                access: "ecs",
                region: "cn-hangzhou",
                at: "instance_id = \"i-destination-orders\"; port = 3306",
            },
            objects: ORDERS,
            across: false,
        },
    ];
    let none: &Sent = &[("SourceEndpointOwnerID", ""), ("SourceEndpointRole", ""), ("DestinationEndpointOwnerID", "")];
    live(&case, &configuration(&migrations), "same_account", &[("instances", none), ("onto_a_server", none)]).await;
}

/// From Hangzhou to Shanghai; the task is in the region of the destination. DTS does not find the destination in
/// Hangzhou.
#[tokio::test]
async fn from_one_region_to_another() {
    let here = "id = \"rm-destination-orders\"\nengine = \"MySQL\"\nregion = \"cn-hangzhou\"";
    let world = Hcl::new(World::builtin_toml()).with(here, &here.replace("hangzhou", "shanghai"));
    let world = World::parse(world.text(), "a world with two regions").unwrap();
    let case = Case::with(Options { world, polls: 1, ..Options::default() }).await;
    let migration = |region| Migration {
        name: "regions",
        source: Endpoint::instance("mysql", "instance_id = \"rm-source-orders\""),
        destination: Endpoint { region, ..mysql_to("instance_id = \"rm-destination-orders\"") },
        objects: ORDERS,
        across: true,
    };
    let moved = |region| {
        let shanghai = "region  = \"cn-shanghai\"\n    profile = \"destination-owner\"";
        configuration(&[migration(region)])
            .with("region  = \"cn-hangzhou\"\n    profile = \"destination-owner\"", shanghai)
    };
    let errors = case.refused_apply(&moved("cn-hangzhou")).await;
    assert_detail(
        only_error(&errors, "Precheck item CHECK_CONN_DEST failed"),
        &["no RDS rm-destination-orders", "cn-hangzhou"],
    );
    assert_eq!(case.job().await["purchased"], false);
    let parameters: &Sent = &[
        ("RegionId", "cn-shanghai"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointRegion", "cn-shanghai"),
    ];
    live(&case, &moved("cn-shanghai"), "cross_account_source", &[("regions", parameters)]).await;
    let calls = case.control.requests().await.unwrap();
    let bought = calls.iter().find(|call| call["action"] == "CreateDtsInstance").unwrap();
    assert_eq!(bought["parameters"]["DtsRegion"], "cn-shanghai", "{bought:#}");
}

/// The examples of the guide, all in one configuration.
#[tokio::test]
async fn the_examples_of_the_guide_per_engine() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let examples: Vec<String> = fences(&read("docs/guides/engines.md")).into_iter().map(|fence| fence.text).collect();
    assert_eq!(examples.len(), 5);
    let frame = Hcl::new(read("templates/frames/beside-role.tf"));
    let case = Case::start().await;
    case.apply(&frame.with("# HERE", &examples.join("\n"))).await;
    for engine in ["postgresql", "redis", "mongodb", "sqlserver", "oracle"] {
        let task = case.terraform.attributes(&format!("dts_migration_task.{engine}")).await.unwrap();
        let state = (&task["scenario"], &task["precheck_state"]);
        assert_eq!(state, (&"cross_account_source".into(), &"passed".into()), "{task:#}");
    }
    case.destroy().await;
}
