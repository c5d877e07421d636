//! The paths of the programs that the tests run.

use std::env;
use std::path::{Path, PathBuf};

use crate::HarnessError;

/// Name of the provider's binary.
pub const PROVIDER: &str = "terraform-provider-dts";

/// Name of the control's binary.
pub const CONTROL: &str = "terraform-provider-control";

/// The provider: `PROVIDER_BINARY`, else the one built beside the running program.
///
/// # Errors
/// [`HarnessError::NoProvider`] with the command that builds it.
pub fn provider() -> Result<PathBuf, HarnessError> {
    if let Some(named) = env::var_os("PROVIDER_BINARY").filter(|name| !name.is_empty()) {
        return present(PathBuf::from(named));
    }
    beside(PROVIDER)
}

/// The provider without a cloud that `make bench` measures with, built beside the running program.
///
/// # Errors
/// [`HarnessError::NoProvider`].
pub fn plain_provider() -> Result<PathBuf, HarnessError> {
    beside("plain-provider")
}

/// A program of the workspace, built beside the running program.
///
/// # Errors
/// [`HarnessError::NoProvider`] with the command that builds it.
pub fn beside(name: &str) -> Result<PathBuf, HarnessError> {
    let own = env::current_exe().map_err(HarnessError::file("find", "the running program"))?;
    let folder = own.parent().unwrap_or(Path::new("."));
    // Tests are in the folder `deps` below the binaries.
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    present(folder.join(name).with_extension(env::consts::EXE_EXTENSION))
}

/// The provider on tf-provider to compare with: `CONTROL_BINARY`, else the one that was built with the profile of the running
/// program, in the separate target folder of the control or beside the running program.
///
/// # Errors
/// [`HarnessError::NoControl`] with the command that builds it.
pub fn control() -> Result<PathBuf, HarnessError> {
    if let Some(named) = env::var_os("CONTROL_BINARY").filter(|name| !name.is_empty()) {
        let path = PathBuf::from(named);
        return if path.is_file() { Ok(path) } else { Err(HarnessError::NoControl { path }) };
    }
    let own = env::current_exe().map_err(HarnessError::file("find", "the running program"))?;
    let beside = own.with_file_name(CONTROL).with_extension(env::consts::EXE_EXTENSION);
    let profile = own.parent().and_then(Path::file_name).unwrap_or("debug".as_ref());
    let target = crate::repository::root().join("acceptance-tests/control/target").join(profile);
    let apart = target.join(CONTROL).with_extension(env::consts::EXE_EXTENSION);
    // With CARGO_TARGET_DIR all packages share one folder.
    let found = if apart.is_file() { &apart } else { &beside };
    if found.is_file() { Ok(found.clone()) } else { Err(HarnessError::NoControl { path: apart }) }
}

fn present(path: PathBuf) -> Result<PathBuf, HarnessError> {
    let found = std::path::absolute(&path).ok().filter(|path| path.is_file());
    let is_in = |profile: &str| path.components().any(|part| part.as_os_str() == profile);
    let command = match (is_in("release"), is_in("dist")) {
        (true, _) => "cargo build --release --bins -p terraform-provider-dts -p demo",
        (_, true) => "cargo build --profile dist --bins -p terraform-provider-dts -p bench",
        _ => "cargo build --workspace --all-targets",
    };
    found.ok_or(HarnessError::NoProvider { path, command })
}

/// Terraform: `TF_BINARY`, else `terraform`, else `tofu` on `PATH`.
///
/// # Errors
/// [`HarnessError::NoTerraform`] with where to get one.
pub fn terraform() -> Result<PathBuf, HarnessError> {
    if let Some(named) = env::var_os("TF_BINARY").filter(|name| !name.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    on_path(&path).ok_or(HarnessError::NoTerraform)
}

fn on_path(path: &std::ffi::OsStr) -> Option<PathBuf> {
    let names = ["terraform", "tofu"].map(|name| Path::new(name).with_extension(env::consts::EXE_EXTENSION));
    names.iter().find_map(|name| env::split_paths(path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terraform_is_preferred_to_tofu() {
        let [only_tofu, both] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for file in [only_tofu.path().join("tofu"), both.path().join("tofu"), both.path().join("terraform")] {
            std::fs::write(file.with_extension(env::consts::EXE_EXTENSION), "").unwrap();
        }
        let path = env::join_paths([only_tofu.path(), both.path()]).unwrap();
        assert!(on_path(&path).unwrap().starts_with(both.path()));
        assert!(on_path(only_tofu.path().as_os_str()).unwrap().starts_with(only_tofu.path()));
        assert_eq!(on_path(std::ffi::OsStr::new("")), None);
    }

    #[test]
    fn the_error_of_a_missing_provider_has_the_command_that_builds_it() {
        let missing = present(PathBuf::from("/nonexistent/release/x")).unwrap_err().to_string();
        assert!(missing.contains("cargo build --release"), "{missing}");
        let missing = present(PathBuf::from("/nonexistent/debug/x")).unwrap_err().to_string();
        assert!(missing.contains("cargo build --workspace"), "{missing}");
    }
}
