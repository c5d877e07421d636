//! What a Terraform registry serves of a provider: one zip a platform, a manifest, and the sums of both.
//!
//! `provider-package zip FOLDER VERSION PLATFORM BINARY FILE…` packs the binary and the files into the zip of a platform;
//! `provider-package sums FOLDER VERSION` writes the manifest, and the sums of it and of every zip of the version. `make dist`
//! runs both; a release runs the first for each platform and then the second. Equal input gives equal bytes, whenever and
//! wherever it is packed.

mod archive;
mod error;
mod names;
mod sums;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use error::PackageError;
use names::Names;

const USAGE: &str =
    "usage: provider-package zip FOLDER VERSION PLATFORM BINARY FILE…\n       provider-package sums FOLDER VERSION";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let written = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["zip", folder, version, platform, binary, ref files @ ..] => {
            archive::write(Path::new(folder), &Names::of(version), platform, Path::new(binary), files)
        }
        ["sums", folder, version] => sums::write(Path::new(folder), &Names::of(version)),
        _ => Err(PackageError::Usage(USAGE)),
    };
    match written.and_then(|paths| tell(&paths)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(paths: &[PathBuf]) -> Result<(), PackageError> {
    let mut out = io::stdout().lock();
    for path in paths {
        writeln!(out, "wrote {}", path.display()).map_err(PackageError::file("write", "stdout"))?;
    }
    Ok(())
}
