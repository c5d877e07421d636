//! Values that are known only during apply: nothing is refused before, and a mistake in one stops its own resource
//! before the first call that changes anything.

mod everything;
mod later;

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};

use self::later::{Later, OR_NULL, all, caught_at_apply, expected, later};
use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD};
use crate::support::hcl::{self, Hcl};

/// The task; a comment marks the lines that are equal for both endpoints.
fn marked_task() -> Hcl {
    let end = |task: Hcl, side: &str| {
        let begins = format!("  {side} {{\n    engine              = \"mysql\"\n");
        let task = task.with(&begins, &format!("  {side} {{\n    engine = \"mysql\" # {side}\n"));
        let place = format!("\"cn-hangzhou\"\n    instance_id         = \"rm-{side}-orders\"");
        task.with(&place, &format!("\"cn-hangzhou\" # {side}\n    instance_id = \"rm-{side}-orders\""))
    };
    end(end(hcl::task(), "source"), "destination")
}

/// Mistakes in an endpoint.
fn at_endpoints() -> Vec<Later> {
    vec![
        later("engine", "= \"mysql\" # source", "= LATER", ["mysql", "mysqll"], "engine-known"),
        later("across", "= \"mysql\" # source", "= LATER", ["mysql", "db2_luw"], "cross-account-support"),
        later("side", "= \"mysql\" # destination", "= LATER", ["mysql", "sls"], "engine-side"),
        later("region", "= \"cn-hangzhou\" # source", "= LATER", ["cn-hangzhou", "Hangzhou"], "region-format"),
        later(
            "partition",
            "= \"cn-hangzhou\" # source",
            "= LATER",
            ["cn-hangzhou", "cn-shanghai-finance-1"],
            "partitions-mixed",
        ),
        later("instance", "= \"rm-source-orders\"", OR_NULL, ["rm-source-orders", "none"], "endpoint-argument-missing"),
        later("owner", "= \"1234567890123456\"", "= LATER", ["1234567890123456", "2345678901234567"], "own-account"),
        later("account", "= \"1234567890123456\"", "= LATER", ["1234567890123456", "12345678"], "account-id"),
        later("role", "= \"ram-for-dts\"", "= LATER", ["ram-for-dts", "ram_for_dts"], "role-name"),
        later("login", "= \"dts\" # source", "= LATER", ["dts", ""], "text-length"),
        later("password", "= var.source_password", "= LATER", [SOURCE_PASSWORD, ""], "text-length"),
        later("no_password", "= var.destination_password", OR_NULL, [DESTINATION_PASSWORD, "none"], "password-missing"),
        later(
            "two_passwords",
            "= var.source_password",
            "= var.source_password\n    password = LATER == \"none\" ? null : LATER",
            ["none", SOURCE_PASSWORD],
            "password-once",
        ),
        later("version", "= 1 # destination", "= LATER", ["1", "0"], "number-range"),
    ]
}

/// Mistakes in the other arguments of a task.
fn in_options() -> Vec<Later> {
    vec![
        later("name", "= \"orders\"\n", "= LATER\n", ["orders", ""], "text-length"),
        later("types", "\"full\", \"incremental\"", "\"incremental\", LATER", ["full", "schema"], "types-without-full"),
        later(
            "two_selections",
            "  objects = {",
            "  objects_json = LATER == \"none\" ? null : LATER\n  objects = {",
            ["none", "{\"orders\":{}}"],
            "objects-once",
        ),
        later(
            "json",
            "objects = {\n    orders = { all = true }\n  }",
            "objects_json = LATER",
            ["{\"orders\":{}}", "["],
            "objects-json",
        ),
        later(
            "rename",
            "orders = { all = true }",
            "orders = { tables = { orders = { rename = LATER }, customers = {} } }",
            ["orders_2026", "customers"],
            "objects-target-twice",
        ),
        later(
            "empty",
            "orders = { all = true }",
            "orders = { tables = { for name in [LATER] : name => {} if name != \"none\" } }",
            ["orders", "none"],
            "objects-empty",
        ),
        later("word", "  objects = {", "  conflict_mode = LATER\n  objects = {", ["ignore", "overwrite"], "known-word"),
        later(
            "retry",
            "  objects = {",
            "  retry {\n    connection_minutes = LATER\n    other_minutes = 20\n  }\n  objects = {",
            ["30", "15"],
            "retry-order",
        ),
        later(
            "ignored",
            "  objects = {",
            "  precheck {\n    ignore = [LATER]\n  }\n  objects = {",
            ["CHECK_SRC", "CHECK_CONN_SRC"],
            "precheck-ignorable",
        ),
        later(
            "cluster",
            "  objects = {",
            "  dedicated_cluster_id = LATER\n  objects = {",
            ["dtscluster_destination", "dtscluster_nowhere"],
            "cluster-running",
        ),
    ]
}

#[tokio::test]
async fn mistakes_in_tasks_are_caught_before_anything_is_configured() {
    let cases: Vec<Later> = at_endpoints().into_iter().chain(in_options()).collect();
    let kind = "dts_migration_task";
    let task = marked_task();
    // Equal tasks are refused: each has another name.
    let named = |case: &Later| match case.id {
        // The case of the name itself.
        "name" => task.clone(),
        id => task.with("= \"orders\"\n  migration_types", &format!("= {id:?}\n  migration_types")),
    };
    let configuration = |wrong| all(&cases, wrong, |case| case.inside(&named(case), kind, "orders"));
    let case = Case::start().await;
    let trust = hcl::trust();
    case.apply(&hcl::providers().and(&trust)).await;
    caught_at_apply(&case, &configuration(true).and(&trust), expected(&cases, kind)).await;

    // The counterparts: the same places with valid values.
    case.apply(&configuration(false).and(&trust)).await;
    let account = case.account(DESTINATION_OWNER.account).await;
    assert_eq!(account["jobs"].as_array().unwrap().len(), cases.len());
    case.destroy().await;
}

#[tokio::test]
async fn mistakes_in_trusts_are_caught_before_anything_is_created() {
    let cases = [
        later("role", "= \"role\"", "= LATER", ["role", "AliyunDTSDefaultRole"], "role-name"),
        later(
            "owner",
            "[\"2345678901234567\"]",
            "[LATER]",
            ["2345678901234567", "1234567890123456"],
            "trust-own-account",
        ),
        later("account", "[\"2345678901234567\"]", "[LATER]", ["2345678901234567", "root"], "account-id"),
        later(
            "missing",
            "= [\"2345678901234567\"]",
            "= [for id in [LATER] : id if id != \"none\"]",
            ["2345678901234567", "none"],
            "trusted-accounts",
        ),
        later("session", "  trusted", "  max_session_duration = LATER\n  trusted", ["7200", "60"], "number-range"),
        later("text", "  trusted", "  description = LATER\n  trusted", ["For DTS", ""], "text-length"),
        later(
            "policy",
            "  trusted",
            "  permission_policies = [{ type = LATER, name = \"AliyunDTSRolePolicy\" }]\n  trusted",
            ["System", "Native"],
            "policy-shape",
        ),
    ];
    let kind = "dts_ram_role_trust";
    let configuration = |wrong| {
        all(&cases, wrong, |case| {
            let trust = hcl::trust().with("\"ram-for-dts\"", &format!("{:?}", case.id));
            case.inside(&trust, kind, "source")
        })
    };
    let case = Case::start().await;
    caught_at_apply(&case, &configuration(true), expected(&cases, kind)).await;
    case.apply(&configuration(false)).await;
    let account = case.account(SOURCE_OWNER.account).await;
    assert_eq!(account["roles"].as_array().unwrap().len(), cases.len());
    case.destroy().await;
}

#[tokio::test]
async fn mistakes_in_instances_are_caught_before_anything_is_bought() {
    let cases = [
        later("class", "= \"small\"", "= LATER", ["small", "tiny"], "known-word"),
        later("no_class", "= \"small\"", OR_NULL, ["small", "none"], "class-or-du"),
        later(
            "both",
            "= \"small\"",
            "= \"small\"\n  du = LATER == \"none\" ? null : 2",
            ["none", "two"],
            "class-or-du",
        ),
        later(
            "units",
            "= \"small\"",
            "= LATER == \"none\" ? null : LATER\n  du = LATER == \"none\" ? 2 : null",
            ["small", "none"],
            "du-off-cluster",
        ),
        later(
            "task",
            "= dts_migration_task.task.id",
            "= LATER == \"none\" ? \"i03e3zty16i1234\" : dts_migration_task.task.id",
            ["there", "none"],
            "task-exists",
        ),
        later("wait", "= \"small\"", "= \"small\"\n  wait_for = LATER", ["caught_up", "finished"], "wait-ends"),
        later("begin", "= \"small\"", "= \"small\"\n  desired_status = LATER", ["running", "stopped"], "begin-running"),
        later("delay", "= \"small\"", "= \"small\"\n  max_delay_ms = LATER", ["0", "-1"], "number-range"),
    ];
    let tasks = cases.iter().fold(hcl::trust(), |text, case| {
        let task =
            hcl::task().with("\"dts_migration_task\" \"orders\"", &format!("\"dts_migration_task\" {:?}", case.id));
        let task = task.with("= \"orders\"\n  migration_types", &format!("= {:?}\n  migration_types", case.id));
        text.and(&task.with("role_name  = \"ram-for-dts\"", "role_name  = dts_ram_role_trust.source.role_name"))
    });
    let kind = "dts_migration_instance";
    let configuration = |wrong| {
        let instances = all(&cases, wrong, |case| {
            let own = format!("dts_migration_task.{}.id\n  on_destroy = \"stop_and_release\"", case.id);
            case.inside(&hcl::instance().with("dts_migration_task.orders.id", &own), kind, "orders")
        });
        instances.and(&tasks)
    };
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&tasks)).await;
    caught_at_apply(&case, &configuration(true), expected(&cases, kind)).await;
    case.apply(&configuration(false)).await;
    let account = case.account(DESTINATION_OWNER.account).await;
    assert_eq!(account["instances"].as_array().unwrap().len(), cases.len());
    case.destroy().await;
}
