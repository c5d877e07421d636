//! The files that a Terraform registry serves of a provider: a zip for each platform, a manifest, and the checksums of both.
//!
//! `make dist` writes the zip of this platform and then the checksums; a release writes a zip for each platform first. Equal
//! input gives equal bytes, whenever and wherever it is packed.

mod archive;
mod build_paths;
mod error;
mod names;
mod sums;

use std::path::{Path, PathBuf};

pub use error::PackageError;
use names::Names;

/// Packs the provider's binary and the files into the zip of a platform (`linux_amd64`) in a folder. Unless `any_paths` is set, the binary
/// must contain neither the home directory nor the path of this repository.
///
/// # Errors
/// Returns an error when a file cannot be read, the binary contains such a path, or the zip cannot be written.
pub fn zip(
    folder: &Path,
    version: &str,
    platform: &str,
    binary: &Path,
    files: &[String],
    any_paths: bool,
) -> Result<Vec<PathBuf>, PackageError> {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let forbidden = if any_paths { Vec::new() } else { build_paths::of_this_machine() };
    archive::write(folder, &Names::of(version), platform, binary, &files, &forbidden)
}

/// Writes the manifest, and the checksums of the manifest and of every zip of the version.
///
/// # Errors
/// Returns an error when the folder has no zip of the version, or a file cannot be read or written.
pub fn sums(folder: &Path, version: &str) -> Result<Vec<PathBuf>, PackageError> {
    sums::write(folder, &Names::of(version))
}
