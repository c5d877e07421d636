//! Profiles in the file of the `aliyun` command line tool, `~/.aliyun/config.json`.

use std::path::{Path, PathBuf};
use std::{io, ptr};

use cloud_core::{Environment, Secret, read_file};
use jiff::Timestamp;
use serde::Deserialize;

use super::error::{CHAINABLE, SUPPORTED_MODES};
use super::model::{Base, External, Found};
use super::{AssumeRole, AssumeRoleWithOidc, Credentials, CredentialsError, environment};

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
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) mode: String,
    pub(super) access_key_id: String,
    pub(super) access_key_secret: Secret,
    pub(super) sts_token: Secret,
    /// Unix seconds, for the keys of a session of CloudSSO or OAuth.
    pub(super) sts_expiration: i64,
    pub(super) ram_role_name: String,
    pub(super) ram_role_arn: String,
    pub(super) ram_session_name: String,
    pub(super) source_profile: String,
    pub(super) oidc_provider_arn: String,
    pub(super) oidc_token_file: String,
    pub(super) expired_seconds: i64,
    pub(super) external_id: String,
    pub(super) policy: String,
    pub(super) process_command: String,
    pub(super) credentials_uri: String,
    pub(super) region_id: String,
    pub(super) sts_region: String,
    pub(super) sts_endpoint: String,
    pub(super) endpoint_type: String,
}

/// Reads a file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<ProfileFile>, CredentialsError> {
    read_text(path)?.map(|text| parse(path, &text)).transpose()
}

/// The text of a file; `None` when there is none.
pub(super) fn read_text(path: &Path) -> Result<Option<String>, CredentialsError> {
    let bytes = match read_file(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(unusable(path, error.to_string(), "Check the file's permissions"));
        }
        Err(error) => {
            return Err(unusable(path, error.to_string(), "Name the file that `aliyun configure` writes"));
        }
    };
    String::from_utf8(bytes).map(Some).map_err(|error| not_utf8(path, error.as_bytes()))
}

/// Tools of Windows write UTF-16.
fn not_utf8(path: &Path, bytes: &[u8]) -> CredentialsError {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let encoding = if is_utf16 { "it is encoded as UTF-16" } else { "it is not encoded as UTF-8" };
    unusable(path, encoding.to_owned(), "Save it as UTF-8")
}

/// Reads a file's text.
pub(super) fn parse(path: &Path, text: &str) -> Result<ProfileFile, CredentialsError> {
    let text = text.trim_start_matches('\u{feff}');
    if is_ini(text) {
        let reason = "it is an INI file of the SDKs, not the JSON file of `aliyun configure`".to_owned();
        return Err(unusable(path, reason, "Name it in ALIBABA_CLOUD_CREDENTIALS_FILE, and the JSON file here"));
    }
    // serde's own text may quote a value, which may be a secret: only the position is reported.
    serde_json::from_str(text).map_err(|error| {
        let reason = format!("not the expected JSON at line {}, column {}", error.line(), error.column());
        unusable(path, reason, "Correct it, or write it again with `aliyun configure`")
    })
}

/// Whether the first line with content is the name of a section.
fn is_ini(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let name = first.and_then(|line| line.strip_prefix('[')?.strip_suffix(']'));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c)))
}

/// Reads the profile that a program printed.
pub(super) fn read_external(text: &str) -> Result<Profile, String> {
    // serde's own text may quote a secret.
    serde_json::from_str(text).map_err(|error| {
        format!("its output is not the expected JSON at line {}, column {}", error.line(), error.column())
    })
}

pub(super) fn unusable(path: &Path, reason: String, remedy: &'static str) -> CredentialsError {
    CredentialsError::ProfileFile { path: path.to_owned(), reason, remedy }
}

impl ProfileFile {
    pub(super) fn new(current: &str, profiles: Vec<Profile>) -> Self {
        Self { current: current.to_owned(), profiles }
    }

    /// Whether it has a profile of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.profiles.iter().any(|profile| profile.name == name)
    }

    /// Whether it has no profiles: the tool leaves such a file when the last profile is deleted.
    pub(super) fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    /// Name of the current profile, if one is set.
    pub(super) fn current(&self) -> Option<&str> {
        Some(self.current.as_str()).filter(|name| !name.is_empty())
    }

    /// Whether a profile is empty: the tool creates one without keys.
    pub(super) fn is_blank(&self, name: &str) -> bool {
        let blank = |profile: &&Profile| {
            profile.mode() == "AK" && profile.access_key_id.is_empty() && profile.access_key_secret.is_empty()
        };
        self.profiles.iter().find(|profile| profile.name == name).as_ref().is_some_and(blank)
    }

    /// What a profile contains, with the profiles it builds on.
    pub(super) fn find(&self, path: &Path, name: &str, env: &Environment) -> Result<Found, CredentialsError> {
        let mut chain: Vec<&Profile> = Vec::new();
        let mut profile = self.named(path, name, "")?;
        while profile.mode() == CHAINABLE {
            if let Some(start) = chain.iter().position(|earlier| ptr::eq(*earlier, profile)) {
                let names = chain[start..].iter().chain([&profile]).map(|profile| profile.name.clone()).collect();
                return Err(CredentialsError::ProfileCycle { path: path.to_owned(), names });
            }
            chain.push(profile);
            let source = given(&profile.source_profile).ok_or_else(|| profile.missing(path, "source_profile"))?;
            profile = self.named(path, &source, &profile.name)?;
        }
        let mut found = profile.found(path, env)?;
        for profile in chain.iter().rev() {
            found.roles.push(profile.role(path)?);
            found.region = given(&profile.region_id).or(found.region);
            found.sts_host = profile.sts_host().or(found.sts_host);
        }
        Ok(found)
    }

    /// A profile by name; `used_by` is the profile that names it as its source.
    fn named(&self, path: &Path, name: &str, used_by: &str) -> Result<&Profile, CredentialsError> {
        self.profiles.iter().find(|profile| profile.name == name).ok_or_else(|| CredentialsError::NoSuchProfile {
            path: path.to_owned(),
            name: name.to_owned(),
            used_by: given(used_by),
            names: self.profiles.iter().map(|profile| profile.name.clone()).collect(),
        })
    }
}

impl Profile {
    pub(super) fn found(&self, path: &Path, env: &Environment) -> Result<Found, CredentialsError> {
        let origin = format!("the profile {:?} in {}", self.name, path.display());
        let token = Some(&self.sts_token).filter(|token| !token.is_empty());
        let mut roles = Vec::new();
        let base = match self.mode() {
            "AK" => Base::Keys(self.keys(path, None)?),
            "StsToken" => Base::Keys(self.keys(path, Some(token.ok_or_else(|| self.missing(path, "sts_token"))?))?),
            "RamRoleArn" => {
                roles.push(self.role(path)?);
                Base::Keys(self.keys(path, token)?)
            }
            "EcsRamRole" => Base::Instance(environment::instance_role(given(&self.ram_role_name), &origin, env)?),
            "RamRoleArnWithRoleName" => {
                roles.push(self.role(path)?);
                Base::Instance(environment::instance_role(given(&self.ram_role_name), &origin, env)?)
            }
            "CloudSSO" | "OAuth" => Base::Keys(self.keys_of_session(path)?),
            "CredentialsURI" => Base::Uri(
                given(&self.credentials_uri)
                    .or_else(|| environment::credentials_uri(env).map(|(uri, _)| uri))
                    .ok_or_else(|| self.missing(path, "credentials_uri"))?,
            ),
            "External" => Base::External(External {
                command: given(&self.process_command).ok_or_else(|| self.missing(path, "process_command"))?,
                path: path.to_owned(),
            }),
            "OIDC" => Base::Oidc(environment::oidc_role(self.oidc(), &origin, env)?),
            other => {
                let (path, profile, mode) = (path.to_owned(), self.name.clone(), other.to_owned());
                return Err(CredentialsError::UnsupportedMode { path, profile, mode });
            }
        };
        Ok(Found { base, roles, origin, region: given(&self.region_id), sts_host: self.sts_host() })
    }

    /// The mode in its documented spelling: the tool accepts any case, and an empty mode for keys.
    fn mode(&self) -> &str {
        let known = SUPPORTED_MODES.iter().find(|mode| mode.eq_ignore_ascii_case(&self.mode));
        if self.mode.is_empty() { "AK" } else { known.copied().unwrap_or(&self.mode) }
    }

    fn missing(&self, path: &Path, field: &'static str) -> CredentialsError {
        let (path, profile, mode) = (path.to_owned(), self.name.clone(), self.mode().to_owned());
        CredentialsError::ProfileField { path, profile, mode, field }
    }

    fn keys(&self, path: &Path, token: Option<&Secret>) -> Result<Credentials, CredentialsError> {
        if self.access_key_id.is_empty() {
            return Err(self.missing(path, "access_key_id"));
        }
        if self.access_key_secret.is_empty() {
            return Err(self.missing(path, "access_key_secret"));
        }
        let keys = Credentials::permanent(self.access_key_id.as_str(), self.access_key_secret.clone());
        Ok(Credentials { security_token: token.cloned(), ..keys })
    }

    /// The keys that the tool stored when a person signed in, and when they end.
    fn keys_of_session(&self, path: &Path) -> Result<Credentials, CredentialsError> {
        let session = |state| CredentialsError::Session {
            path: path.to_owned(),
            profile: self.name.clone(),
            mode: self.mode().to_owned(),
            state,
        };
        if self.access_key_id.is_empty() || self.access_key_secret.is_empty() || self.sts_token.is_empty() {
            return Err(session("has no keys"));
        }
        let end = Timestamp::from_second(self.sts_expiration).map_err(|_| session("has an end that is not a time"))?;
        Ok(Credentials { expires: Some(end), ..self.keys(path, Some(&self.sts_token))? })
    }

    /// The host of STS: named, or in a region, or inside a VPC.
    fn sts_host(&self) -> Option<String> {
        let is_vpc = self.endpoint_type.eq_ignore_ascii_case("vpc");
        if let Some(host) = given(&self.sts_endpoint) {
            return Some(host);
        }
        if self.sts_region.is_empty() && !is_vpc {
            return None;
        }
        let region = given(&self.sts_region).or_else(|| given(&self.region_id))?;
        Some(if is_vpc { format!("sts-vpc.{region}.aliyuncs.com") } else { format!("sts.{region}.aliyuncs.com") })
    }

    fn role(&self, path: &Path) -> Result<AssumeRole, CredentialsError> {
        Ok(AssumeRole {
            role_arn: given(&self.ram_role_arn).ok_or_else(|| self.missing(path, "ram_role_arn"))?,
            session_name: given(&self.ram_session_name),
            duration_seconds: self.duration_seconds(),
            external_id: given(&self.external_id),
            policy: given(&self.policy),
        })
    }

    fn oidc(&self) -> AssumeRoleWithOidc {
        AssumeRoleWithOidc {
            role_arn: given(&self.ram_role_arn),
            oidc_provider_arn: given(&self.oidc_provider_arn),
            oidc_token_file: given(&self.oidc_token_file).map(PathBuf::from),
            session_name: given(&self.ram_session_name),
            duration_seconds: self.duration_seconds(),
            policy: given(&self.policy),
        }
    }

    fn duration_seconds(&self) -> Option<i64> {
        Some(self.expired_seconds).filter(|seconds| *seconds > 0)
    }
}

/// The tool writes an empty text for a field that is not set.
fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
