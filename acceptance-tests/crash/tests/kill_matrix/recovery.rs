//! One case: cut off at a boundary, run the same command again, check, apply, check, destroy, check again.

use acceptance_harness::terraform::Terraform;

use crate::boundary::{Boundary, Phase};
use crate::case::{Case, Cut, StateLocation};
use crate::checks::{expect_counts, reported, succeeds};
use crate::cut_off::cut_off;
use crate::fixture::{APPLY, Counts, DESTROY, Fixture, PLAN, run};
use crate::scenario::Scenario;
use crate::{other_directory, stale_lock};

/// How often a job that has started can move on until it has caught up.
const MOVES: usize = 3;

/// Checks that everything is right again after the kill; the error says what is not.
pub(crate) async fn recovers(scenario: &'static Scenario, boundary: &Boundary, case: Case) -> Result<(), String> {
    let fixture = Fixture::new(scenario, case.state, case.crowded).await;
    let result = run_case(&fixture, boundary, case).await;
    fixture.end().await;
    result
}

async fn run_case(fixture: &Fixture, boundary: &Boundary, case: Case) -> Result<(), String> {
    if case.restarts {
        fixture.allow_restart();
    }
    if boundary.phase == Phase::Destroy {
        succeeds(&fixture.run(&APPLY).await)?;
    }
    fixture.control.fault(&boundary.rule).await.unwrap();
    fixture.slow_roles().await;
    cut_off(fixture, boundary, case.cut).await?;
    if case.moved {
        let other = fixture.another_directory();
        other_directory::imports_everything(fixture, &other).await?;
        return is_complete(fixture, &other).await;
    }
    if case.state == StateLocation::Server && case.cut != Cut::Provider {
        stale_lock::remove(fixture).await?;
    }
    if boundary.phase == Phase::Destroy && !case.restarts {
        succeeds(&fixture.run(&DESTROY).await)?;
        expect_counts(fixture, "after the next destroy", Counts::NONE).await?;
    }
    succeeds(&fixture.run(&APPLY).await)?;
    bought_once(fixture, boundary.phase).await?;
    is_complete(fixture, &fixture.terraform).await
}

/// Nothing was ordered a second time. After a destroy, the apply orders again.
async fn bought_once(fixture: &Fixture, phase: Phase) -> Result<(), String> {
    let most = if phase == Phase::Destroy { 2 } else { 1 };
    match fixture.purchases().await {
        purchases if purchases <= most => Ok(()),
        purchases => Err(format!("{} was called {purchases} times", fixture.scenario.purchase)),
    }
}

/// Exactly what an apply creates, an empty plan, and nothing left after the destroy.
pub(crate) async fn is_complete(fixture: &Fixture, terraform: &Terraform) -> Result<(), String> {
    expect_counts(fixture, "after the next apply", fixture.scenario.complete).await?;
    let mut plan = run(terraform, &PLAN).await;
    // A job that moves on changes outputs that show its progress, and no resource.
    for _ in 0..MOVES {
        if plan.code == Some(2) && plan.planned_changes().is_empty() {
            succeeds(&run(terraform, &APPLY).await)?;
            plan = run(terraform, &PLAN).await;
        }
    }
    if plan.code != Some(0) {
        return Err(format!("the plan is not empty: {:?} {}", plan.planned_changes(), reported(&plan)));
    }
    succeeds(&run(terraform, &DESTROY).await)?;
    expect_counts(fixture, "after the destroy", Counts::NONE).await
}
