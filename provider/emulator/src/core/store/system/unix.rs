//! Unix: modes, owners, and inode numbers.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

use super::Writers;

/// Creates a directory for its owner alone; it can exist already.
pub(in crate::core::store) fn create_directory(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Opens a directory, to lock and to sync it.
pub(in crate::core::store) fn open_directory(folder: &Path) -> io::Result<Option<File>> {
    File::open(folder).map(Some)
}

/// Who can write in an open directory.
pub(in crate::core::store) fn writers(directory: &File) -> io::Result<Writers> {
    let metadata = directory.metadata()?;
    let mode = metadata.mode() & 0o7777;
    if mode & 0o022 == 0 {
        return Ok(Writers::None);
    }
    let own = metadata.uid() == rustix::process::geteuid().as_raw();
    Ok(if own { Writers::InOwn { mode } } else { Writers::InForeign { mode } })
}

/// Opens a file to read and write; it is created for its owner alone when it does not exist. A symbolic link is not
/// followed, and opening a FIFO or a device does not block.
pub(in crate::core::store) fn open_file(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(flags);
    let file = options.open(path).map_err(|error| match error.raw_os_error() {
        Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => {
            io::Error::new(io::ErrorKind::InvalidInput, "it is a symbolic link, and the emulator does not follow links")
        }
        _ => error,
    })?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
}

/// Others may have got access to a file since it was created.
pub(in crate::core::store) fn keep_private(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(0o600))
}

/// Whether a path still names the open file.
pub(in crate::core::store) fn still_there(file: &File, path: &Path) -> bool {
    let (Ok(open), Ok(named)) = (file.metadata(), std::fs::symlink_metadata(path)) else { return false };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}
