//! The comparison of both sides: after a full migration, or when the destination has caught up for the first time.

#![expect(clippy::disallowed_methods, reason = "the task ends with its owner")]

use std::sync::{Arc, Mutex, PoisonError};

use engine::checkpoint::Position;
use engine::job::Outcome;
use engine::plan::Plan;
use engine::progress::Snapshot;
use engine::verify;
use futures_util::FutureExt as _;
use tokio::task::JoinHandle;

use super::figures::Difference;

/// Whether and how both sides are compared.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// The share of the rows in percent; none compares nothing.
    pub(crate) percent: Option<u8>,
}

type Found = engine::Result<Vec<Difference>>;

/// The comparison of a run.
pub(super) struct Comparison {
    wanted: Wanted,
    plan: Plan,
    /// Up to where the job has applied the changes.
    applied: Arc<Mutex<Option<Position>>>,
    task: Option<JoinHandle<Found>>,
    found: Option<Found>,
}

impl Comparison {
    pub(super) fn new(wanted: Wanted, plan: Plan) -> Self {
        Self { wanted, plan, applied: Arc::default(), task: None, found: None }
    }

    /// Whether the comparison is running.
    pub(super) fn runs(&self) -> bool {
        self.task.is_some()
    }

    /// The result, once it has ended.
    pub(super) fn result(&self) -> Option<Found> {
        self.found.clone()
    }

    pub(super) fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }

    /// Starts the comparison when it is time, and takes its result.
    pub(super) fn advance(&mut self, snapshot: &Snapshot, outcome: Option<&Outcome>) {
        *self.applied.lock().unwrap_or_else(PoisonError::into_inner) = snapshot.position.clone();
        let Some(percent) = self.wanted.percent else { return };
        if let Some(task) = self.task.take_if(|task| task.is_finished()) {
            let ended = task.now_or_never();
            let stopped = || engine::Error::fail("the comparison stopped unexpectedly");
            self.found = Some(ended.and_then(Result::ok).unwrap_or_else(|| Err(stopped())));
        }
        let is_time = snapshot.caught_up || outcome == Some(&Outcome::Finished);
        if self.found.is_none() && self.task.is_none() && is_time {
            let follows = self.plan.steps.incremental && outcome.is_none();
            let applied = follows.then(|| Arc::clone(&self.applied));
            self.task = Some(tokio::spawn(compare(self.plan.clone(), percent, applied)));
        }
    }
}

impl Drop for Comparison {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn compare(plan: Plan, percent: u8, applied: Option<Arc<Mutex<Option<Position>>>>) -> Found {
    let how = verify::Comparison { percent, rows: false };
    let read = applied.map(|applied| move || applied.lock().unwrap_or_else(PoisonError::into_inner).clone());
    let read = read.as_ref().map(|read| read as &(dyn Fn() -> Option<Position> + Send + Sync));
    let found = verify::compare(&plan, how, read).await?;
    let difference = |table: verify::Compared| Difference {
        table: table.table.to_string(),
        rows: table.rows,
        differences: table.differences,
    };
    Ok(found.into_iter().map(difference).collect())
}
