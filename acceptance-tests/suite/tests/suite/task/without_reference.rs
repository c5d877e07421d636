//! An instance whose `task_id` is a text, as in a generated configuration: Terraform destroys it beside its task, in no order.

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error};
use crate::support::hcl::{self, Hcl};

/// A running migration, and its configuration with the ID of the task as a text.
async fn running(on_destroy: &str) -> (Case, Hcl) {
    let case = Case::start().await;
    let referring = hcl::complete_migration().with("instance_class = ", &format!("{on_destroy}\n  instance_class = "));
    case.apply(&referring).await;
    let job = case.job().await;
    assert_eq!(job["status"], "Migrating");
    let literal = referring.with("dts_migration_task.orders.id", &job["id"].to_string());
    (case, literal)
}

#[tokio::test]
async fn it_is_released_before_its_task() {
    let (case, literal) = running("on_destroy = \"stop_and_release\"").await;
    case.write(&literal);
    // The state knows no dependency after the apply.
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_task_without_its_instance_is_refused_with_the_reference_to_write() {
    let (case, literal) = running("").await;
    case.write(&literal);
    applied(&case.terraform).await;
    let only_task = ["destroy", "-json", "-auto-approve", "-target=dts_migration_task.orders"];
    let run = case.terraform.run(&only_task).await.unwrap();
    let errors = run.errors();
    let error = only_error(&errors, "The migration is running");
    assert_detail(error, &["write task_id = dts_migration_task.<name>.id", "Otherwise import it"]);
    assert_eq!(case.job().await["status"], "Migrating");
}
