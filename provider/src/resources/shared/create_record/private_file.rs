//! Files that only the user can read.

use std::{fs::File, io, path::Path};

/// Opens a file to write it, and creates it as a private one.
///
/// # Errors
/// The file cannot be opened.
pub(super) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
