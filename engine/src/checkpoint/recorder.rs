//! Changes the checkpoint, and stores it at most five times a second unless the change must be stored at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Checkpoint, Store};
use crate::error::Result;

const INTERVAL: Duration = Duration::from_millis(200);

/// The checkpoint of a running job.
pub(crate) struct Recorder {
    store: Arc<dyn Store>,
    state: Mutex<State>,
}

struct State {
    checkpoint: Checkpoint,
    saved: Instant,
    changed: bool,
}

impl Recorder {
    /// Continues with the stored checkpoint, if there is one.
    pub(crate) fn open(store: Arc<dyn Store>) -> Result<Self> {
        let checkpoint = store.load()?.unwrap_or_default();
        Ok(Self { store, state: Mutex::new(State { checkpoint, saved: Instant::now(), changed: false }) })
    }

    /// Reads the checkpoint.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Checkpoint) -> T) -> T {
        read(&self.lock().checkpoint)
    }

    /// Changes the checkpoint; a repetition of the work after a crash must be harmless until it is stored.
    pub(crate) fn update(&self, change: impl FnOnce(&mut Checkpoint)) -> Result<()> {
        let mut state = self.lock();
        change(&mut state.checkpoint);
        state.changed = true;
        if state.saved.elapsed() >= INTERVAL { self.store_now(&mut state) } else { Ok(()) }
    }

    /// Changes the checkpoint and stores it.
    pub(crate) fn force(&self, change: impl FnOnce(&mut Checkpoint)) -> Result<()> {
        let mut state = self.lock();
        change(&mut state.checkpoint);
        self.store_now(&mut state)
    }

    /// Stores what is not stored yet.
    pub(crate) fn flush(&self) -> Result<()> {
        let mut state = self.lock();
        if state.changed { self.store_now(&mut state) } else { Ok(()) }
    }

    fn store_now(&self, state: &mut State) -> Result<()> {
        self.store.save(&state.checkpoint)?;
        state.saved = Instant::now();
        state.changed = false;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
