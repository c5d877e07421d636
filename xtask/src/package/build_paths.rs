//! The search for paths of the machine that built a binary.

use std::env;
use std::path::{Path, PathBuf};

use super::error::PackageError;

/// The variables that name a folder with source code or built files.
const VARIABLES: [&str; 4] = ["HOME", "USERPROFILE", "CARGO_HOME", "CARGO_TARGET_DIR"];

/// The paths that no released binary contains: the home directory, the folders of Cargo and this repository.
pub(super) fn of_this_machine() -> Vec<PathBuf> {
    let folders = VARIABLES.into_iter().filter_map(env::var_os).map(PathBuf::from);
    folders.chain(env::current_dir()).filter(|path| path.is_absolute() && path.parent().is_some()).collect()
}

/// Searches the content of a binary.
///
/// # Errors
/// It contains one of the paths.
pub(super) fn check(binary: &Path, content: &[u8], paths: &[PathBuf]) -> Result<(), PackageError> {
    let contains = |path: &&PathBuf| {
        // With the separator, `/root` is not found in a word such as `/rootfs`.
        let below = path.join("");
        let below = below.as_os_str().as_encoded_bytes();
        content.windows(below.len()).any(|part| part == below)
    };
    match paths.iter().find(contains) {
        Some(path) => Err(PackageError::BuildPath { binary: binary.to_owned(), path: path.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_with_a_path_of_the_machine_is_refused() {
        let paths = [PathBuf::from("/home/me"), PathBuf::from("/src/provider")];
        let check = |content: &str| check(Path::new("built"), content.as_bytes(), &paths);
        for content in ["panicked at /home/me/.cargo/registry/a.rs", "\0/src/provider/src/main.rs\0"] {
            let error = check(content).unwrap_err().to_string();
            assert!(error.starts_with("built contains the path /") && error.contains("make dist"), "{error}");
        }
        for content in ["", "panicked at /cargo/registry/a.rs", "/home/medium/a.rs", "src/provider/a.rs"] {
            check(content).unwrap();
        }
    }

    #[test]
    fn the_paths_of_this_machine_include_the_working_directory() {
        assert!(of_this_machine().contains(&env::current_dir().unwrap()));
    }
}
