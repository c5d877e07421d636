//! Profile files of a world's accounts, and scripts that set the environment variables of the clients.
//!
//! `alibaba.json` has the format of the aliyun CLI, `tencent/NAME.credential` that of tccli.

mod environment;
mod files;
mod names;

use std::path::{Path, PathBuf};

use crate::core::world::World;

/// A file or directory that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}; choose another directory for --write-profiles", path.display())]
pub struct ProfilesError {
    path: PathBuf,
    source: std::io::Error,
}

/// Writes the profiles of all keys of `world`, and the scripts, into `directory`, and replaces the files of an earlier
/// start. Returns the path of the script for POSIX shells.
///
/// # Errors
///
/// [`ProfilesError`] if a file cannot be written.
pub(crate) fn write(directory: &Path, world: &World, url: &str) -> Result<PathBuf, ProfilesError> {
    let directory = std::path::absolute(directory).map_err(|source| error(directory, source))?;
    let tencent = directory.join("tencent");
    files::create_directory(&tencent)?;
    let alibaba = directory.join("alibaba.json");
    files::write(&alibaba, &names::alibaba_json(&world.accounts))?;
    for (name, text) in names::tencent_credentials(&world.tencent.accounts) {
        files::write(&tencent.join(format!("{name}.credential")), &text)?;
    }
    let variables = environment::variables(url, &alibaba, &tencent);
    for shell in environment::SHELLS {
        files::write(&directory.join(shell.file), &shell.script(&variables))?;
    }
    Ok(directory.join(environment::POSIX.file))
}

fn error(path: &Path, source: std::io::Error) -> ProfilesError {
    ProfilesError { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_of_the_built_in_world_gets_a_profile() {
        let directory = tempfile::tempdir().unwrap();
        let script = write(directory.path(), &World::builtin(), "http://127.0.0.1:8700").unwrap();
        let alibaba = std::fs::read_to_string(directory.path().join("alibaba.json")).unwrap();
        let file: serde_json::Value = serde_json::from_str(&alibaba).unwrap();
        let names: Vec<&str> = file["profiles"].as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
        assert_eq!(names, ["source-owner", "destination-owner", "operator"]);
        assert_eq!(file["profiles"][0]["access_key_secret"], "emulator-secret-of-source-owner");
        assert_eq!(file["current"], "source-owner");
        let key = std::fs::read_to_string(directory.path().join("tencent/tencent-source.credential")).unwrap();
        assert!(key.contains("AKIDTENCENTSOURCE"), "{key}");
        let script = std::fs::read_to_string(script).unwrap();
        assert!(script.starts_with("export DTS_ENDPOINT_URL='http://127.0.0.1:8700'\n"), "{script}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_files_and_a_second_start_replaces_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        for url in ["http://127.0.0.1:1", "http://127.0.0.1:2"] {
            write(directory.path(), &World::builtin(), url).unwrap();
        }
        let path = directory.path().join("alibaba.json");
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        let script = std::fs::read_to_string(directory.path().join("environment.sh")).unwrap();
        assert!(script.contains("127.0.0.1:2") && !script.contains("127.0.0.1:1'"), "{script}");
    }

    #[test]
    fn a_file_in_place_of_the_directory_is_an_error_with_its_path() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("file");
        std::fs::write(&file, "").unwrap();
        let refused = write(&file, &World::builtin(), "http://127.0.0.1:1").unwrap_err().to_string();
        assert!(refused.contains("file") && refused.contains("--write-profiles"), "{refused}");
    }
}
