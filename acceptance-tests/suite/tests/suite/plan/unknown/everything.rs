//! All values that can be known after apply, at the same time.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};

use super::{later::LATER, marked_task};
use crate::support::case::{Case, DESTINATION_PASSWORD};
use crate::support::hcl::{self, Hcl};

/// Every value that can come from a resource does, including the names of the roles and of the instances.
#[tokio::test]
async fn with_everything_unknown_a_plan_refuses_nothing() {
    let values = Hcl::new(format!(
        r#"resource "terraform_data" "later" {{
  input = {{
    empty = "", role = "ram-for-dts", caller = "{}", session = 7200
    name = "orders", type = "schema", engine = "mysql", access_method = "alibaba_cloud_instance", region = "cn-hangzhou"
    source = "rm-source-orders", destination = "rm-destination-orders", login = "dts", password = "{DESTINATION_PASSWORD}"
    version = 1, database = "orders", table = "orders_2026", mode = "ignore", minutes = 30, code = "CHECK_SRC"
    class = "small", wait = "running"
  }}
}}
"#,
        DESTINATION_OWNER.account
    ));
    let places = [
        ("= \"ram-for-dts\"\n  trusted", "= LATER.role\n  max_session_duration = LATER.session\n  trusted"),
        ("[\"2345678901234567\"]", "[LATER.caller]"),
        ("= \"1234567890123456\"", "= dts_ram_role_trust.source.account_id"),
        ("= \"orders\"\n", "= LATER.name\n"),
        ("[\"schema\"", "[LATER.type"),
        ("= \"mysql\" # source", "= LATER.engine"),
        ("= \"mysql\" # destination", "= LATER.engine"),
        ("= \"cn-hangzhou\" # source", "= LATER.region"),
        ("= \"cn-hangzhou\" # destination", "= LATER.region"),
        ("= \"rm-source-orders\"", "= LATER.source"),
        ("= \"rm-destination-orders\"", "= LATER.destination"),
        ("= \"dts\" # source", "= LATER.login"),
        ("= \"dts\" # destination", "= LATER.login"),
        ("= var.source_password", "= \"${var.source_password}${LATER.empty}\""),
        ("= var.destination_password", "= LATER.password\n    password = LATER.empty == \"\" ? null : LATER.password"),
        ("= 1 # source", "= LATER.version"),
        ("= 1 # destination", "= LATER.version"),
        ("    orders = { all = true }", "    (LATER.database) = { tables = { orders = { rename = LATER.table } } }"),
        (
            "  objects = {",
            "  objects_json = LATER.empty == \"\" ? null : LATER.empty\n  conflict_mode = LATER.mode\n  retry {\n    connection_minutes = LATER.minutes\n  }\n  objects = {",
        ),
        ("    }\n  }\n\n  destination", "    }\n  }\n  precheck {\n    ignore = [LATER.code]\n  }\n\n  destination"),
        (
            "= \"small\"",
            "= LATER.class\n  du = LATER.empty == \"\" ? null : 2\n  wait_for = LATER.wait\n  tags = { name = LATER.name }",
        ),
    ];
    let chained = marked_task().with("= \"ram-for-dts\"", "= dts_ram_role_trust.source.role_name");
    let known = hcl::providers().and(&hcl::trust()).and(&chained).and(&hcl::instance());
    let unknown = places
        .iter()
        .fold(known, |text, (from, to)| text.with(from, &to.replace(LATER, "terraform_data.later.output")));
    let case = Case::start().await;
    let run = case.apply(&unknown.and(&values)).await;
    assert_eq!(run.planned_changes().len(), 4, "{}", run.output());
    let job = case.job().await;
    assert_eq!(
        (&job["purchased"], &job["parameters"]["SourceEndpointOwnerID"]),
        (&true.into(), &SOURCE_OWNER.account.into())
    );
    let objects = job["parameters"]["DbList"].as_str().unwrap();
    assert!(objects.contains("orders_2026"), "{objects}");
}
