//! What the HTTP handlers share: the emulation, and the store that keeps it.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::emulation::Emulation;
use super::store;
use crate::core::store::{Kept, Store, StoreError};
use crate::options::Options;

/// The emulation behind its lock. Each call holds the lock for a short time; nobody waits for the disk under it.
pub(crate) struct Shared {
    emulation: Mutex<Emulation>,
    /// With a data directory.
    store: Option<Store>,
}

impl Shared {
    /// The emulation of these options: new, or as their data directory has it.
    pub(crate) async fn open(options: Options) -> Result<Self, StoreError> {
        let (emulation, store) = match options.data_dir.clone() {
            None => (Emulation::new(options), None),
            Some(folder) => {
                // Reading and syncing a file blocks the thread.
                let reading = folder.clone();
                let opened = tokio::task::spawn_blocking(move || store::open(&reading, options)).await;
                let (emulation, store) = opened
                    .map_err(|error| StoreError::Folder { path: folder, source: std::io::Error::other(error) })??;
                (emulation, Some(store))
            }
        };
        let shared = Self { emulation: Mutex::new(emulation), store };
        shared.change(|_| ()).await?;
        Ok(shared)
    }

    /// The emulation, to look at it, or to change what is not kept on disk.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Emulation> {
        self.emulation.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the emulation. Returns when what it has changed is on disk.
    pub(crate) async fn change<T>(&self, what: impl FnOnce(&mut Emulation) -> T) -> Result<T, StoreError> {
        let (done, kept) = {
            let mut emulation = self.lock();
            self.store.as_ref().map_or(Ok(()), Store::check)?;
            let done = what(&mut emulation);
            // Under the lock, so that changes are written in the order of the calls.
            (done, self.keep(&mut emulation)?)
        };
        match kept {
            Some(kept) => kept.wait().await.map(|()| done),
            None => Ok(done),
        }
    }

    fn keep(&self, emulation: &mut Emulation) -> Result<Option<Kept>, StoreError> {
        let Some(store) = &self.store else {
            emulation.forget_changes();
            return Ok(None);
        };
        // Changes that cannot be written are lost to the disk, so that nothing after them may be believed.
        let taken = emulation.take_changes().inspect_err(|error| store.fail(&error.to_string()));
        let Some(changes) = taken? else { return Ok(None) };
        let matter = changes.matter();
        let kept = store.keep(changes);
        Ok(matter.then_some(kept))
    }

    /// Writes what is left and closes the store.
    pub(crate) async fn close(&self) {
        if let Some(store) = &self.store {
            store.keep(self.lock().take_nonces());
            store.close().await;
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").field("store", &self.store).finish_non_exhaustive()
    }
}
