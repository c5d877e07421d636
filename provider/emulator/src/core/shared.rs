//! The data that the HTTP handlers share: the gateways, the emulation behind its lock, and its store.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::cloud::{Gateway, PendingCall};
use super::emulation::{Emulation, Setup, world_of};
use super::http::Incoming;
use super::store::{PendingWrite, Store, StoreError, StoreFile};
use super::world::{Vocabularies, World};

/// The directory in which the state is kept.
#[derive(Debug)]
pub(crate) struct DataDir {
    pub(crate) folder: PathBuf,
    /// Use the world that the directory was created with in place of the one of the setup.
    pub(crate) keeps_world: bool,
    /// The words of that world's file.
    pub(crate) vocabularies: &'static Vocabularies,
}

/// The emulation behind its lock. Each call holds the lock for a short time, and does not wait for the disk during it.
pub(crate) struct Shared {
    gateways: Vec<Box<dyn Gateway>>,
    latency: Duration,
    emulation: Mutex<Emulation>,
    /// Set when there is a data directory.
    store: Option<Store>,
}

/// A request that was read.
pub(crate) struct Received {
    /// The position of its cloud among the gateways.
    pub(crate) cloud: usize,
    pub(crate) pending: Box<dyn PendingCall>,
}

impl Shared {
    /// A new emulation, or the one that the data directory contains.
    ///
    /// # Errors
    ///
    /// The data directory cannot be used.
    pub(crate) async fn open(
        setup: Setup,
        gateways: Vec<Box<dyn Gateway>>,
        latency: Duration,
        data_dir: Option<DataDir>,
    ) -> Result<Self, StoreError> {
        let (emulation, store) = match data_dir {
            None => (Emulation::new(Arc::new(setup)), None),
            Some(data_dir) => {
                let folder = data_dir.folder.clone();
                // Reading and syncing a file blocks the thread.
                let opened = tokio::task::spawn_blocking(move || open(setup, &data_dir)).await;
                let (emulation, store) = opened
                    .map_err(|error| StoreError::Folder { path: folder, source: std::io::Error::other(error) })??;
                (emulation, Some(store))
            }
        };
        let shared = Self { gateways, latency, emulation: Mutex::new(emulation), store };
        shared.change(|_| ()).await?;
        Ok(shared)
    }

    /// The delay of every answer.
    pub(crate) fn latency(&self) -> Duration {
        self.latency
    }

    pub(crate) fn gateways(&self) -> &[Box<dyn Gateway>] {
        &self.gateways
    }

    /// Reads a request with the gateway of its cloud; with the first one when no gateway recognizes it.
    pub(crate) fn read(&self, request: Incoming) -> Option<Received> {
        self.read_with(self.cloud_of(&request).unwrap_or_default(), request)
    }

    /// Whether the cloud that recognizes a request serves its path.
    pub(crate) fn serves_path_of(&self, request: &Incoming) -> bool {
        let gateway = self.cloud_of(request).and_then(|cloud| self.gateways.get(cloud));
        gateway.is_some_and(|gateway| gateway.serves_path(&request.path))
    }

    /// Reads a request; none when no gateway recognizes it.
    pub(crate) fn read_recognized(&self, request: Incoming) -> Option<Received> {
        self.read_with(self.cloud_of(&request)?, request)
    }

    fn cloud_of(&self, request: &Incoming) -> Option<usize> {
        self.gateways.iter().position(|gateway| gateway.recognizes(request))
    }

    fn read_with(&self, cloud: usize, request: Incoming) -> Option<Received> {
        let gateway = self.gateways.get(cloud)?;
        Some(Received { cloud, pending: gateway.read(request) })
    }

    /// The emulation, to read it, or to change data that is not kept on disk.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Emulation> {
        self.emulation.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the emulation. Returns when the changes are on disk.
    ///
    /// # Errors
    ///
    /// The changes cannot be written.
    pub(crate) async fn change<T>(&self, what: impl FnOnce(&mut Emulation) -> T) -> Result<T, StoreError> {
        let (done, pending) = {
            let mut emulation = self.lock();
            self.store.as_ref().map_or(Ok(()), Store::check)?;
            let done = what(&mut emulation);
            // Under the lock, so that changes are written in the order of the calls.
            (done, self.submit(&mut emulation)?)
        };
        match pending {
            Some(pending) => pending.wait().await.map(|()| done),
            None => Ok(done),
        }
    }

    fn submit(&self, emulation: &mut Emulation) -> Result<Option<PendingWrite>, StoreError> {
        let Some(store) = &self.store else {
            emulation.forget_changes();
            return Ok(None);
        };
        // Changes that cannot be written are not on disk, so that no later change is accepted.
        let taken = emulation.take_changes().inspect_err(|error| store.fail(&error.to_string()));
        let Some(changes) = taken? else { return Ok(None) };
        let matter = changes.matter();
        let pending = store.submit(changes);
        Ok(matter.then_some(pending))
    }

    /// Writes the remaining nonces and closes the store.
    pub(crate) async fn close(&self) {
        if let Some(store) = &self.store {
            store.submit(self.lock().take_nonces());
            store.close().await;
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").field("store", &self.store).finish_non_exhaustive()
    }
}

/// The state that a data directory contains, or the world before the first call when it is new.
fn open(mut setup: Setup, data_dir: &DataDir) -> Result<(Emulation, Store), StoreError> {
    let StoreFile { database, watch, path, rows } = StoreFile::open(&data_dir.folder)?;
    let emulation = match world_of(&rows, &path)? {
        None => Emulation::for_new_file(Arc::new(setup)),
        Some(text) => {
            if data_dir.keeps_world {
                setup.world = World::read(&text, &path.display().to_string(), data_dir.vocabularies)
                    .map_err(|source| StoreError::World { path: path.clone(), source })?;
            } else if !setup.world.says_the_same_as(&text) {
                return Err(StoreError::OtherWorld { folder: data_dir.folder.clone() });
            }
            Emulation::from_rows(Arc::new(setup), &rows, &path)?
        }
    };
    Ok((emulation, Store::start(database, Some(watch), path, &rows)))
}
