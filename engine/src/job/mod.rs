//! A running migration: it starts or continues, and can be watched, throttled, suspended and finished.

mod run;

use std::sync::Arc;

use futures_util::FutureExt as _;
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::checkpoint::{Recorder, Store};
use crate::error::{Error, Result};
use crate::plan::Plan;
use crate::progress::{Progress, Snapshot};
use crate::task::Task;
use crate::throttle::Throttle;

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All that the plan asks for is done.
    Finished,
    /// The job was suspended; a new job with the same checkpoint continues.
    Suspended,
    /// The job failed; a new job with the same checkpoint tries again.
    Failed(Error),
}

/// A running migration. If it is dropped, it stops at once, as after a crash.
pub struct Job {
    handle: Option<JoinHandle<Outcome>>,
    /// Set when `handle` is none.
    ended: Option<Outcome>,
    progress: Arc<Progress>,
    throttle: Arc<Throttle>,
    suspend: CancellationToken,
    finish: CancellationToken,
}

impl Job {
    /// Starts a migration, or continues it from the stored checkpoint. It must be called in a Tokio runtime.
    ///
    /// # Errors
    /// If the checkpoint cannot be read.
    pub fn start(plan: Plan, store: Arc<dyn Store>) -> Result<Self> {
        let progress = Arc::new(Progress::default());
        let throttle = Arc::new(Throttle::default());
        let (suspend, finish) = (CancellationToken::new(), CancellationToken::new());
        let task = Arc::new(Task {
            plan,
            recorder: Recorder::open(store)?,
            progress: Arc::clone(&progress),
            throttle: Arc::clone(&throttle),
            suspend: suspend.clone(),
            finish: finish.clone(),
        });
        let handle = Some(tokio::spawn(run::run(task)));
        Ok(Self { handle, ended: None, progress, throttle, suspend, finish })
    }

    /// What the job shows now.
    pub fn progress(&self) -> Snapshot {
        self.progress.snapshot()
    }

    /// The limits of the job, which can be changed while it runs.
    pub fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// Stops after the running statement and closes all connections; the job can continue later.
    pub fn suspend(&self) {
        self.suspend.cancel();
    }

    /// Applies all changes that the source has now, and ends the job.
    pub fn finish(&self) {
        self.finish.cancel();
    }

    /// Waits for the end.
    pub async fn outcome(mut self) -> Outcome {
        match self.handle.take() {
            Some(handle) => outcome_of(handle.await),
            None => self.ended.take().unwrap_or(Outcome::Suspended),
        }
    }

    /// How the job ended; none while it runs. It does not wait.
    pub fn ended(&mut self) -> Option<Outcome> {
        if self.ended.is_none() {
            let ended = self.handle.as_mut()?.now_or_never()?;
            self.ended = Some(outcome_of(ended));
            self.handle = None;
        }
        self.ended.clone()
    }

    /// Whether the job has ended.
    pub fn has_ended(&self) -> bool {
        self.handle.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

fn outcome_of(ended: std::result::Result<Outcome, JoinError>) -> Outcome {
    ended.unwrap_or_else(|error| Outcome::Failed(Error::fail(format!("the job stopped unexpectedly: {error}"))))
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(handle) = &self.handle {
            handle.abort();
        }
    }
}
