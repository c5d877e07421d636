//! Creates that do not come to their end: by Ctrl-C, or because time is up. What was begun is gone on with.
#![cfg(unix)]

use std::time::{Duration, Instant};

use acceptance_tests::terraform::Run;
use dts_emulator::Options;

use crate::case::{Case, applied, only, refused, says, settled};
use crate::hcl;

/// Longer than the provider may take from Ctrl-C to its end, Terraform's own time included.
const SOON: Duration = Duration::from_secs(4);

async fn slow(polls: u32) -> Case {
    Case::with(Options { polls, ..Options::default() }).await
}

async fn interrupted(case: &Case, at: &str) -> Run {
    let begun = Instant::now();
    let run = case.terraform.run_interrupted(&["apply", "-json", "-auto-approve"], at).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert!(begun.elapsed() < SOON + Duration::from_secs(4), "it took {:?}", begun.elapsed());
    run
}

async fn count(case: &Case, action: &str) -> usize {
    case.mutations_since(0).await.iter().filter(|made| *made == action).count()
}

#[tokio::test]
async fn a_task_interrupted_during_its_precheck_goes_on_in_place() {
    let case = slow(5).await;
    case.write(&hcl::trust_and_task());
    let run = interrupted(&case, "dts_migration_task.orders: Creating...").await;
    let warnings: Vec<String> = run.diagnostics().into_iter().map(|diagnostic| diagnostic.summary).collect();
    assert!(warnings.contains(&"Interrupted during the precheck".to_owned()), "{warnings:?}");

    let run = applied(&case.terraform).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_task.orders"]);
    settled(&case.terraform).await;
    assert_eq!(case.job().await["status"], "PreCheckPass");
    assert_eq!(count(&case, "ConfigureDtsJob").await, 1, "the same job, not a second one");
    case.destroy().await;
}

#[tokio::test]
async fn an_instance_interrupted_while_it_starts_is_not_bought_again() {
    let case = slow(5).await;
    case.apply(&hcl::trust_and_task()).await;
    let whole = hcl::whole()
        .with("  task_id  ", "  on_destroy = \"stop_and_release\"\n  wait_for = \"caught_up\"\n  task_id  ");
    case.write(&whole);
    let run = interrupted(&case, "dts_migration_instance.orders: Creating...").await;
    let warnings: Vec<String> = run.diagnostics().into_iter().map(|diagnostic| diagnostic.summary).collect();
    assert!(warnings.contains(&"Interrupted while waiting for the migration".to_owned()), "{warnings:?}");

    applied(&case.terraform).await;
    settled(&case.terraform).await;
    assert_eq!(count(&case, "CreateDtsInstance").await, 1);
    case.destroy().await;
}

#[tokio::test]
async fn an_instance_whose_time_is_up_is_adopted_by_the_next_apply() {
    let case = slow(5).await;
    case.apply(&hcl::trust_and_task()).await;
    let waiting = |limit: &str| {
        let arguments = format!(
            "  on_destroy = \"stop_and_release\"\n  wait_for = \"caught_up\"\n  timeouts {{\n    create = \"{limit}\"\n  }}\n  task_id  "
        );
        hcl::whole().with("  task_id  ", &arguments)
    };
    case.write(&waiting("1s"));
    let errors = refused(&case.terraform).await;
    says(only(&errors, "The migration takes longer than allowed"), &["lives on", "nothing is bought twice"]);
    let run = case.apply(&waiting("60s")).await;
    assert_eq!(run.planned_changes(), ["create dts_migration_instance.orders"]);
    assert_eq!(count(&case, "CreateDtsInstance").await, 1);
    assert_eq!((count(&case, "StopDtsJob").await, count(&case, "DeleteDtsJob").await), (0, 0));
    case.destroy().await;
}
