//! Profiles of the `tccli` command line tool: `<name>.credential` has the keys, `<name>.configure` the region.

use std::io;
use std::path::{Path, PathBuf};

use cloud_core::{Secret, read_file};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::{CVM_ROLE, SUPPORTED_TYPES};
use super::model::{Base, Found, InstanceRole};
use super::{AssumeRole, Credentials, CredentialsError};

/// The profile without a name.
pub(super) const DEFAULT: &str = "default";

/// The file with the keys. Unknown keys belong to the tool.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CredentialFile {
    #[serde(rename = "type")]
    kind: String,
    secret_id: Option<String>,
    secret_key: Option<Secret>,
    token: Option<Secret>,
    #[serde(rename = "role-arn")]
    role_arn: Option<String>,
    #[serde(rename = "role-session-name")]
    role_session_name: Option<String>,
}

/// The file with the settings.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfigureFile {
    #[serde(rename = "_sys_param")]
    system: SystemParameters,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SystemParameters {
    region: Option<String>,
}

/// The file with the keys of a profile.
pub(super) fn credential_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.credential"))
}

/// Reads a profile; `None` when it has no file with keys, or one without keys and without a role.
pub(super) fn read(folder: &Path, name: &str) -> Result<Option<Found>, CredentialsError> {
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(CredentialsError::ProfileName { name: name.to_owned() });
    }
    let path = credential_path(folder, name);
    let Some(file) = json::<CredentialFile>(&path)? else { return Ok(None) };
    let Some(base) = file.base(&path, name)? else { return Ok(None) };
    let settings: ConfigureFile = json(&folder.join(format!("{name}.configure")))?.unwrap_or_default();
    let mut found = Found::new(base, format!("the profile {name:?} in {}", folder.display()));
    found.roles.extend(file.role());
    found.region = given(settings.system.region);
    Ok(Some(found))
}

/// The names of the profiles of a folder.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder);
    let file_names = entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> =
        file_names.filter_map(|name| name.strip_suffix(".credential").map(str::to_owned)).collect();
    names.sort_unstable();
    names
}

/// Reads a file; `None` when there is none.
fn json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, CredentialsError> {
    let bytes = match read_file(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, error.to_string(), "Check the file and its permissions")),
    };
    parse(path, &bytes).map(Some)
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, CredentialsError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // serde's own text may quote a value, which may be a secret: only the position is reported.
    serde_json::from_slice(bytes).map_err(|error| {
        let reason = format!("not the expected JSON at line {}, column {}", error.line(), error.column());
        unusable(path, reason, "Correct it, or write it again with `tccli configure`")
    })
}

/// What the text of a file with keys contains.
#[cfg(any(test, fuzzing))]
pub(super) fn read_credential_file(path: &Path, name: &str, bytes: &[u8]) -> Result<Option<Base>, CredentialsError> {
    let file: CredentialFile = parse(path, bytes)?;
    let _ = file.role();
    file.base(path, name)
}

fn unusable(path: &Path, reason: String, remedy: &'static str) -> CredentialsError {
    CredentialsError::ProfileFile { path: path.to_owned(), reason, remedy }
}

impl CredentialFile {
    fn base(&self, path: &Path, name: &str) -> Result<Option<Base>, CredentialsError> {
        if self.kind == CVM_ROLE {
            return Ok(Some(Base::Instance(InstanceRole { role: None, searched: None })));
        }
        if !self.kind.is_empty() && !SUPPORTED_TYPES.contains(&self.kind.as_str()) {
            let (path, profile, kind) = (path.to_owned(), name.to_owned(), self.kind.clone());
            return Err(CredentialsError::UnsupportedType { path, profile, kind });
        }
        let missing = |field| {
            let (path, profile) = (path.to_owned(), name.to_owned());
            CredentialsError::ProfileField { path, profile, field }
        };
        let key = self.secret_key.as_ref().filter(|key| !key.is_empty());
        match (given(self.secret_id.clone()), key) {
            (Some(id), Some(key)) => {
                let token = self.token.clone().filter(|token| !token.is_empty());
                Ok(Some(Base::Keys(Credentials { token, ..Credentials::permanent(id, key.clone()) })))
            }
            (Some(_), None) => Err(missing("secretKey")),
            (None, Some(_)) => Err(missing("secretId")),
            (None, None) => Ok(None),
        }
    }

    fn role(&self) -> Option<AssumeRole> {
        let role_arn = given(self.role_arn.clone())?;
        Some(AssumeRole { role_arn, session_name: given(self.role_session_name.clone()), ..AssumeRole::default() })
    }
}

/// The tool writes an empty text for a field that is not set.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
