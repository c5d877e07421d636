//! A life of the objects: each run of it is cut off at a boundary, the next run recovers, and everything is checked.

use acceptance_harness::terraform::Terraform;

use crate::kill_matrix::boundary::{Boundary, Phase};
use crate::kill_matrix::case::{Case, Cut, StateLocation};
use crate::kill_matrix::checks::{expect_counts, reported, succeeds};
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::cut_off::cut_off;
use crate::kill_matrix::fixture::{APPLY, DESTROY, Fixture, PLAN, run};
use crate::kill_matrix::scenario::Scenario;
use crate::kill_matrix::{other_directory, stale_lock};

/// How often a job that has started can move on until it has caught up.
const MOVES: usize = 3;

/// Runs a life; the results are those of its boundaries. After a boundary that does not recover, a new life has the others.
pub(crate) async fn results(
    scenario: &'static Scenario,
    boundaries: &[&Boundary],
    case: Case,
) -> Vec<Result<(), String>> {
    let mut results = Vec::new();
    while results.len() < boundaries.len() {
        let fixture = Fixture::new(scenario, case.state, case.crowded).await;
        if case.restarts {
            fixture.allow_restart();
        }
        results.extend(Life { fixture: &fixture, case, exists: false }.results(&boundaries[results.len()..]).await);
        fixture.end().await;
    }
    results
}

struct Life<'f> {
    fixture: &'f Fixture,
    case: Case,
    /// Whether everything is applied. Otherwise there is nothing.
    exists: bool,
}

impl Life<'_> {
    /// The results up to the first boundary that does not recover. What follows the last boundary belongs to it.
    async fn results(mut self, boundaries: &[&Boundary]) -> Vec<Result<(), String>> {
        let mut results = Vec::new();
        for boundary in boundaries {
            let mut result = self.recovers(boundary).await;
            if result.is_ok() && results.len() + 1 == boundaries.len() && !self.case.moved {
                result = self.ends(boundary.phase).await;
            }
            let is_ok = result.is_ok();
            results.push(result);
            if !is_ok {
                break;
            }
        }
        results
    }

    /// Cuts off a run, and recovers from it.
    async fn recovers(&mut self, boundary: &Boundary) -> Result<(), String> {
        let Self { fixture, case, .. } = *self;
        match boundary.phase {
            Phase::Apply if self.exists => self.destroy().await?,
            Phase::Destroy if !self.exists => self.apply().await?,
            _ => {}
        }
        let purchases = fixture.purchases().await;
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
            self.destroy().await?;
        } else {
            self.apply().await?;
            bought_once(fixture, purchases).await?;
        }
        fixture.control.clear_faults().await.unwrap();
        Ok(())
    }

    /// The next apply creates everything, also after a destroy that was cut off, and the next destroy deletes it.
    async fn ends(&mut self, last: Phase) -> Result<(), String> {
        if last == Phase::Destroy && !self.exists {
            let purchases = self.fixture.purchases().await;
            self.apply().await?;
            bought_once(self.fixture, purchases).await?;
        }
        self.destroy().await
    }

    async fn apply(&mut self) -> Result<(), String> {
        succeeds(&self.fixture.run(&APPLY).await)?;
        self.exists = true;
        is_applied(self.fixture, &self.fixture.terraform).await
    }

    async fn destroy(&mut self) -> Result<(), String> {
        succeeds(&self.fixture.run(&DESTROY).await)?;
        self.exists = false;
        expect_counts(self.fixture, "after the destroy", Counts::NONE).await
    }
}

/// At most one order was sent since there were so many.
async fn bought_once(fixture: &Fixture, before: usize) -> Result<(), String> {
    match fixture.purchases().await - before {
        0 | 1 => Ok(()),
        purchases => Err(format!("{} was called {purchases} times", fixture.scenario.purchase)),
    }
}

/// Exactly one of everything, and an empty plan.
async fn is_applied(fixture: &Fixture, terraform: &Terraform) -> Result<(), String> {
    expect_counts(fixture, "after the next apply", fixture.scenario.complete).await?;
    let mut plan = run(terraform, &PLAN).await;
    // A job that moves on changes outputs that show its progress, and no resource.
    for _ in 0..MOVES {
        if plan.code == Some(2) && plan.planned_changes().is_empty() {
            succeeds(&run(terraform, &APPLY).await)?;
            plan = run(terraform, &PLAN).await;
        }
    }
    if plan.code == Some(0) {
        return Ok(());
    }
    Err(format!("the plan is not empty: {:?} {}", plan.planned_changes(), reported(&plan)))
}

/// Exactly one of everything, an empty plan, and nothing left after the destroy.
pub(crate) async fn is_complete(fixture: &Fixture, terraform: &Terraform) -> Result<(), String> {
    is_applied(fixture, terraform).await?;
    succeeds(&run(terraform, &DESTROY).await)?;
    expect_counts(fixture, "after the destroy", Counts::NONE).await
}
