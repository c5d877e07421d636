//! Where checkpoints are stored.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::Checkpoint;
use crate::error::{Error, Result};

/// Stores the checkpoint of one job.
pub trait Store: Send + Sync {
    /// The checkpoint of an earlier run.
    ///
    /// # Errors
    /// If it exists and cannot be read.
    fn load(&self) -> Result<Option<Checkpoint>>;

    /// Replaces the checkpoint.
    ///
    /// # Errors
    /// If it cannot be written.
    fn save(&self, checkpoint: &Checkpoint) -> Result<()>;
}

/// Keeps the checkpoint as long as the process runs.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<Checkpoint>>);

impl Store for MemoryStore {
    fn load(&self) -> Result<Option<Checkpoint>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn save(&self, checkpoint: &Checkpoint) -> Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(checkpoint.clone());
        Ok(())
    }
}

/// Keeps the checkpoint in a file, which is replaced as one step.
#[derive(Debug)]
pub struct FileStore(PathBuf);

impl FileStore {
    /// A file that need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn failed(&self, what: &str, error: &dyn std::fmt::Display) -> Error {
        Error::fail(format!("the checkpoint {} cannot be {what}: {error}", self.0.display()))
    }
}

impl Store for FileStore {
    fn load(&self) -> Result<Option<Checkpoint>> {
        match fs::read(&self.0) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| self.failed("read", &error)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", &error)),
        }
    }

    fn save(&self, checkpoint: &Checkpoint) -> Result<()> {
        let bytes = serde_json::to_vec(checkpoint).map_err(|error| self.failed("written", &error))?;
        let next = self.0.with_extension("next");
        let write = || {
            let mut file = fs::File::create(&next)?;
            file.write_all(&bytes)?;
            file.sync_data()?;
            fs::rename(&next, &self.0)
        };
        write().map_err(|error: std::io::Error| self.failed("written", &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("job.json"));
        assert_eq!(store.load().unwrap(), None);
        let checkpoint =
            Checkpoint { created: ["`a`.`b`".to_owned()].into(), copy_done: true, ..Checkpoint::default() };
        store.save(&checkpoint).unwrap();
        assert_eq!(store.load().unwrap(), Some(checkpoint));
        fs::write(folder.path().join("job.json"), "{").unwrap();
        assert!(store.load().unwrap_err().to_string().contains("cannot be read"));
    }
}
