//! Other systems: their access rights are inherited from the directory above, and an open file cannot be removed.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use super::Writers;

pub(in crate::core::store) fn create_directory(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// A directory cannot be opened as a file.
pub(in crate::core::store) fn open_directory(_: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

pub(in crate::core::store) fn writers(_: &File) -> io::Result<Writers> {
    Ok(Writers::None)
}

pub(in crate::core::store) fn open_file(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

pub(in crate::core::store) fn keep_private(_: &File) -> io::Result<()> {
    Ok(())
}

pub(in crate::core::store) fn still_there(_: &File, _: &Path) -> bool {
    true
}
