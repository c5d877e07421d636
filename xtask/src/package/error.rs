//! What can go wrong.

use std::io;
use std::path::PathBuf;

/// Why nothing was packed.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// A file cannot be read or written.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A zip cannot be made.
    #[error("cannot pack {}: {source}", path.display())]
    Zip {
        /// The zip.
        path: PathBuf,
        /// Why not.
        source: zip::result::ZipError,
    },
    /// The binary contains a path of the machine that built it.
    #[error(
        "{} contains the path {}. A release must not contain paths of the machine that built it: build it with `make dist`, which replaces \
         them, or pack it as it is with --any-paths",
        binary.display(), path.display()
    )]
    BuildPath {
        /// The binary.
        binary: PathBuf,
        /// The path.
        path: PathBuf,
    },
    /// There is nothing to sum.
    #[error("{} has no {pattern}: make the zips first", folder.display())]
    NoZip {
        /// Where they were looked for.
        folder: PathBuf,
        /// What their names are like.
        pattern: String,
    },
}

impl PackageError {
    /// For `map_err` on file operations.
    pub(crate) fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }
}
