//! Errors of a data directory.

use std::path::PathBuf;

use crate::core::world::WorldError;

/// A data directory that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory or its file cannot be created or opened.
    #[error("cannot open the data directory {}: {source}; it must be a directory in which this user can write, or it must not exist yet", path.display())]
    Folder {
        /// The directory, or the file in it.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It belongs to another user, and further users can write in it.
    #[error(
        "the data directory {} belongs to another user, and others can write in it (mode {mode:o}); use a directory of this user",
        folder.display()
    )]
    OthersCanWrite {
        /// The directory.
        folder: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Another process has it open.
    #[error(
        "another emulator uses the data directory {}; stop that emulator, or use another directory for this one",
        folder.display()
    )]
    InUse {
        /// The directory.
        folder: PathBuf,
    },
    /// It was created with another world.
    #[error(
        "the data directory {} was created with another world (comments and spacing are not compared); start without --world to continue with the stored world, or use an empty directory",
        folder.display()
    )]
    OtherWorld {
        /// The directory.
        folder: PathBuf,
    },
    /// Its world cannot be used.
    #[error("cannot use the world that is stored in {}: {source}; use an empty directory", path.display())]
    World {
        /// The file.
        path: PathBuf,
        /// Why.
        source: WorldError,
    },
    /// Its format is not the one of this version.
    #[error("{} has the format {found}, but this version supports only the format {known}; use an empty directory", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// The format of the file.
        found: String,
        /// The format that this version reads and writes.
        known: &'static str,
    },
    /// A row is not valid.
    #[error("cannot read {key} in {}: {why}; use an empty directory", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// The row's key.
        key: String,
        /// Why it is not valid.
        why: String,
    },
    /// The file cannot be read.
    #[error("{} is damaged: {why}; use an empty directory, or restore the file from a copy", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the store says.
        why: String,
    },
    /// The file is not there any more.
    #[error(
        "the store file {} was removed or replaced while the emulator was running; what was in it is lost, and no change is kept any more: start the emulator again",
        path.display()
    )]
    Removed {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error(
        "cannot write {}: {why}; the changes of this call and of later calls may be lost; all earlier changes are kept: free disk space or fix the disk, and start the emulator again",
        path.display()
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// What the store says.
        why: String,
    },
}
