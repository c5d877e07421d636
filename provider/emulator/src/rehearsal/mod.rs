//! Rehearsals: jobs between real servers, whose rows the engine moves.
//!
//! A cloud makes a plan of a job, and asks here again and again what became of it: nothing here waits, because the state of
//! the emulator is locked meanwhile. The engine works in separate tasks.
//!
//! | module | subject |
//! |---|---|
//! | `endpoint` | the login of a job at a real server |
//! | `check` | the precheck on the real servers |
//! | `run` | one running migration |
//! | `compare` | the comparison of both sides |
//! | `rates` | rows and bytes per second, and their course |
//! | `figures` | what a job shows |

mod check;
mod compare;
mod endpoint;
mod figures;
mod rates;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::checkpoint::{FileStore, MemoryStore, Store};
use engine::job::Outcome;
use engine::plan::Plan;

use crate::core::store::private_directory;

pub(crate) use check::{CheckResult, Expected};
pub(crate) use compare::Wanted;
pub(crate) use endpoint::endpoint;
pub(crate) use figures::{Difference, Figures, TableFigures};
pub(crate) use run::{Course, Limits, Seen};

use check::Check;
use run::Run;

/// All rehearsals of one emulator.
pub(crate) struct Rehearsals {
    /// Where checkpoints are kept; none keeps them in memory.
    folder: Option<PathBuf>,
    works: Mutex<BTreeMap<String, Work>>,
}

/// What is known of the job with one ID.
#[derive(Default)]
struct Work {
    check: Option<Check>,
    run: Option<Run>,
    /// Kept while the job exists, so that a suspended job continues.
    store: Option<Arc<dyn Store>>,
    figures: Figures,
}

impl Rehearsals {
    /// None yet; the checkpoints are kept in a folder of the data directory.
    pub(crate) fn new(data_dir: Option<PathBuf>) -> Self {
        Self { folder: data_dir.map(|folder| folder.join("rehearsal")), works: Mutex::default() }
    }

    /// The result of the precheck with this ID; none while it runs. The first call starts it.
    pub(crate) fn checked(&self, job: &str, precheck: &str, plan: &Plan, expected: Expected) -> Option<CheckResult> {
        let mut works = self.lock();
        let work = works.entry(job.to_owned()).or_default();
        if work.check.as_ref().is_none_or(|check| check.id != precheck) {
            work.check = Some(Check::start(precheck.to_owned(), plan.clone(), expected));
        }
        work.check.as_ref().and_then(Check::result)
    }

    /// What became of a migration. It is started, or continues from its checkpoint, if it is not running. A running one with
    /// another course is suspended first.
    ///
    /// # Errors
    ///
    /// The plan cannot be made, or the checkpoint cannot be read.
    pub(crate) fn run<E: From<engine::Error>>(
        &self,
        job: &str,
        wanted: Wanted,
        course: Course,
        plan: impl FnOnce() -> Result<Plan, E>,
    ) -> Result<Seen, E> {
        let mut works = self.lock();
        let work = works.entry(job.to_owned()).or_default();
        if let Some(run) = work.run.as_mut().filter(|run| run.course != course) {
            run.suspend();
            let seen = run.seen(&mut work.figures);
            match seen.outcome {
                None | Some(Outcome::Failed(_)) => return Ok(seen),
                Some(_) => work.run = None,
            }
        }
        if work.run.is_none() {
            let store = match &work.store {
                Some(store) => Arc::clone(store),
                None => self.store(job)?,
            };
            let plan = plan()?;
            work.run = Some(Run::start(plan, Arc::clone(&store), wanted, course)?);
            work.store = Some(store);
        }
        let Work { run: Some(run), figures, .. } = work else { return Ok(Seen::default()) };
        Ok(run.seen(figures))
    }

    /// Whether a migration runs that does not mark its transactions.
    pub(crate) fn sends_unmarked(&self, job: &str) -> bool {
        self.lock().get(job).and_then(|work| work.run.as_ref()).is_some_and(|run| !run.course.marks)
    }

    /// Limits the speed of a running migration.
    pub(crate) fn limit(&self, job: &str, limits: Limits) {
        if let Some(run) = self.lock().get(job).and_then(|work| work.run.as_ref()) {
            run.limit(limits);
        }
    }

    /// Suspends a migration. Returns how it ended; none while it is still running.
    pub(crate) fn suspend(&self, job: &str) -> Option<Outcome> {
        self.end_of(job, Run::suspend)
    }

    /// Ends a migration: what the source has now is applied first. Returns how it ended; none while it is still running.
    pub(crate) fn finish(&self, job: &str) -> Option<Outcome> {
        self.end_of(job, Run::finish)
    }

    fn end_of(&self, job: &str, ask: impl FnOnce(&mut Run)) -> Option<Outcome> {
        let mut works = self.lock();
        let Some(Work { run: slot @ Some(_), figures, .. }) = works.get_mut(job) else {
            return Some(Outcome::Suspended);
        };
        let run = slot.as_mut()?;
        ask(run);
        let outcome = run.seen(figures).outcome?;
        (figures.rows_per_second, figures.bytes_per_second) = (0.0, 0.0);
        *slot = None;
        Some(outcome)
    }

    /// Closes what is left of a migration that has ended, so that the next call starts it again.
    pub(crate) fn close(&self, job: &str) {
        if let Some(work) = self.lock().get_mut(job) {
            work.run = None;
        }
    }

    /// Ends everything of a job at once, and removes its checkpoint.
    pub(crate) fn forget(&self, job: &str) {
        self.lock().remove(job);
        if let Some(path) = self.path(job) {
            // It is usually not there.
            let _ = std::fs::remove_file(path);
        }
    }

    /// Forgets all jobs but these. From then on these are known, so that their checkpoints are removed with them.
    pub(crate) fn keep_only(&self, jobs: &BTreeSet<&str>) {
        for job in jobs {
            self.lock().entry((*job).to_owned()).or_default();
        }
        let gone: Vec<String> = self.lock().keys().filter(|id| !jobs.contains(id.as_str())).cloned().collect();
        gone.iter().for_each(|id| self.forget(id));
    }

    /// What a job shows.
    pub(crate) fn figures(&self, job: &str) -> Option<Figures> {
        self.lock().get(job).map(|work| work.figures.clone())
    }

    fn path(&self, job: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(format!("{job}.json")))
    }

    fn store(&self, job: &str) -> engine::Result<Arc<dyn Store>> {
        let (Some(folder), Some(path)) = (&self.folder, self.path(job)) else {
            return Ok(Arc::new(MemoryStore::default()));
        };
        private_directory(folder).map_err(|error| {
            engine::Error::fail(format!(
                "the directory of the checkpoints {} cannot be created: {error}",
                folder.display()
            ))
        })?;
        Ok(Arc::new(FileStore::new(path)))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Work>> {
        self.works.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
