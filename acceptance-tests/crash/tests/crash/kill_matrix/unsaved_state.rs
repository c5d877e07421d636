//! A server that does not save the state of a run that was successful: the next apply has no state of it, or an older one.

use crate::kill_matrix::case::StateLocation;
use crate::kill_matrix::checks::{expect_counts, reported, succeeds};
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::fixture::{APPLY, DESTROY, Fixture};
use crate::kill_matrix::recovery::is_complete;
use crate::kill_matrix::scenario::ALL;

/// Runs a command whose state is not saved, from this upload on.
async fn run_unsaved(fixture: &Fixture, command: &[&str], upload: usize) -> Result<(), String> {
    fixture.fail_uploads_from(upload);
    let run = fixture.run(command).await;
    if run.code != Some(1) || !reported(&run).contains("errored.tfstate") {
        return Err(format!(
            "the run ended with {:?}, not with an error about the state: {}",
            run.code,
            reported(&run)
        ));
    }
    // Terraform leaves the state there, and the next apply does not read it.
    assert!(fixture.terraform.directory().join("errored.tfstate").is_file());
    fixture.accept_uploads();
    Ok(())
}

async fn expect_recovery(fixture: &Fixture) -> Result<(), String> {
    succeeds(&fixture.run(&APPLY).await)?;
    is_complete(fixture, &fixture.terraform).await
}

async fn apply_unsaved(fixture: &Fixture) -> Result<(), String> {
    run_unsaved(fixture, &APPLY, 1).await?;
    expect_counts(fixture, "after the first apply", fixture.scenario.complete).await?;
    expect_recovery(fixture).await
}

async fn second_apply_unsaved(fixture: &Fixture) -> Result<(), String> {
    let target = format!("-target={}", fixture.scenario.role);
    succeeds(&fixture.run(&[APPLY.as_slice(), &[&target]].concat()).await)?;
    assert_eq!(fixture.uploads(), 1);
    run_unsaved(fixture, &APPLY, 2).await?;
    expect_counts(fixture, "after the second apply", fixture.scenario.complete).await?;
    expect_recovery(fixture).await
}

async fn destroy_unsaved(fixture: &Fixture) -> Result<(), String> {
    succeeds(&fixture.run(&APPLY).await)?;
    run_unsaved(fixture, &DESTROY, 1).await?;
    expect_counts(fixture, "after the destroy", Counts::NONE).await?;
    // The state still has the objects.
    succeeds(&fixture.run(&DESTROY).await)?;
    expect_recovery(fixture).await
}

/// Runs a case in each cloud.
async fn expect_each(case: impl AsyncFn(&Fixture) -> Result<(), String>) {
    for scenario in ALL {
        let fixture = Fixture::new(scenario, StateLocation::Server, true).await;
        assert_eq!(case(&fixture).await, Ok(()), "{}", scenario.name);
        fixture.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apply_whose_state_is_not_saved_is_recovered() {
    expect_each(apply_unsaved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_apply_whose_state_is_not_saved_is_recovered() {
    expect_each(second_apply_unsaved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_destroy_whose_state_is_not_saved_is_recovered() {
    expect_each(destroy_unsaved).await;
}
