//! A running migration: it starts or continues, and can be watched, throttled, suspended and finished.

mod run;

use std::sync::Arc;

use tokio::task::JoinHandle;
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
        Ok(Self { handle, progress, throttle, suspend, finish })
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
            Some(handle) => handle
                .await
                .unwrap_or_else(|error| Outcome::Failed(Error::fail(format!("the job stopped unexpectedly: {error}")))),
            None => Outcome::Suspended,
        }
    }

    /// Whether the job has ended.
    pub fn has_ended(&self) -> bool {
        self.handle.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(handle) = &self.handle {
            handle.abort();
        }
    }
}
