//! One running migration of the engine.

#![expect(clippy::disallowed_methods, reason = "rates of real servers are measured in real time")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::checkpoint::Store;
use engine::job::{Job, Outcome};
use engine::plan::Plan;
use engine::progress::{Phase, Snapshot};

use super::compare::{Comparison, Wanted};
use super::figures::Figures;
use super::rates::{Rates, Sample};

/// A job that is finished gets this time to apply what the source has.
const FINISHING: Duration = Duration::from_secs(60);

/// What became of a migration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) snapshot: Snapshot,
    /// Set when it has ended.
    pub(crate) outcome: Option<Outcome>,
    /// It compares both sides.
    pub(crate) compares: bool,
}

/// What a running migration cannot change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Course {
    /// Transactions are marked, so that the other direction does not send them back.
    pub(crate) marks: bool,
    /// DDL statements are carried.
    pub(crate) ddl: bool,
}

/// What a migration may do in a second; none is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) rows: Option<u64>,
    pub(crate) bytes: Option<u64>,
    /// Queries at the source.
    pub(crate) queries: Option<u64>,
}

/// A running migration. If it is dropped, it ends at once, as after a crash.
pub(super) struct Run {
    job: Job,
    comparison: Comparison,
    rates: Rates,
    finishing: Option<Instant>,
    pub(super) course: Course,
}

impl Run {
    pub(super) fn start(plan: Plan, store: Arc<dyn Store>, wanted: Wanted, course: Course) -> engine::Result<Self> {
        let comparison = Comparison::new(wanted, plan.clone());
        let job = Job::start(plan, store)?;
        Ok(Self { job, comparison, rates: Rates::new(Instant::now()), finishing: None, course })
    }

    pub(super) fn limit(&self, limits: Limits) {
        self.job.throttle().limit(limits.rows, limits.bytes);
        self.job.throttle().limit_queries(limits.queries);
    }

    /// Ends after the running statement; connections are closed.
    pub(super) fn suspend(&mut self) {
        self.job.suspend();
        self.comparison.stop();
    }

    /// A job that follows the changes applies what the source has now; any other one is suspended.
    pub(super) fn finish(&mut self) {
        let since = *self.finishing.get_or_insert_with(Instant::now);
        let follows = self.job.progress().phase == Phase::Following;
        if follows && since.elapsed() < FINISHING {
            self.job.finish();
        } else {
            self.job.suspend();
        }
        self.comparison.stop();
    }

    /// What became of it, with the figures of this moment.
    pub(super) fn seen(&mut self, figures: &mut Figures) -> Seen {
        let snapshot = self.job.progress();
        let outcome = self.job.ended();
        figures.update(&snapshot);
        let now = Instant::now();
        let rows = snapshot.rows + snapshot.events;
        (figures.rows_per_second, figures.bytes_per_second) = self.rates.count(now, rows, snapshot.bytes);
        let sample = Sample { rows_per_second: figures.rows_per_second, delay_ms: figures.delay_ms };
        self.rates.sample(now, sample, &mut figures.course);
        self.comparison.advance(&snapshot, outcome.as_ref());
        let compared = self.comparison.result();
        let outcome = match (outcome, &compared) {
            // The comparison of a full migration comes after its end.
            (Some(Outcome::Finished), None) if self.comparison.runs() => None,
            (Some(Outcome::Finished), Some(Err(error))) => Some(Outcome::Failed(error.clone())),
            (outcome, _) => outcome,
        };
        if let Some(Ok(found)) = compared {
            figures.compared = Some(found);
        }
        Seen { snapshot, outcome, compares: self.comparison.runs() }
    }
}
