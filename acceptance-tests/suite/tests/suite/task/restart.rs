//! What happens to a task after data has moved: no migration starts over unless the user allows it, both after a
//! replacement and after a loss.

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::terraform::Run;
use alibaba::dts::DeleteDtsJob;
use serde_json::json;

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const REPLACE: &str = "-replace=dts_migration_task.orders";
const RELEASED: &str = "The migration task was released";
const START_OVER: &str = "The migration would start over";

/// The complete scenario with an instance that may be destroyed while it runs, and more arguments of the task.
fn with(arguments: &str) -> Hcl {
    task_with(
        hcl::complete_migration().with("  task_id  ", "  on_destroy = \"stop_and_release\"\n  task_id  "),
        arguments,
    )
}

/// Without an instance in the configuration.
fn standalone(arguments: &str) -> Hcl {
    task_with(hcl::trust_and_task(), arguments)
}

fn task_with(configuration: Hcl, arguments: &str) -> Hcl {
    configuration.with("  migration_types = ", &format!("{arguments}\n  migration_types = "))
}

fn warned(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "warning");
    warnings.map(|warning| warning.summary).collect()
}

async fn id(case: &Case) -> String {
    case.job().await["id"].as_str().unwrap().to_owned()
}

/// A task that ran and whose instance is no longer in any state.
async fn ran() -> Case {
    let case = Case::start().await;
    case.apply(&with("")).await;
    case.terraform.run(&["state", "rm", "dts_migration_instance.orders"]).await.unwrap().success().unwrap();
    case.apply(&standalone("")).await;
    case
}

/// Another user releases the job in the console.
async fn released(case: &Case) {
    let external = ExternalClient::new(&case.emulator.url(), DESTINATION_OWNER);
    external.call(DeleteDtsJob { dts_job_id: Some(id(case).await), ..DeleteDtsJob::default() }).await;
}

async fn plan(case: &Case, configuration: &Hcl, flags: &[&str]) -> Run {
    case.write(configuration);
    case.terraform.run(&[&["plan", "-json", "-detailed-exitcode"], flags].concat()).await.unwrap()
}

#[tokio::test]
async fn a_late_change_replaces_the_task_when_it_may_start_over() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let first = id(&case).await;
    let late = |arguments: &str| with(arguments).with("orders = { all = true }", "inventory = { all = true }");
    let refused = plan(&case, &late(""), &[]).await;
    assert_detail(only_error(&refused.errors(), "The migration has started"), &["objects", "allow_restart = true"]);

    let run = case.apply(&late("  allow_restart = true")).await;
    assert_eq!(run.planned_changes(), ["replace dts_migration_task.orders", "replace dts_migration_instance.orders"]);
    let job = case.job().await;
    assert_ne!(job["id"], first.as_str());
    assert_eq!(job["status"], "Migrating");
    case.destroy().await;
}

#[tokio::test]
async fn a_replacement_from_the_command_line_is_refused_unless_it_may_start_over() {
    let case = ran().await;
    let run = plan(&case, &standalone(""), &[REPLACE]).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(only_error(&run.errors(), START_OVER), &[&id(&case).await, "allow_restart = true"]);
    let allowed = plan(&case, &standalone("  allow_restart = true"), &[REPLACE]).await;
    assert_eq!(allowed.code, Some(2), "{}", allowed.output());
    assert_eq!(allowed.planned_changes(), ["replace dts_migration_task.orders"]);
}

/// Before data has moved, a replacement loses nothing.
#[tokio::test]
async fn a_task_that_never_started_is_replaced_freely() {
    let case = Case::start().await;
    case.apply(&standalone("")).await;
    let first = id(&case).await;
    case.terraform.run(&["apply", "-json", "-auto-approve", REPLACE]).await.unwrap().success().unwrap();
    assert_ne!(id(&case).await, first);
    assert_no_changes(&case.terraform).await;
}

/// The plan of a tainted task does not receive the old task. The delete receives it, and refuses before it changes
/// anything.
#[tokio::test]
async fn a_tainted_task_whose_data_moved_is_not_replaced_without_permission() {
    let case = ran().await;
    case.control.force(&id(&case).await, &json!({"status": "Finished"})).await.unwrap();
    case.terraform.run(&["taint", "dts_migration_task.orders"]).await.unwrap().success().unwrap();
    let mark = case.mark().await;
    let run = case.terraform.apply().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(only_error(&run.errors(), START_OVER), &["untaint"]);
    assert_eq!(case.mutations_since(mark).await, [""; 0]);

    case.terraform.run(&["untaint", "dts_migration_task.orders"]).await.unwrap().success().unwrap();
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_task_that_vanished_before_data_moved_is_planned_again() {
    let case = Case::start().await;
    case.apply(&standalone("")).await;
    case.control.force(&id(&case).await, &json!({"status": "NotStarted"})).await.unwrap();
    case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
    released(&case).await;
    let run = plan(&case, &standalone(""), &[]).await;
    assert_eq!(run.planned_changes(), ["create dts_migration_task.orders"]);
    assert!(!warned(&run).contains(&RELEASED.to_owned()));
}

#[tokio::test]
async fn a_task_that_vanished_afterwards_is_kept_with_a_warning() {
    let case = ran().await;
    let first = id(&case).await;
    released(&case).await;
    for _ in 0..2 {
        let run = plan(&case, &standalone(""), &[]).await;
        assert_eq!(run.code, Some(0), "{}", run.output());
        assert!(warned(&run).contains(&RELEASED.to_owned()), "{}", run.output());
        applied(&case.terraform).await;
    }
    let attributes = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!((&attributes["status"], &attributes["id"]), (&json!("Released"), &json!(first)));

    let renamed = standalone("").with("= \"orders\"\n", "= \"renamed\"\n");
    let run = plan(&case, &renamed, &[]).await;
    let errors = run.errors();
    let error = only_error(&errors, RELEASED);
    assert_line(error, &renamed, "\"renamed\"");
    assert_detail(error, &["restart_on_loss = true"]);

    let mark = case.mark().await;
    case.apply(&standalone("  timeouts {\n    update = \"30m\"\n  }")).await;
    case.terraform
        .run(&["destroy", "-json", "-auto-approve", "-target=dts_migration_task.orders"])
        .await
        .unwrap()
        .success()
        .unwrap();
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    case.destroy().await;
}

#[tokio::test]
async fn a_lost_task_is_created_again_with_restart_on_loss() {
    let case = ran().await;
    released(&case).await;
    let run = case.apply(&standalone("  restart_on_loss = true")).await;
    assert_eq!(run.planned_changes(), ["replace dts_migration_task.orders"]);
    assert_eq!(case.job().await["status"], "PreCheckPass");
    case.destroy().await;
}

#[tokio::test]
async fn a_task_that_may_be_lost_is_planned_again_at_once() {
    let case = Case::start().await;
    case.apply(&with("  restart_on_loss = true")).await;
    case.terraform.run(&["state", "rm", "dts_migration_instance.orders"]).await.unwrap().success().unwrap();
    case.apply(&standalone("  restart_on_loss = true")).await;
    released(&case).await;
    let run = plan(&case, &standalone("  restart_on_loss = true"), &[]).await;
    assert_eq!(run.planned_changes(), ["create dts_migration_task.orders"]);
}

/// The release of the instance also removes the job.
#[tokio::test]
async fn a_task_whose_instance_was_released_from_here_stays_as_a_record() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    case.apply(&standalone("")).await;
    let run = plan(&case, &standalone(""), &[]).await;
    assert_eq!(run.code, Some(0), "{}", run.output());
    assert!(warned(&run).contains(&RELEASED.to_owned()), "{}", run.output());
    case.destroy().await;
}

#[tokio::test]
async fn a_bought_job_is_released_with_the_task_only_on_request() {
    let case = ran().await;
    let mark = case.mark().await;
    let run = case.terraform.destroy().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(
        only_error(&run.errors(), "The migration is running"),
        &["on_destroy = \"stop_and_release\"", "neither stopped nor released"],
    );
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    case.apply(&standalone("  on_destroy = \"stop_and_release\"")).await;
    case.destroy().await;
}
