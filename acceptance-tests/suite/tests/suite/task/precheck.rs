//! A precheck that fails: which message the user reads, and which items may be ignored.

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, only_error, refused};
use crate::support::hcl::{self, Hcl};

/// A destination that has a table of the same name already.
fn occupied() -> Hcl {
    hcl::trust_and_task().with("rm-destination-orders", "rm-destination-used")
}

/// The block a message says to add.
fn printed_block(detail: &str) -> &str {
    let from = detail.find("precheck {").unwrap_or_else(|| panic!("no block in:\n{detail}"));
    let length = detail[from..].find("\n  }").unwrap() + "\n  }".len();
    &detail[from..from + length]
}

#[tokio::test]
async fn an_item_that_may_be_ignored_says_with_which_lines() {
    let case = Case::start().await;
    let configuration = occupied();
    let errors = case.refused_apply(&configuration).await;
    let error = only_error(&errors, "Precheck item CHECK_SAME_OBJ failed");
    assert_detail(error, &["orders.customers", "To repair it, ", "can be ignored", "conflict_mode"]);

    let fixed = configuration.with("  objects = {", &format!("  {}\n\n  objects = {{", printed_block(&error.detail)));
    case.apply(&fixed).await;
    let task = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(task["ignored_prechecks"][0], "CHECK_SAME_OBJ");
    assert_eq!(task["precheck_items"]["CHECK_SAME_OBJ"], "Warning");
    let failed = task["failed_precheck_items"].as_array().unwrap();
    assert_eq!(failed.len(), 1, "{failed:#?}");
    assert_eq!((&failed[0]["code"], &failed[0]["ignorable"]), (&"CHECK_SAME_OBJ".into(), &true.into()));
    assert_eq!(failed[0]["ignored"], true, "{failed:#?}");
    assert_eq!(case.job().await["status"], "PreCheckPass");
    case.destroy().await;
}

/// The other fix that the message names.
#[tokio::test]
async fn the_same_tables_are_no_failure_when_conflicts_are_ignored() {
    let case = Case::start().await;
    case.apply(&occupied().with("  objects = {", "  conflict_mode = \"ignore\"\n  objects = {")).await;
    let task = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(task["writes_over_existing_tables"], true);
}

#[tokio::test]
async fn an_item_that_may_not_be_ignored_is_refused_with_its_reason() {
    let mut case = Case::start().await;
    case.terraform.set("TF_VAR_source_password", "not-the-password");
    let configuration = hcl::trust_and_task();
    let errors = case.refused_apply(&configuration).await;
    let error = only_error(&errors, "Precheck item CHECK_CONN_SRC failed");
    assert_line(error, &configuration, "\"dts\" # source");
    assert_detail(error, &["To repair it, ", "CHECK_CONN_SRC cannot be ignored"]);
    assert!(!error.detail.contains("not-the-password"), "{}", error.detail);

    let ignoring = |code: &str| {
        configuration
            .with("  objects = {", &format!("  precheck {{\n    ignore = [\"{code}\"]\n  }}\n\n  objects = {{"))
    };
    let refusing = ignoring("CHECK_CONN_SRC");
    case.write(&refusing);
    let run = case.terraform.validate().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_line(&errors[0], &refusing, "ignore = ");
    assert_detail(&errors[0], &["CHECK_CONN_SRC cannot be skipped", "CHECK_SAME_OBJ"]);
    // An item that may be ignored is not an error where it does not fail.
    case.write(&ignoring("CHECK_SAME_OBJ"));
    case.terraform.validate().await.unwrap().success().unwrap();

    case.terraform.set("TF_VAR_source_password", crate::support::case::SOURCE_PASSWORD);
    case.apply(&configuration).await;
    case.destroy().await;
}

/// One error for each item, and the job that failed is replaced, not left behind.
#[tokio::test]
async fn several_items_are_several_errors_and_the_next_apply_leaves_one_job() {
    let mut case = Case::start().await;
    case.terraform.set("TF_VAR_source_password", "not-the-password");
    case.terraform.set("TF_VAR_destination_password", "nor-this");
    let configuration = hcl::trust_and_task();
    let errors = case.refused_apply(&configuration).await;
    let titles: Vec<&str> = errors.iter().map(|error| error.summary.as_str()).collect();
    assert_eq!(titles, ["Precheck item CHECK_CONN_SRC failed", "Precheck item CHECK_CONN_DEST failed"]);
    assert_line(&errors[0], &configuration, "\"dts\" # source");
    assert_line(&errors[1], &configuration, "\"dts\" # destination");

    case.terraform.set("TF_VAR_source_password", crate::support::case::SOURCE_PASSWORD);
    case.terraform.set("TF_VAR_destination_password", crate::support::case::DESTINATION_PASSWORD);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.job().await["status"], "PreCheckPass");
    case.destroy().await;
}

/// Nothing is bought for a task that failed.
#[tokio::test]
async fn a_failed_precheck_buys_nothing() {
    let mut case = Case::start().await;
    case.terraform.set("TF_VAR_destination_password", "not-the-password");
    case.write(&hcl::complete_migration());
    let errors = refused(&case.terraform).await;
    only_error(&errors, "Precheck item CHECK_CONN_DEST failed");
    assert_eq!(case.job().await["purchased"], false);
    case.terraform.set("TF_VAR_destination_password", crate::support::case::DESTINATION_PASSWORD);
    applied(&case.terraform).await;
    assert_eq!(case.job().await["purchased"], true);
}
