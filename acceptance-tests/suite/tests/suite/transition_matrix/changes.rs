//! The change of each argument.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::change::{Change, Settings};
use super::{synchronization, tencent};
use crate::options::coverage;
use crate::options::row::{Row, UNSET, option};
use crate::options::rows;

const TASK: &str = "dts_migration_task";
const INSTANCE: &str = "dts_migration_instance";
const TRUST: &str = "dts_ram_role_trust";

/// Placeholder for the ID of a second task.
pub(super) const ANOTHER_TASK: &str = "(another task)";

/// Arguments that only the provider uses. A change of any other argument needs an API call.
pub(super) const PROVIDER_ONLY: [(&str, &str); 21] = [
    (TASK, "allow_restart"),
    (TASK, "on_destroy"),
    (TASK, "precheck.ignore"),
    (TASK, "restart_on_loss"),
    (TASK, "timeouts.create"),
    (TASK, "timeouts.read"),
    (TASK, "timeouts.update"),
    (TASK, "timeouts.delete"),
    (INSTANCE, "restart_on_loss"),
    (INSTANCE, "wait_for"),
    (INSTANCE, "on_destroy"),
    (INSTANCE, "max_delay_ms"),
    (INSTANCE, "timeouts.create"),
    (INSTANCE, "timeouts.read"),
    (INSTANCE, "timeouts.update"),
    (INSTANCE, "timeouts.delete"),
    (TRUST, "force_detach_policies"),
    (TRUST, "timeouts.create"),
    (TRUST, "timeouts.read"),
    (TRUST, "timeouts.update"),
    (TRUST, "timeouts.delete"),
];

/// The keys of `objects`, whose type is dynamic: the exported schema does not have them.
const KEYS_OF_OBJECTS: [&str; 13] = [
    "objects.*.all",
    "objects.*.ddl_op",
    "objects.*.dml_op",
    "objects.*.other_objects",
    "objects.*.rename",
    "objects.*.tables",
    "objects.*.tables.*.columns",
    "objects.*.tables.*.columns.*.rename",
    "objects.*.tables.*.columns.*.type",
    "objects.*.tables.*.ddl_op",
    "objects.*.tables.*.dml_op",
    "objects.*.tables.*.filter",
    "objects.*.tables.*.rename",
];

/// Every argument of the exported schema, except those that no object can have.
pub(super) fn arguments() -> BTreeSet<(String, String)> {
    let exported = include_str!("../../../../../schemas/terraform/provider-schema.json");
    let exported: Json = serde_json::from_str(exported).unwrap();
    let provider = exported["provider_schemas"].as_object().unwrap().values().next().unwrap();
    let mut found = BTreeSet::new();
    let resources = provider["resource_schemas"].as_object().unwrap();
    for (resource, schema) in resources {
        let mut arguments = BTreeSet::new();
        coverage::arguments(&schema["block"], "", &mut arguments);
        if arguments.contains("objects") {
            arguments.extend(KEYS_OF_OBJECTS.map(str::to_owned));
        }
        if arguments.contains("objects.databases") {
            arguments.extend(tencent::changes::KEYS_OF_DATABASES.map(str::to_owned));
        }
        found.extend(arguments.into_iter().map(|argument| (resource.clone(), argument)));
    }
    found.insert((synchronization::TASK.to_owned(), synchronization::changes::BLOCK.to_owned()));
    for (resource, argument) in tencent::changes::IMPOSSIBLE {
        assert!(found.remove(&(resource.to_owned(), argument.to_owned())), "{resource} has no {argument}");
    }
    found
}

/// Whether only the provider uses an argument.
pub(super) fn is_provider_only(change: &Change) -> bool {
    // A synchronization has the arguments of a migration, and some of them once more in the reverse direction.
    let resource = change.resource.replace("dts_synchronization_", "dts_migration_");
    let argument = change.argument.strip_prefix("two_way.reverse.").unwrap_or(&change.argument);
    let one = (resource.as_str(), argument);
    PROVIDER_ONLY.contains(&one) || tencent::changes::PROVIDER_ONLY.contains(&one)
}

/// The changes in Alibaba Cloud, grouped by resource and sorted by name.
pub(super) fn all() -> Vec<Change> {
    let mut all = of_task();
    all.extend(of_instance());
    all.extend(of_trust());
    all.sort_by_key(Change::name);
    all
}

/// The tables of options contain most changes; this function separates the other arguments that a row changes.
pub(super) fn of_task() -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let special = own_of_task();
    for row in rows::all() {
        let known = special.iter().chain(&changes).any(|one| one.argument == row.option);
        if !known {
            changes.push(Change::of_row(&row));
        }
    }
    changes.extend(special);
    changes
}

fn own_of_task() -> Vec<Change> {
    let mut all = vec![
        Change::of_row(
            &option("precheck.ignore").values(&[r#"["CHECK_SAME_OBJ"]"#, r#"["CHECK_SAME_OBJ", "CHECK_SAME_USER"]"#]),
        ),
        Change::of_row(&option("restart_on_loss").values(&["false", "true"])).one_way(),
    ];
    for side in ["source", "destination"] {
        all.extend([engine(side), access_method(side), password(side), password_wo(side), password_version(side)]);
        all.extend(rows::endpoints(side).into_iter().filter_map(|row| endpoint(side, &row)));
    }
    all
}

/// An endpoint whose database DTS can change.
pub(super) const MONGODB: [(&str, &str); 9] = [
    ("engine", r#""mongodb""#),
    ("access_method", r#""alibaba_cloud_instance""#),
    ("region", r#""cn-hangzhou""#),
    ("instance_id", r#""dds-catalog""#),
    ("mongodb_topology", r#""replica_set""#),
    ("username", r#""dts""#),
    ("password_wo", r#""first-password""#),
    ("password_wo_version", "1"),
    ("database", r#""admin""#),
];

/// Changes with another pair after the start: there, the engine must be one whose endpoint DTS can change.
fn endpoint(side: &str, row: &Row) -> Option<Change> {
    let moved = match row.option.strip_prefix(side)? {
        ".username" => option(row.option.clone()).words(&["dts", "other"]),
        ".database" => {
            option(row.option.clone()).end("source", &MONGODB).end("destination", &MONGODB).words(&["admin", "users"])
        }
        _ => return None,
    };
    let (prefix, database) = match side {
        "source" => ("SourceEndpoint", "SourceEndpointDatabaseName"),
        _ => ("DestinationEndpoint", "DestinationEndpointDataBaseName"),
    };
    let moved = match row.option.ends_with(".database") {
        true => moved.wire(database, json!(["admin", "users"])),
        false => moved.wire(format!("{prefix}UserName"), json!(["dts", "other"])),
    };
    Some(Change::of_row(row).moved(&moved))
}

fn engine(side: &str) -> Change {
    let instance = format!("{side}.instance_id");
    let row = option(format!("{side}.engine"));
    Change::of_row(&row.words(&["mysql", "sqlserver"]).also(&instance, &[r#""rm-first""#, r#""rm-erp""#]))
}

fn access_method(side: &str) -> Change {
    let at = |name: &str| format!("{side}.{name}");
    let row = option(at("access_method"))
        .words(&["alibaba_cloud_instance", "express_connect"])
        .also(&at("instance_id"), &[r#""rm-first""#, UNSET])
        .also(&at("vpc_id"), &[UNSET, r#""vpc-first""#])
        .also(&at("host"), &[UNSET, r#""10.0.0.1""#])
        .also(&at("port"), &[UNSET, "3306"]);
    Change::of_row(&row)
}

/// Two databases with one password each while a precheck tests the credentials; only the password afterwards.
fn two_databases(side: &str, row: Row) -> Change {
    let instance = format!("{side}.instance_id");
    let both = row.clone().also(&instance, &[r#""rm-first""#, r#""rm-second""#]);
    Change::of_row(&both).moved(&row)
}

fn password(side: &str) -> Change {
    let row = option(format!("{side}.password"))
        .words(&["first-password", "second-password"])
        .with(&format!("{side}.password_wo"), UNSET)
        .with(&format!("{side}.password_wo_version"), UNSET);
    two_databases(side, row)
}

/// A value that is not stored is compared by its version.
fn password_wo(side: &str) -> Change {
    let row = option(format!("{side}.password_wo"))
        .words(&["first-password", "second-password"])
        .also(&format!("{side}.password_wo_version"), &["1", "2"]);
    two_databases(side, row)
}

fn password_version(side: &str) -> Change {
    let row = option(format!("{side}.password_wo_version"))
        .values(&["1", "2"])
        .also(&format!("{side}.password_wo"), &[r#""first-password""#, r#""second-password""#]);
    two_databases(side, row)
}

fn settings(of: &[(&str, &str)]) -> Settings {
    of.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

/// A change, with settings that stay the same; an empty value removes the argument.
pub(super) fn change(resource: &str, base: &[(&str, &str)], argument: &str, values: [&str; 2]) -> Change {
    let both = values.map(|value| {
        let mut all = settings(base);
        all.insert(argument.to_owned(), value.to_owned());
        all.retain(|_, value| !value.is_empty());
        all
    });
    Change::new(resource, argument, both)
}

pub(super) fn of_instance() -> Vec<Change> {
    let base =
        [("instance_class", r#""small""#), ("on_destroy", r#""stop_and_release""#), ("timeouts.update", r#""20s""#)];
    let units = [base[1], base[2]];
    let one = |argument: &str, values: [&str; 2]| change(INSTANCE, &base, argument, values);
    let mut all = vec![
        one("task_id", ["", ANOTHER_TASK]),
        one("instance_class", [r#""small""#, r#""large""#]).one_way(),
        change(INSTANCE, &units, "du", ["2", "4"]),
        one("resource_group_id", [r#""rg-first""#, r#""rg-second""#]),
        one("tags", [r#"{ a = "1", b = "1" }"#, r#"{ a = "2", c = "1" }"#]),
        one("desired_status", [r#""running""#, r#""suspended""#]).to("suspended"),
        one("desired_status", [r#""running""#, r#""stopped""#]).to("stopped"),
        one("restart_on_loss", ["false", "true"]).one_way(),
        one("wait_for", [r#""running""#, r#""accepted""#]),
        one("max_delay_ms", ["5000", "60000"]),
        one("on_destroy", [r#""stop_and_release""#, r#""refuse_while_running""#]),
    ];
    all.extend(timeouts(INSTANCE, &base));
    all
}

fn of_trust() -> Vec<Change> {
    let base = [("role_name", r#""changing""#), ("trusted_account_ids", r#"["1234567890123456"]"#)];
    let one = |argument: &str, values: [&str; 2]| change(TRUST, &base, argument, values);
    let policies = [
        r#"[{ type = "System", name = "AliyunDTSRolePolicy" }]"#,
        r#"[{ type = "System", name = "AliyunDTSRolePolicy" }, { type = "System", name = "AliyunVPCReadOnlyAccess" }]"#,
    ];
    let mut all = vec![
        one("role_name", [r#""changing""#, r#""changed""#]),
        one("trusted_account_ids", [r#"["1234567890123456"]"#, r#"["1234567890123456", "3456789012345678"]"#]),
        one("description", [r#""first""#, r#""second""#]),
        one("max_session_duration", ["3600", "7200"]),
        one("permission_policies", policies),
        one("access_via_vpc", ["false", "true"]),
        one("force_detach_policies", ["false", "true"]),
        one("tags", [r#"{ a = "1", b = "1" }"#, r#"{ a = "2", c = "1" }"#]),
    ];
    all.extend(timeouts(TRUST, &base));
    all
}

fn timeouts(resource: &str, base: &[(&str, &str)]) -> Vec<Change> {
    let one = |operation| change(resource, base, &format!("timeouts.{operation}"), [r#""20m""#, r#""25m""#]);
    ["create", "read", "update", "delete"].map(one).into()
}
