//! State on disk, under `--data-dir`.
//!
//! Objects remember that they were changed (`Tracked`, `NonceMemory`). After each call, its changes are collected as
//! `Changes` while the emulation is still locked, so that they are in the order of the calls, and are sent to one
//! thread. That thread writes all waiting changes in one transaction with one fsync. A call that changed something is
//! answered when its transaction is on disk.
//!
//! | file | subject |
//! |---|---|
//! | `persist` | rows, and the trait with which a service writes and reads its rows |
//! | `changes` | what one call changed |
//! | `directory` | the data directory: its owner, its mode, its lock |
//! | `file` | the store file: opening, locking, reading |
//! | `system` | what differs between operating systems |
//! | `writer` | the thread that writes |
//! | `pairs` | maps whose keys are not strings |

mod changes;
mod directory;
mod error;
mod file;
pub(crate) mod pairs;
mod persist;
mod system;
#[cfg(test)]
mod tests;
mod writer;

/// Creates a directory for its owner alone; it can exist already.
pub(crate) fn private_directory(folder: &std::path::Path) -> std::io::Result<()> {
    system::create_directory(folder)
}

pub(crate) use changes::Changes;
pub use error::StoreError;
pub(crate) use file::{FILE_NAME, Rows, StoreFile};
pub(crate) use persist::{ChangedRows, NotWritable, Persist, StoredRow};
pub(crate) use writer::{PendingWrite, Store};
