//! Each changeable argument of a task that has no instance yet, one at a time, in place.

use crate::support::case::{Case, SOURCE_PASSWORD, only_error};
use crate::support::hcl::{self, Hcl};

const UPDATE: &str = "update dts_migration_task.orders";
/// What a change of the configuration takes.
const RECONFIGURED: &[&str] = &["ConfigureDtsJob", "StartDtsJob"];

fn with(arguments: &str) -> Hcl {
    hcl::trust_and_task().with("  migration_types = ", &format!("{arguments}\n  migration_types = "))
}

/// Applies a change; it must be one update with exactly these mutating calls on the same job.
async fn change(case: &Case, configuration: &Hcl, calls: &[&str]) {
    let (mark, id) = (case.mark().await, case.job().await["id"].clone());
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
    let job = case.job().await;
    assert_eq!((&job["id"], &job["status"]), (&id, &"PreCheckPass".into()));
}

/// The `Reserve` the job was last configured with.
async fn reserve(case: &Case) -> serde_json::Value {
    serde_json::from_str(case.job().await["parameters"]["Reserve"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn every_argument_changes_in_place_before_the_start() {
    let case = Case::start().await;
    case.apply(&with("")).await;

    change(&case, &with("").with("\"orders\"\n\n  migration", "\"renamed\"\n\n  migration"), &["ModifyDtsJobName"])
        .await;
    assert_eq!(case.job().await["name"], "renamed");
    change(&case, &with(""), &["ModifyDtsJobName"]).await;

    change(&case, &with("  retry {\n    connection_minutes = 60\n    other_minutes = 5\n  }"), RECONFIGURED).await;
    assert_eq!(reserve(&case).await["maxRetryTime"], "3600");
    change(&case, &with(""), RECONFIGURED).await;

    change(&case, &with("  conflict_mode = \"ignore\""), RECONFIGURED).await;
    assert_eq!(reserve(&case).await["targetTableMode"], "2");
    change(&case, &with(""), RECONFIGURED).await;

    let tables = "orders = { tables = { customers = { rename = \"clients\" } } }";
    change(&case, &with("").with("orders = { all = true }", tables), RECONFIGURED).await;
    assert!(case.job().await["parameters"]["DbList"].as_str().unwrap().contains("clients"));
    change(
        &case,
        &with("").with(
            "orders = { all = true }",
            "orders = { all = true }\n    inventory = { all = true, rename = \"stock\" }",
        ),
        RECONFIGURED,
    )
    .await;

    let once = with("").with("[\"schema\", \"full\", \"incremental\"]", "[\"full\", \"schema\"]");
    change(&case, &once, RECONFIGURED).await;
    case.apply(&with("  precheck {\n    rerun = 1\n  }").with(", \"incremental\"]", "]")).await;
    change(&case, &with("  precheck {\n    rerun = 2\n  }").with(", \"incremental\"]", "]"), RECONFIGURED).await;
    case.destroy().await;
}

/// Writing out the defaults is not a change.
#[tokio::test]
async fn defaults_that_are_written_down_change_nothing() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let mark = case.mark().await;
    case.apply(&with(
        "  conflict_mode = \"report\"\n  retry {\n    connection_minutes = 720\n    other_minutes = 10\n  }",
    ))
    .await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
}

/// A new version sends the password again, and the precheck says whether it is the right one.
#[tokio::test]
async fn a_new_password_version_sends_the_password_and_checks_it() {
    let mut case = Case::start().await;
    case.apply(&with("")).await;
    let mark = case.mark().await;
    case.terraform.set("TF_VAR_source_password", "not-the-password");
    case.apply(&with("")).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new(), "the same version sends nothing");

    let errors = case.refused_apply(&with("").with("= 1 # source", "= 2 # source")).await;
    only_error(&errors, "Precheck item CHECK_CONN_SRC failed");
    assert_eq!(
        case.mutations_since(mark).await,
        RECONFIGURED,
        "a job that passed is checked again only when configured"
    );

    case.terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    change(&case, &with("").with("= 1 # source", "= 3 # source"), &["ModifyDtsJobPassword", "StartDtsJob"]).await;
    case.destroy().await;
}

/// Both forms of the password work; the plain one is sent again when it changes.
#[tokio::test]
async fn a_plain_password_works_as_well() {
    let case = Case::start().await;
    let plain = with("").with(
        "password_wo         = var.source_password\n    password_wo_version = 1 # source",
        "password = \"source-db-password\"",
    );
    case.apply(&plain).await;
    let errors = case.refused_apply(&plain.with("\"source-db-password\"", "\"another\"")).await;
    only_error(&errors, "Precheck item CHECK_CONN_SRC failed");
    case.apply(&plain).await;
    case.destroy().await;
}
