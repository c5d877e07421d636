//! The data directory: who may write in it, and the lock that keeps a second emulator out.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::StoreError;
use super::system::{self, Writers};

/// A data directory in use. It is locked until this value is dropped.
#[derive(Debug)]
pub(crate) struct Directory {
    /// The open directory with its lock; none on systems that cannot open a directory.
    locked: Option<File>,
}

impl Directory {
    /// Opens a directory; it is created for its owner alone when it does not exist.
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let cannot = |source| StoreError::Folder { path: folder.to_owned(), source };
        system::create_directory(folder).map_err(cannot)?;
        let locked = system::open_directory(folder).map_err(cannot)?;
        if let Some(directory) = &locked {
            check_writers(folder, system::writers(directory).map_err(cannot)?)?;
            lock(folder, directory)?;
        }
        Ok(Self { locked })
    }

    /// A new file is safe when its directory is on disk.
    pub(super) fn sync(&self) -> std::io::Result<()> {
        self.locked.as_ref().map_or(Ok(()), File::sync_all)
    }
}

/// Who can write in the directory can put another file in the place of the store file. A directory of another user is
/// refused then. For a directory of this user there is a warning only: it may be shared on purpose.
fn check_writers(folder: &Path, writers: Writers) -> Result<(), StoreError> {
    match writers {
        Writers::None => Ok(()),
        Writers::InOwn { mode } => {
            tracing::warn!("other users can write in the data directory {} (mode {mode:o})", folder.display());
            Ok(())
        }
        Writers::InForeign { mode } => Err(StoreError::OthersCanWrite { folder: folder.to_owned(), mode }),
    }
}

/// The store file is locked, too. But if it is removed, a second emulator would create another one.
fn lock(folder: &Path, directory: &File) -> Result<(), StoreError> {
    match directory.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { folder: folder.to_owned() }),
        Err(TryLockError::Error(error)) => {
            // Some file systems cannot lock a directory.
            tracing::warn!("cannot lock the data directory {}: {error}", folder.display());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{StoreError, Writers, check_writers};

    #[test]
    fn a_directory_of_another_user_in_which_others_can_write_is_refused() {
        let check = |writers| check_writers(Path::new("d"), writers);
        assert!(check(Writers::None).is_ok() && check(Writers::InOwn { mode: 0o777 }).is_ok());
        let refused = check(Writers::InForeign { mode: 0o1777 }).unwrap_err();
        assert!(matches!(refused, StoreError::OthersCanWrite { .. }));
        let message = refused.to_string();
        assert!(message.starts_with("the data directory d belongs to another user") && message.contains("1777"));
    }
}
