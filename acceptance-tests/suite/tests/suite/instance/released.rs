//! Instances whose job is gone: kept once data has moved, planned again before, and never replaced alone.

use serde_json::{Value as Json, json};

use crate::support::case::{applied, assert_detail, assert_line, assert_no_changes, only_error};
use crate::support::standalone::{INSTANCE, StandaloneInstance, warnings};

const RELEASED: &str = "The migration was released";

#[tokio::test]
async fn what_vanished_after_data_had_moved_is_kept_with_a_warning() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("tags = { a = \"1\" }")).await;
    standalone.released_by_another_user().await;

    let run = standalone.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "an empty plan: {}", run.output());
    assert_eq!(warnings(&run), [RELEASED]);
    applied(&standalone.terraform).await;
    assert_eq!(standalone.state().await["status"], "Released");
    assert_no_changes(&standalone.terraform).await;

    let raised = standalone.with("tags = { a = \"1\" }").with("\"small\"", "\"large\"");
    let errors = standalone.refused_plan(&raised).await;
    assert_detail(only_error(&errors, RELEASED), &["instance_class cannot be changed", "restart_on_loss = true"]);
    assert_line(&errors[0], &raised, "instance_class");
    for other in ["tags = { a = \"2\" }", "tags = { a = \"1\" }\n  desired_status = \"stopped\""] {
        only_error(&standalone.refused_plan(&standalone.with(other)).await, RELEASED);
    }
    // An argument that only the provider uses changes in place and calls nothing.
    let mark = standalone.case.mark().await;
    let run = standalone.apply(&standalone.with("tags = { a = \"1\" }\n  on_destroy = \"stop_and_release\"")).await;
    assert_eq!(run.planned_changes(), [format!("update {INSTANCE}")]);
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0]);
    assert_eq!(standalone.state().await["status"], "Released");
    // A released instance can be destroyed.
    standalone.terraform.destroy().await.unwrap().success().unwrap();
}

#[tokio::test]
async fn a_full_migration_that_finished_and_was_released_is_kept() {
    let task = crate::support::hcl::trust_and_task().with(", \"incremental\"]", "]");
    let standalone = StandaloneInstance::of_task(1, &task).await;
    standalone.apply(&standalone.with("wait_for = \"finished\"")).await;
    standalone.released_by_another_user().await;
    let run = standalone.terraform.plan().await.unwrap();
    assert_eq!((run.code, warnings(&run)), (Some(0), vec![RELEASED.to_owned()]), "{}", run.output());
}

#[tokio::test]
async fn with_restart_on_loss_it_is_planned_again() {
    let standalone = StandaloneInstance::start(1).await;
    let again = standalone.with("restart_on_loss = true");
    standalone.apply(&again).await;
    standalone.released_by_another_user().await;
    // Its task is gone too, and nothing in this folder creates it again.
    let errors = standalone.refused_plan(&again).await;
    assert_detail(only_error(&errors, "No such migration task"), &["restart_on_loss = true on it"]);
    assert_eq!(standalone.state().await["status"], "Migrating", "a plan changes no state");
    // With a new task the plan is one for a new instance.
    let recreated = crate::support::hcl::trust_and_task()
        .with("  migration_types = ", "  restart_on_loss = true\n  migration_types = ");
    standalone.case.apply(&recreated).await;
    let jobs = standalone.case.account("2345678901234567").await["jobs"].clone();
    let new = jobs[0]["id"].as_str().unwrap().to_owned();
    assert_ne!(new, standalone.job);
    let run = standalone.apply(&again.with(&standalone.job, &new)).await;
    assert_eq!(run.planned_changes(), [format!("create {INSTANCE}")]);
}

#[tokio::test]
async fn what_vanished_before_data_moved_is_planned_again() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("wait_for = \"accepted\"")).await;
    standalone.force(json!({"status": "NotStarted"})).await;
    standalone.terraform.run(&["apply", "-json", "-auto-approve", "-refresh-only"]).await.unwrap().success().unwrap();
    standalone.released_by_another_user().await;
    // Released: the only remaining error is that there is no task to buy an instance for.
    let run = standalone.terraform.plan().await.unwrap();
    only_error(&run.errors(), "No such migration task");
    assert!(warnings(&run).is_empty(), "{}", run.output());
}

#[tokio::test]
async fn an_instance_is_not_replaced_alone() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("on_destroy = \"stop_and_release\"")).await;
    let mark = standalone.case.mark().await;
    let replace = format!("-replace={INSTANCE}");
    let errors = standalone.errors_of(&["plan", "-json", &replace]).await;
    assert_detail(
        only_error(&errors, "Cannot replace an instance without its task"),
        &["-replace=<address of the dts_migration_task>"],
    );
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0]);
    assert_no_changes(&standalone.terraform).await;
}

#[tokio::test]
async fn a_tainted_instance_is_not_replaced_either() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("on_destroy = \"stop_and_release\"")).await;
    let mark = standalone.case.mark().await;
    standalone.terraform.run(&["taint", INSTANCE]).await.unwrap().success().unwrap();
    let errors = standalone.errors_of(&["apply", "-json", "-auto-approve"]).await;
    assert_detail(only_error(&errors, "Cannot replace an instance without its task"), &["terraform untaint"]);
    // Without a refresh, the instance may be that of another resource.
    let errors = standalone.errors_of(&["plan", "-json", "-refresh=false"]).await;
    let error = only_error(&errors, "The migration task has an instance already");
    assert_detail(error, &["If the state has this instance and it is tainted, do not import it", "terraform untaint"]);
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0], "before any call that changes something");
    assert_eq!(standalone.case.job().await["status"], "Migrating");
    standalone.terraform.run(&["untaint", INSTANCE]).await.unwrap().success().unwrap();
    assert_no_changes(&standalone.terraform).await;
    standalone.terraform.destroy().await.unwrap().success().unwrap();
    assert_eq!(standalone.state().await, Json::Null);
}

/// The counterpart: with its task the instance is replaced.
#[tokio::test]
async fn an_instance_is_replaced_with_its_task() {
    let case = crate::support::case::Case::start().await;
    let configuration = crate::support::hcl::complete_migration()
        .with("instance_class = \"small\"", "instance_class = \"small\"\n  on_destroy = \"stop_and_release\"");
    case.apply(&configuration).await;
    case.apply(&configuration.with("\"small\"", "\"small\"\n  desired_status = \"suspended\"")).await;
    let run = case.terraform.run(&["plan", "-json", "-replace=dts_migration_task.orders"]).await.unwrap();
    let refused: Vec<_> = run.errors().into_iter().filter(|error| error.address == INSTANCE).collect();
    assert_eq!(refused, [], "{}", run.output());
}

/// Task and instance together: both are kept, and with `restart_on_loss` on both, both are created again.
#[tokio::test]
async fn a_released_migration_is_kept_and_starts_over_only_with_restart_on_loss() {
    let case = crate::support::case::Case::start().await;
    let with_argument = |argument: &str| {
        crate::support::hcl::complete_migration()
            .with("  migration_types = ", &format!("{argument}\n  migration_types = "))
            .with("  instance_class = ", &format!("{argument}\n  instance_class = "))
    };
    case.apply(&with_argument("")).await;
    case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh-only"]).await.unwrap().success().unwrap();
    let first = case.job().await["id"].as_str().unwrap().to_owned();
    let release = alibaba::dts::DeleteDtsJob { dts_job_id: Some(first.clone()), ..Default::default() };
    let external = crate::support::external_changes::ExternalClient::new(
        &case.emulator.url(),
        acceptance_harness::profiles::DESTINATION_OWNER,
    );
    external.call(release).await;
    let run = case.terraform.plan().await.unwrap();
    assert_eq!((run.code, warnings(&run).len()), (Some(0), 2), "{}", run.output());

    case.write(&with_argument("  restart_on_loss = true"));
    applied(&case.terraform).await;
    // An argument that was only in the earlier state counts from the next refresh on.
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    let again = case.job().await;
    assert_ne!(again["id"], first.as_str());
    assert_eq!(again["status"], "Migrating");
}

/// The task may not have been read since its instance was bought: its state says that it passed its precheck.
#[tokio::test]
async fn a_task_with_an_old_state_does_not_start_over_without_permission() {
    let case = crate::support::case::Case::start().await;
    let with_argument = |argument: &str| {
        crate::support::hcl::complete_migration()
            .with("  migration_types = ", &format!("{argument}\n  migration_types = "))
            .with("  instance_class = ", &format!("{argument}\n  instance_class = "))
    };
    case.write(&with_argument(""));
    crate::support::case::applied(&case.terraform).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let release = alibaba::dts::DeleteDtsJob { dts_job_id: Some(job), ..Default::default() };
    let external = crate::support::external_changes::ExternalClient::new(
        &case.emulator.url(),
        acceptance_harness::profiles::DESTINATION_OWNER,
    );
    external.call(release).await;
    let run = case.terraform.plan().await.unwrap();
    let reported = warnings(&run);
    assert_eq!(run.code, Some(0), "{}", run.output());
    assert!(
        reported.contains(&RELEASED.to_owned()) && reported.contains(&"The migration task was released".to_owned()),
        "{reported:?}"
    );
    case.apply(&with_argument("  restart_on_loss = true")).await;
    assert_eq!(case.job().await["status"], "Migrating");
}
