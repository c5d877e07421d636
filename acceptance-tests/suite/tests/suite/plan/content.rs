//! The content of a plan, and the input that a plan accepts.

use std::collections::BTreeSet;

use acceptance_harness::profiles::DESTINATION_OWNER;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// Each mistake, with a part of the line that contains it.
#[tokio::test]
async fn ten_mistakes_are_ten_errors_each_on_its_line() {
    let case = Case::start().await;
    let mistakes = [
        ("role_name           = \"ram-for-dts\"", "role_name = \"ram_for_dts\""),
        ("[\"2345678901234567\"]", "[\"23456\"]\n  max_session_duration = 60"),
        ("name            = \"orders\"", "name = \"\""),
        ("[\"schema\", \"full\", \"incremental\"]", "[\"schema\", \"everything\"]\n  conflict_mode = \"overwrite\""),
        ("\"1234567890123456\"\n", "\"12345678\"\n"),
        ("\"dts\" # source", "\"\" # source"),
        ("\"dts\" # destination", "\"\" # destination"),
        ("\n    orders = { all = true }", "\n    orders = { tables = {} }"),
        ("instance_class = \"small\"", "instance_class = \"tiny\"\n  wait_for = \"ever\"\n  on_destroy = \"panic\""),
    ];
    // A literal ID: Terraform does not check resources that depend on a resource with errors.
    let instance = hcl::instance().with("dts_migration_task.orders.id", "\"i03e3zty16i1234\"");
    let right = hcl::providers().and(&hcl::trust()).and(&hcl::task()).and(&instance);
    case.write(&right);
    case.terraform.validate().await.unwrap().success().unwrap();

    let wrong = mistakes.iter().fold(right, |text, (from, to)| text.with(from, to));
    case.write(&wrong);
    let run = case.terraform.validate().await.unwrap();
    let found: BTreeSet<u64> = run.errors().iter().filter_map(|error| Some(error.place.as_ref()?.line)).collect();
    let expected = [
        "role_name = \"ram_for_dts\"",
        "[\"23456\"]",
        "max_session_duration",
        "name = \"\"",
        "\"everything\"",
        "conflict_mode",
        "\"12345678\"",
        "\"\" # source",
        "\"\" # destination",
        "orders = { tables = {} }",
        "instance_class",
        "wait_for",
        "on_destroy",
    ];
    let lines: BTreeSet<u64> = expected.iter().map(|piece| wrong.line_of(piece)).collect();
    assert_eq!(found, lines, "{:#?}", run.errors());
    assert!(run.errors().iter().all(|error| !error.detail.is_empty()), "{:#?}", run.errors());
}

/// Values of resources that do not exist yet.
fn later(value: &str) -> Hcl {
    Hcl::new(format!("resource \"terraform_data\" \"later\" {{\n  input = \"{value}\"\n}}\n"))
}

#[tokio::test]
async fn unknown_values_are_planned_and_applied() {
    for (place, value) in [
        ("[\"2345678901234567\"]", DESTINATION_OWNER.account),
        ("\"orders\"\n  migration_types", "orders"),
        ("\"rm-destination-orders\"", "rm-destination-orders"),
        ("\"ram-for-dts\"\n  trusted", "ram-for-dts"),
        ("\"small\"", "small"),
    ] {
        let case = Case::start().await;
        let unknown = Hcl::new(place).with(&format!("\"{value}\""), "terraform_data.later.output");
        let configuration = hcl::complete_migration().with(place, unknown.text()).and(&later(value));
        let run = case.apply(&configuration).await;
        assert_eq!(run.planned_changes().len(), 4, "{place}");
        assert_eq!(case.job().await["purchased"], true, "{place}");
    }
}

/// The counterpart: an invalid value is refused when it is known, before anything is created from it.
#[tokio::test]
async fn an_unknown_value_that_turns_out_wrong_is_refused_at_apply() {
    let case = Case::start().await;
    let itself = hcl::providers()
        .and(&hcl::trust().with("[\"2345678901234567\"]", "[terraform_data.later.output]"))
        .and(&later("1234567890123456"));
    case.write(&itself);
    assert_eq!(case.terraform.plan().await.unwrap().code, Some(2));
    let errors = case.refused_apply(&itself).await;
    assert_eq!(errors[0].summary, "The role would trust its own account");
    let roles = case.account("1234567890123456").await["roles"].as_array().unwrap().len();
    assert_eq!(roles, 0);
}

/// The values that reviewers and policies read before the provider calls the API.
#[tokio::test]
async fn the_facts_of_a_task_are_known_at_plan() {
    let case = Case::start().await;
    case.write(&hcl::complete_migration());
    case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    let plan = case.terraform.show(Some("saved.plan")).await.unwrap();
    let changes = plan["resource_changes"].as_array().unwrap();
    let task = &changes.iter().find(|change| change["type"] == "dts_migration_task").unwrap()["change"]["after"];
    assert_eq!((&task["scenario"], &task["is_cross_account"]), (&"cross_account_source".into(), &true.into()));
    assert_eq!(task["uses_plaintext_connection"], true);
    let preview = &task["request_preview"];
    assert_eq!(preview["SourceEndpointOwnerID"], "1234567890123456");
    assert!(preview.get("DbList").is_none() && task["objects"]["orders"].is_object(), "{task:#}");
    let hidden =
        preview.as_object().unwrap().keys().filter(|name| name.contains("Password") || name.contains("UserName"));
    assert_eq!(hidden.count(), 0, "{preview:#}");
}
