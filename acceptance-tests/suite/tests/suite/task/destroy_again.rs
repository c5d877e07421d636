//! A destroy after another one that was killed, and of objects that do not exist any more: it is never stopped by what is already gone.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use alibaba::dts::{DeleteDtsJob, StopDtsJob};

use crate::support::case::{Case, applied, assert_detail, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const TASK_RELEASED: &str = "The migration task was released";
const INSTANCE: &str = "dts_migration_instance.orders";
const PLAN_DESTROY: [&str; 3] = ["plan", "-json", "-destroy"];

/// The complete scenario, with an instance and a task that may be released while data moves.
fn configuration() -> Hcl {
    hcl::complete_migration()
        .with("  task_id  ", "  on_destroy = \"stop_and_release\"\n  task_id  ")
        .with("  migration_types = ", "  on_destroy = \"stop_and_release\"\n  migration_types = ")
}

async fn running() -> Case {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    case
}

fn destination(case: &Case) -> ExternalClient {
    ExternalClient::new(&case.emulator.url(), DESTINATION_OWNER)
}

/// Releases the job, as the destroy of its instance does.
async fn release(case: &Case) {
    let id = case.job().await["id"].as_str().map(str::to_owned);
    destination(case).call(DeleteDtsJob { dts_job_id: id, ..DeleteDtsJob::default() }).await;
}

async fn forget_instance(case: &Case) {
    case.terraform.run(&["state", "rm", INSTANCE]).await.unwrap().success().unwrap();
}

/// Killed between the release of the instance and the delete of the task: the state has the task, and no instance.
#[tokio::test]
async fn a_destroy_that_was_killed_after_the_release_of_the_instance_is_finished_by_the_next_one() {
    let case = running().await;
    release(&case).await;
    forget_instance(&case).await;

    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let error = only_error(&errors, "No such migration task");
    assert_detail(
        error,
        &["by a destroy that did not finish", "run terraform destroy again", "restart_on_loss = true"],
    );
    assert_eq!(error.address, INSTANCE);
    let warning = run.diagnostics().into_iter().find(|one| one.summary == TASK_RELEASED).unwrap();
    assert_detail(&warning, &["by a destroy that did not finish", "restart_on_loss = true"]);

    let run = case.terraform.run(&PLAN_DESTROY).await.unwrap().success().unwrap();
    assert!(run.planned_changes().contains(&"delete dts_migration_task.orders".to_owned()), "{}", run.output());
    case.destroy().await;
    case.apply(&configuration()).await;
    case.destroy().await;
}

/// What the plan of a change refuses for objects that are gone does not stop their destroy.
#[tokio::test]
async fn a_destroy_is_not_stopped_by_changes_of_released_objects() {
    let renamed = configuration().with("= \"orders\"\n", "= \"renamed\"\n");
    let raised = configuration().with("\"small\"", "\"large\"");
    for (changed, refusal) in [(renamed, TASK_RELEASED), (raised, "The migration was released")] {
        let case = running().await;
        release(&case).await;
        only_error(&case.refused_plan(&changed).await, refusal);
        case.destroy().await;
    }
}

/// Without its role, its policy, its instance or its running job.
#[tokio::test]
async fn a_destroy_passes_whatever_is_gone_already() {
    let case = running().await;
    let source = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let role = case.role().await["name"].as_str().unwrap().to_owned();
    source.detach(&role, "AliyunDTSRolePolicy").await;
    case.destroy().await;

    let case = running().await;
    let source = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    source.detach(&role, "AliyunDTSRolePolicy").await;
    source.delete_role(&role).await;
    release(&case).await;
    case.destroy().await;
}

/// The delete of a task without an instance in the configuration stops the job first, and releases it then.
#[tokio::test]
async fn a_delete_that_was_killed_after_the_stop_is_finished_by_the_next_one() {
    let case = running().await;
    forget_instance(&case).await;
    case.write(
        &hcl::trust_and_task()
            .with("  migration_types = ", "  on_destroy = \"stop_and_release\"\n  migration_types = "),
    );
    applied(&case.terraform).await;
    let id = case.job().await["id"].as_str().map(str::to_owned);
    destination(&case).call(StopDtsJob { dts_job_id: id, ..StopDtsJob::default() }).await;
    case.destroy().await;
}

/// The counterpart: a destroy is stopped before its first change by a migration that runs.
#[tokio::test]
async fn a_destroy_of_a_running_migration_is_still_refused() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let mark = case.mark().await;
    for command in [&PLAN_DESTROY[..], &["destroy", "-json", "-auto-approve"]] {
        let run = case.terraform.run(command).await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        only_error(&run.errors(), "The migration is running");
    }
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}
