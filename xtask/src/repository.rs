//! The repository this program was built in: its folder and its files.

use std::{path::PathBuf, process::Command};

pub(crate) use acceptance_harness::repository::root;
use anyhow::{Context, ensure};

/// The files that git tracks or would add, relative to [`root`].
///
/// # Errors
/// Returns an error when git cannot be started or fails.
pub(crate) fn files() -> anyhow::Result<Vec<PathBuf>> {
    let arguments = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output()
        .context("cannot start git to list the files of the repository")?;
    ensure!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    let listed = String::from_utf8_lossy(&output.stdout);
    Ok(listed.split_terminator('\0').map(PathBuf::from).filter(|path| root().join(path).is_file()).collect())
}
