//! Files that only their owner can read: they contain keys.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::{ProfilesError, error};

pub(super) fn create_directory(path: &Path) -> Result<(), ProfilesError> {
    std::fs::create_dir_all(path).map_err(|source| error(path, source))
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), ProfilesError> {
    let written = open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| error(path, source))
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
