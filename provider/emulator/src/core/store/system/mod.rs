//! What the data directory needs of the operating system: owners, modes, links and locks.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::{create_directory, keep_private, open_directory, open_file, still_there, writers};
#[cfg(unix)]
pub(super) use unix::{create_directory, keep_private, open_directory, open_file, still_there, writers};

/// Who can write in a directory, beside its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writers {
    /// No other user.
    None,
    /// Other users; the directory belongs to the user of this process.
    InOwn {
        /// The mode of the directory.
        mode: u32,
    },
    /// Other users; the directory belongs to another user.
    InForeign {
        /// The mode of the directory.
        mode: u32,
    },
}
