//! Profiles in the vendor's command line tool's file, `~/.aliyun/config.json`.

use std::path::Path;
use std::{fs, io};

use serde::Deserialize;

use super::source::Found;
use super::{AssumeRole, Credentials, CredentialsError};
use crate::secret::Secret;

/// Modes a profile may have.
pub(super) const SUPPORTED_MODES: [&str; 3] = ["AK", "StsToken", "RamRoleArn"];

/// The file. Unknown keys belong to the tool.
#[derive(Debug, Deserialize)]
pub(super) struct ProfileFile {
    #[serde(default)]
    current: String,
    #[serde(default)]
    profiles: Vec<Profile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Profile {
    name: String,
    mode: String,
    access_key_id: String,
    access_key_secret: Secret,
    sts_token: Secret,
    ram_role_arn: String,
    ram_session_name: String,
    expired_seconds: i64,
    external_id: String,
    policy: String,
}

/// Reads a file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<ProfileFile>, CredentialsError> {
    let failed = |reason: String, remedy| CredentialsError::ProfileFile { path: path.to_owned(), reason, remedy };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error.to_string(), "Check the file's permissions")),
    };
    let parsed = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    // serde's own text may quote a value, which may be a secret: only the place is told.
    parsed.map(Some).map_err(|error| {
        let reason = format!("not the expected JSON at line {}, column {}", error.line(), error.column());
        failed(reason, "Mend it, or write it anew with `aliyun configure`")
    })
}

impl ProfileFile {
    /// Name of the current profile, if one is set.
    pub(super) fn current(&self) -> Option<&str> {
        Some(self.current.as_str()).filter(|name| !name.is_empty())
    }

    /// What a profile says.
    pub(super) fn find(&self, path: &Path, name: &str) -> Result<Found, CredentialsError> {
        let Some(profile) = self.profiles.iter().find(|profile| profile.name == name) else {
            let names = self.profiles.iter().map(|profile| profile.name.clone()).collect();
            return Err(CredentialsError::NoSuchProfile { path: path.to_owned(), name: name.to_owned(), names });
        };
        profile.found(path)
    }
}

impl Profile {
    fn found(&self, path: &Path) -> Result<Found, CredentialsError> {
        let mode = if self.mode.is_empty() { "AK" } else { &self.mode };
        let token = Some(&self.sts_token).filter(|token| !token.is_empty());
        let missing = |field| CredentialsError::ProfileField {
            path: path.to_owned(),
            profile: self.name.clone(),
            mode: mode.to_owned(),
            field,
        };
        let (security_token, role) = match mode {
            "AK" => (None, None),
            "StsToken" => (Some(token.ok_or_else(|| missing("sts_token"))?), None),
            "RamRoleArn" if self.ram_role_arn.is_empty() => return Err(missing("ram_role_arn")),
            "RamRoleArn" => (token, Some(self.role())),
            other => {
                let (path, profile, mode) = (path.to_owned(), self.name.clone(), other.to_owned());
                return Err(CredentialsError::UnsupportedMode { path, profile, mode });
            }
        };
        if self.access_key_id.is_empty() {
            return Err(missing("access_key_id"));
        }
        if self.access_key_secret.is_empty() {
            return Err(missing("access_key_secret"));
        }
        let keys = Credentials::lasting(self.access_key_id.as_str(), self.access_key_secret.clone());
        Ok(Found {
            credentials: Credentials { security_token: security_token.cloned(), ..keys },
            roles: role.into_iter().collect(),
            origin: format!("the profile {:?} in {}", self.name, path.display()),
        })
    }

    fn role(&self) -> AssumeRole {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        AssumeRole {
            role_arn: self.ram_role_arn.clone(),
            session_name: given(&self.ram_session_name),
            duration_seconds: Some(self.expired_seconds).filter(|seconds| *seconds > 0),
            external_id: given(&self.external_id),
            policy: given(&self.policy),
        }
    }
}
