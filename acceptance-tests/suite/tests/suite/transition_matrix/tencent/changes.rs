//! The change of each argument in Tencent Cloud. The values are JSON.

use super::{ANOTHER_JOB, GRANT, INSTANCE, TASK, TRUST};
use crate::transition_matrix::change::{Change, Settings};
use crate::transition_matrix::changes::change;

/// Arguments that only the provider uses.
pub(in crate::transition_matrix) const PROVIDER_ONLY: [(&str, &str); 26] = [
    (TASK, "check.foreign_keys"),
    (TASK, "check.skip"),
    (TASK, "complete_mode"),
    (TASK, "max_delay_seconds"),
    (TASK, "on_destroy"),
    (TASK, "wait_for"),
    (TASK, "timeouts.create"),
    (TASK, "timeouts.read"),
    (TASK, "timeouts.update"),
    (TASK, "timeouts.delete"),
    (INSTANCE, "on_destroy"),
    (INSTANCE, "restart_on_loss"),
    (INSTANCE, "timeouts.create"),
    (INSTANCE, "timeouts.read"),
    (INSTANCE, "timeouts.update"),
    (INSTANCE, "timeouts.delete"),
    (TRUST, "force_detach_policies"),
    (TRUST, "timeouts.create"),
    (TRUST, "timeouts.read"),
    (TRUST, "timeouts.update"),
    (TRUST, "timeouts.delete"),
    (GRANT, "force_detach"),
    (GRANT, "timeouts.create"),
    (GRANT, "timeouts.read"),
    (GRANT, "timeouts.update"),
    (GRANT, "timeouts.delete"),
];

/// The keys of `objects.databases`, whose type is dynamic: the exported schema does not have them.
pub(in crate::transition_matrix) const KEYS_OF_DATABASES: [&str; 18] = [
    "objects.databases.*.all",
    "objects.databases.*.events",
    "objects.databases.*.functions",
    "objects.databases.*.procedures",
    "objects.databases.*.rename",
    "objects.databases.*.roles",
    "objects.databases.*.roles.*.rename",
    "objects.databases.*.schemas",
    "objects.databases.*.schemas.*.all",
    "objects.databases.*.schemas.*.rename",
    "objects.databases.*.schemas.*.tables",
    "objects.databases.*.schemas.*.views",
    "objects.databases.*.tables",
    "objects.databases.*.tables.*.rename",
    "objects.databases.*.tables.*.temporary_tables",
    "objects.databases.*.triggers",
    "objects.databases.*.views",
    "objects.databases.*.views.*.rename",
];

/// Arguments that no object has: a destination never belongs to another account, and the emulator has no database on a CVM instance.
pub(in crate::transition_matrix) const IMPOSSIBLE: [(&str, &str); 5] = [
    (TASK, "destination.cross_account.account_id"),
    (TASK, "destination.cross_account.external_id"),
    (TASK, "destination.cross_account.role_name"),
    (TASK, "destination.cvm_instance_id"),
    (TASK, "source.cvm_instance_id"),
];

/// A task between two managed databases of one account.
const BASE: [(&str, &str); 17] = [
    ("on_destroy", r#""stop""#),
    ("timeouts.update", r#""20s""#),
    ("objects.databases", r#"{"orders": {"all": true}}"#),
    ("source.engine", r#""mysql""#),
    ("source.access_type", r#""cdb""#),
    ("source.region", r#""ap-guangzhou""#),
    ("source.node_type", r#""simple""#),
    ("source.instance_id", r#""cdb-own00001""#),
    ("source.password_wo", r#""first-password""#),
    ("source.password_wo_version", "1"),
    ("destination.engine", r#""mysql""#),
    ("destination.access_type", r#""cdb""#),
    ("destination.region", r#""ap-guangzhou""#),
    ("destination.node_type", r#""simple""#),
    ("destination.instance_id", r#""cdb-new00001""#),
    ("destination.password_wo", r#""first-password""#),
    ("destination.password_wo_version", "1"),
];

/// The settings that replace MySQL with PostgreSQL.
const POSTGRES: [(&str, &str); 4] = [
    ("source.engine", r#""postgresql""#),
    ("source.instance_id", r#""postgres-own00001""#),
    ("destination.engine", r#""postgresql""#),
    ("destination.instance_id", r#""postgres-new00001""#),
];

/// The settings of a plain task.
pub(in crate::transition_matrix) fn base() -> Settings {
    BASE.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

/// All changes.
pub(in crate::transition_matrix) fn all() -> Vec<Change> {
    let mut all = of_task();
    all.extend(of_databases());
    all.extend(of_schemas());
    for side in ["source", "destination"] {
        all.extend(of_end(side));
        all.extend(of_passwords(side));
    }
    all.extend(of_cross_account());
    all.extend(of_instance());
    all.extend(of_trust());
    all.extend(of_grant());
    all
}

/// A change of a task whose base has these settings, too; an empty value removes one.
fn task(with: &[(&str, &str)], argument: &str, values: [&str; 2]) -> Change {
    let mut base: Vec<(&str, &str)> = BASE.to_vec();
    for (path, value) in with {
        base.retain(|(known, _)| known != path);
        base.push((path, value));
    }
    change(TASK, &base, argument, values)
}

/// A change of a task in which other arguments change, too.
fn together(with: &[(&str, &str)], argument: &str, values: [&str; 2], also: &[(&str, [&str; 2])]) -> Change {
    let both = [0, 1].map(|step| {
        let mut all = base();
        let changed = also.iter().map(|(path, values)| (*path, values[step]));
        for (path, value) in with.iter().copied().chain(changed).chain([(argument, values[step])]) {
            all.insert(path.to_owned(), value.to_owned());
        }
        all.retain(|_, value| !value.is_empty());
        all
    });
    Change::new(TASK, argument, both)
}

fn of_task() -> Vec<Change> {
    let sampled = [("consistency.mode", r#""full""#), ("consistency.method", r#""sample_data_check""#)];
    let full = [("consistency.mode", r#""full""#)];
    let skipped = [("check.skip", r#"["ConstraintCheck"]"#)];
    let ddl = [("skip_ddl_errors.tables", r#"["orders.*"]"#), ("skip_ddl_errors.error_codes", "[1050]")];
    let timed = [("run_mode", r#""timed""#)];
    let running = [("desired_status", r#""running""#)];
    let mut all = vec![
        task(&[], "instance_id", ["", ANOTHER_JOB]),
        task(&[], "migration_type", [r#""full_and_increment""#, r#""full""#]),
        together(&[], "run_mode", [r#""immediate""#, r#""timed""#], &[("start_at", ["", r#""2099-01-01T00:00:00Z""#])]),
        task(&timed, "start_at", [r#""2099-01-01T00:00:00Z""#, r#""2099-01-02T00:00:00Z""#]),
        task(&[], "auto_retry_minutes", ["10", "20"]),
        task(&[], "migrate_accounts", ["false", "true"]),
        task(&[], "destination_read_only", ["false", "true"]),
        task(&POSTGRES, "migration_way", [r#""logical""#, r#""physical""#]),
        task(&[], "settings", [r#"{"DstWriteMode": "normal"}"#, r#"{"DstWriteMode": "overwrite"}"#]),
        task(&running, "desired_status", [r#""running""#, r#""paused""#]).to("paused"),
        task(&running, "desired_status", [r#""running""#, r#""completed""#]).to("completed"),
        task(&running, "desired_status", [r#""running""#, r#""stopped""#]).to("stopped"),
        task(&[], "wait_for", [r#""running""#, r#""accepted""#]),
        task(&[], "complete_mode", [r#""wait_for_sync""#, r#""immediately""#]),
        task(&[], "max_delay_seconds", ["5", "60"]),
        task(&[], "on_destroy", [r#""stop""#, r#""refuse_while_running""#]),
        task(&skipped, "check.foreign_keys", [r#""shield""#, r#""migrate""#]),
        task(&[], "check.rerun", ["1", "2"]),
        task(&[], "check.skip", [r#"["ConstraintCheck"]"#, r#"["ConstraintCheck", "OptimizeCheck"]"#]),
        task(&[], "consistency.mode", [r#""full""#, r#""no_check""#]),
        task(&full, "consistency.method", [r#""data_check""#, r#""rows_count""#]),
        task(&sampled, "consistency.sample_rate", ["10", "20"]),
        task(&full, "consistency.thread_count", ["1", "2"]),
        together(&[], "objects.all", ["", "true"], &[("objects.databases", [r#"{"orders": {"all": true}}"#, ""])]),
        task(&[], "objects.databases", [r#"{"orders": {"all": true}}"#, r#"{"inventory": {"all": true}}"#]),
        task(&[], "objects.advanced_objects", [r#"["trigger"]"#, r#"["function"]"#]),
        task(&ddl, "skip_ddl_errors.tables", [r#"["orders.*"]"#, r#"["inventory.*"]"#]),
        task(&ddl, "skip_ddl_errors.error_codes", ["[1050]", "[1051]"]),
    ];
    for limit in ["dump_threads", "load_threads", "sinker_threads", "dump_rows_per_second", "load_rows_per_second"] {
        all.push(task(&[], &format!("rate_limit.{limit}"), ["4", "8"]));
    }
    all.extend(timeouts(TASK, &BASE));
    all
}

/// A change of a key of `objects.databases`, by the value of the database `orders`.
fn database(base: &[(&str, &str)], key: &str, values: [&str; 2]) -> Change {
    let [before, after] = values.map(|value| format!("{{\"orders\": {value}}}"));
    let mut change = task(base, "objects.databases", [before.as_str(), after.as_str()]);
    change.argument = format!("objects.databases.*.{key}");
    change
}

/// The keys of `objects.databases` for MySQL.
fn of_databases() -> Vec<Change> {
    let mysql = |key: &str, values: [&str; 2]| database(&[], key, values);
    let mut all = vec![
        mysql("all", [r#"{"all": true}"#, r#"{"tables": {"orders": {}}}"#]),
        mysql("rename", [r#"{"all": true, "rename": "first"}"#, r#"{"all": true, "rename": "second"}"#]),
        mysql("tables", [r#"{"tables": {"orders": {}}}"#, r#"{"tables": {"orders": {}, "customers": {}}}"#]),
        mysql(
            "tables.*.rename",
            [r#"{"tables": {"orders": {"rename": "first"}}}"#, r#"{"tables": {"orders": {"rename": "second"}}}"#],
        ),
        mysql(
            "tables.*.temporary_tables",
            [
                r#"{"tables": {"orders": {"temporary_tables": ["_orders_new"]}}}"#,
                r#"{"tables": {"orders": {"temporary_tables": ["_orders_old"]}}}"#,
            ],
        ),
        mysql("views", [r#"{"views": {"first": {}}}"#, r#"{"views": {"second": {}}}"#]),
        mysql(
            "views.*.rename",
            [r#"{"views": {"first": {"rename": "second"}}}"#, r#"{"views": {"first": {"rename": "third"}}}"#],
        ),
    ];
    for kind in ["functions", "procedures", "triggers", "events"] {
        let [first, second] = ["first", "second"].map(|name| format!("{{\"{kind}\": [\"{name}\"]}}"));
        all.push(mysql(kind, [&first, &second]));
    }
    all
}

/// The keys of `objects.databases` for PostgreSQL.
fn of_schemas() -> Vec<Change> {
    let postgres = |key: &str, values: [&str; 2]| database(&POSTGRES, key, values);
    vec![
        postgres(
            "roles",
            [
                r#"{"tables": {"orders": {}}, "roles": {"first": {}}}"#,
                r#"{"tables": {"orders": {}}, "roles": {"second": {}}}"#,
            ],
        ),
        postgres(
            "roles.*.rename",
            [r#"{"roles": {"first": {"rename": "second"}}}"#, r#"{"roles": {"first": {"rename": "third"}}}"#],
        ),
        postgres("schemas", [r#"{"schemas": {"first": {"all": true}}}"#, r#"{"schemas": {"second": {"all": true}}}"#]),
        postgres(
            "schemas.*.all",
            [r#"{"schemas": {"first": {"all": true}}}"#, r#"{"schemas": {"first": {"tables": {"orders": {}}}}}"#],
        ),
        postgres(
            "schemas.*.rename",
            [
                r#"{"schemas": {"first": {"all": true, "rename": "second"}}}"#,
                r#"{"schemas": {"first": {"all": true, "rename": "third"}}}"#,
            ],
        ),
        postgres(
            "schemas.*.tables",
            [
                r#"{"schemas": {"first": {"tables": {"orders": {}}}}}"#,
                r#"{"schemas": {"first": {"tables": {"customers": {}}}}}"#,
            ],
        ),
        postgres(
            "schemas.*.views",
            [r#"{"schemas": {"first": {"views": {"a": {}}}}}"#, r#"{"schemas": {"first": {"views": {"b": {}}}}}"#],
        ),
    ]
}

/// The arguments of one end.
fn of_end(side: &str) -> Vec<Change> {
    let at = |name: &str| format!("{side}.{name}");
    let [first, second] = match side {
        "source" => [r#""cdb-own00001""#, r#""cdb-own00002""#],
        _ => [r#""cdb-new00001""#, r#""cdb-new00002""#],
    };
    let net = if side == "source" { 2 } else { 3 };
    let hosts = [format!("\"203.0.113.{net}1\""), format!("\"203.0.113.{net}2\"")];
    let [access, instance, host, port] = &["access_type", "instance_id", "host", "port"].map(at);
    let addressed = |kind: &'static str| [(access.as_str(), kind), (instance, ""), (host, &hosts[0]), (port, "3306")];
    let extended = |kind: &'static str, more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
        let addressed = addressed(kind).map(|(path, value)| (path.to_owned(), value.to_owned()));
        addressed.into_iter().chain(more.iter().map(|(name, value)| (at(name), (*value).to_owned()))).collect()
    };
    let one = |with: &[(String, String)], name: &str, values: [&str; 2]| {
        let with: Vec<(&str, &str)> = with.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
        task(&with, &at(name), values)
    };
    let public = extended(r#""extranet""#, &[]);
    let direct = extended(r#""dcg""#, &[("direct_connect_gateway_id", r#""dcg-first""#)]);
    let private = extended(r#""vpc""#, &[("vpc_id", r#""vpc-first""#), ("subnet_id", r#""subnet-first""#)]);
    let tunnel = extended(r#""vpncloud""#, &[("vpn_gateway_id", r#""vpngw-first""#)]);
    let network = extended(
        r#""ccn""#,
        &[
            ("ccn_id", r#""ccn-first""#),
            ("network_environment", r#""TencentVPC""#),
            ("ccn_account_id", r#""700000000002""#),
        ],
    );
    let distributed = distributed();
    vec![
        one(&[], "engine", [r#""mysql""#, r#""mariadb""#]),
        together(
            &[],
            access,
            [r#""cdb""#, r#""extranet""#],
            &[(instance, [first, ""]), (host, ["", &hosts[0]]), (port, ["", "3306"])],
        ),
        one(&[], "region", [r#""ap-guangzhou""#, r#""ap-shanghai""#]),
        one(&[], "node_type", [r#""simple""#, r#""cluster""#]),
        one(&[], "instance_id", [first, second]),
        one(&public, "host", [&hosts[0], &hosts[1]]),
        one(&public, "port", ["3306", "3308"]),
        one(&private, "vpc_id", [r#""vpc-first""#, r#""vpc-second""#]),
        one(&private, "subnet_id", [r#""subnet-first""#, r#""subnet-second""#]),
        one(&tunnel, "vpn_gateway_id", [r#""vpngw-first""#, r#""vpngw-second""#]),
        one(&direct, "direct_connect_gateway_id", [r#""dcg-first""#, r#""dcg-second""#]),
        one(&network, "ccn_id", [r#""ccn-first""#, r#""ccn-second""#]),
        one(&network, "ccn_account_id", [r#""700000000002""#, r#""700000000001""#]),
        one(&network, "network_environment", [r#""TencentVPC""#, r#""UserIDC""#]),
        one(&distributed, "connect_type", [r#""proxy""#, r#""set""#]),
        one(&[], "engine_version", [r#""5.7""#, r#""8.0""#]),
        one(&public, "supplier", [r#""others""#, r#""aliyun""#]),
        one(&[], "username", [r#""first""#, r#""second""#]),
        one(&[], "encryption", [r#""none""#, r#""ssl""#]),
        one(&[], "settings", [r#"{"mode": "first"}"#, r#"{"mode": "second"}"#]),
    ]
}

/// The settings of two databases of TDSQL.
fn distributed() -> Vec<(String, String)> {
    ["source", "destination"]
        .into_iter()
        .flat_map(|side| {
            let id = if side == "source" { r#""tdsql-own00001""# } else { r#""tdsql-new00001""# };
            [("engine", r#""tdsqlmysql""#), ("instance_id", id), ("connect_type", r#""proxy""#)]
                .map(|(name, value)| (format!("{side}.{name}"), value.to_owned()))
        })
        .collect()
}

/// The passwords of one end. Each of the two databases has a separate password.
fn of_passwords(side: &str) -> Vec<Change> {
    let [instance, plain, secret, version] =
        &["instance_id", "password", "password_wo", "password_wo_version"].map(|name| format!("{side}.{name}"));
    let ids = match side {
        "source" => [r#""cdb-own00001""#, r#""cdb-own00003""#],
        _ => [r#""cdb-new00001""#, r#""cdb-new00003""#],
    };
    let passwords = [r#""first-password""#, r#""second-password""#];
    let databases = (instance.as_str(), ids);
    vec![
        together(&[(secret, ""), (version, "")], plain, passwords, &[databases]),
        together(&[], secret, passwords, &[databases, (version, ["1", "2"])]),
        together(&[], version, ["1", "2"], &[databases, (secret, passwords)]),
    ]
}

fn of_cross_account() -> Vec<Change> {
    let other = [
        ("source.instance_id", r#""cdb-src00001""#),
        ("source.username", r#""dts""#),
        ("source.password_wo", r#""tencent-source-password""#),
        ("source.cross_account.account_id", r#""700000000001""#),
        ("source.cross_account.role_name", r#""first""#),
    ];
    let version = [("source.password_wo_version", ["1", "2"])];
    vec![
        // The value is not stored: it is compared with the version of the password.
        together(&other, "source.cross_account.external_id", [r#""shop-1""#, r#""shop-2""#], &version),
        task(&other, "source.cross_account.role_name", [r#""first""#, r#""second""#]),
        together(
            &[],
            "source.cross_account.account_id",
            ["", r#""700000000001""#],
            &[
                ("source.cross_account.role_name", ["", r#""first""#]),
                ("source.instance_id", [r#""cdb-own00001""#, r#""cdb-src00001""#]),
                ("source.username", [r#""dts""#, r#""dts""#]),
                ("source.password_wo", [r#""first-password""#, r#""tencent-source-password""#]),
                ("source.password_wo_version", ["1", "2"]),
            ],
        ),
    ]
}

fn of_instance() -> Vec<Change> {
    let base = [
        ("name", r#""subject""#),
        ("source_engine", r#""mysql""#),
        ("destination_engine", r#""mysql""#),
        ("instance_class", r#""small""#),
        ("on_destroy", r#""stop_and_release""#),
        ("timeouts.update", r#""20s""#),
    ];
    let one = |argument: &str, values: [&str; 2]| change(INSTANCE, &base, argument, values);
    let mut all = vec![
        one("name", [r#""subject""#, r#""renamed""#]),
        one("source_engine", [r#""mysql""#, r#""mariadb""#]),
        one("destination_engine", [r#""mysql""#, r#""cynosdbmysql""#]),
        one("source_region", [r#""ap-guangzhou""#, r#""ap-shanghai""#]),
        one("instance_class", [r#""small""#, r#""large""#]),
        one("tags", [r#"{"a": "1", "b": "1"}"#, r#"{"a": "2", "c": "1"}"#]),
        one("on_destroy", [r#""stop_and_release""#, r#""refuse_while_running""#]),
        one("restart_on_loss", ["false", "true"]).one_way(),
    ];
    all.extend(timeouts(INSTANCE, &base));
    all
}

fn of_trust() -> Vec<Change> {
    let base = [("role_name", r#""changing""#), ("trusted_account_ids", r#"["700000000001"]"#)];
    let one = |argument: &str, values: [&str; 2]| change(TRUST, &base, argument, values);
    let policies = [
        r#"["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]"#,
        r#"["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess", "QcloudDTSFullAccess"]"#,
    ];
    let mut all = vec![
        one("role_name", [r#""changing""#, r#""changed""#]),
        one("trusted_account_ids", [r#"["700000000001"]"#, r#"["700000000001", "700000000003"]"#]),
        one("external_id", [r#""shop-1""#, r#""shop-2""#]),
        one("source_engines", [r#"["mysql"]"#, r#"["mysql", "mongodb"]"#]),
        one("permission_policies", policies),
        one("description", [r#""first""#, r#""second""#]),
        one("session_duration", ["3600", "7200"]),
        one("force_detach_policies", ["false", "true"]),
        one("tags", [r#"{"a": "1", "b": "1"}"#, r#"{"a": "2", "c": "1"}"#]),
    ];
    all.extend(timeouts(TRUST, &base));
    all
}

fn of_grant() -> Vec<Change> {
    let role = |name: &str| format!("\"qcs::cam::uin/700000000001:roleName/{name}\"");
    let (one_role, two_roles) = (format!("[{}]", role("first")), format!("[{}, {}]", role("first"), role("second")));
    let (user, group) = (r#"["700000000021"]"#, r#"["100001"]"#);
    let with = |name: &'static str, value: &'static str| {
        [("policy_name", r#""changing""#), ("role_arns", one_role.as_str()), (name, value)]
    };
    let to_user = with("user_uins", user);
    let one = |argument: &str, values: [&str; 2]| change(GRANT, &to_user, argument, values);
    let mut all = vec![
        one("policy_name", [r#""changing""#, r#""changed""#]),
        one("role_arns", [one_role.as_str(), two_roles.as_str()]),
        change(GRANT, &with("group_ids", group), "user_uins", ["", user]),
        one("group_ids", ["", group]),
        one("description", [r#""first""#, r#""second""#]),
        one("force_detach", ["false", "true"]),
    ];
    all.extend(timeouts(GRANT, &to_user));
    all
}

fn timeouts(resource: &str, base: &[(&str, &str)]) -> Vec<Change> {
    let one = |operation| change(resource, base, &format!("timeouts.{operation}"), [r#""20m""#, r#""25m""#]);
    ["create", "read", "update", "delete"].map(one).into()
}
