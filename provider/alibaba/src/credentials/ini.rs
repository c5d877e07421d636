//! The INI file of Alibaba Cloud's SDKs, `~/.alibabacloud/credentials`: one section for each profile.

use std::path::Path;

use cloud_core::Secret;

use super::CredentialsError;
use super::profile::{Profile, ProfileFile, read_text, unusable};

/// The profile that the SDKs use when none is named.
pub(super) const DEFAULT: &str = "default";

/// Reads a file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<ProfileFile>, CredentialsError> {
    read_text(path)?.map(|text| parse(path, &text)).transpose()
}

/// Reads a file's text.
pub(super) fn parse(path: &Path, text: &str) -> Result<ProfileFile, CredentialsError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let reason = "it is JSON, and the SDKs of Alibaba Cloud have an INI file there".to_owned();
        return Err(unusable(
            path,
            reason,
            "Name a JSON file of `aliyun configure` in ALIBABA_CLOUD_CONFIG_FILE instead",
        ));
    }
    let mut profiles: Vec<(Profile, bool)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        // The text of a line may be a secret: only its number is reported.
        let wrong = || unusable(path, format!("line {number} is not an INI line"), "Write [name], or key = value");
        if let Some(name) = line.strip_prefix('[') {
            let name = name.strip_suffix(']').ok_or_else(wrong)?.trim().to_owned();
            profiles.push((Profile { name, ..Profile::default() }, true));
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(wrong)?;
        let (profile, enabled) = profiles.last_mut().ok_or_else(wrong)?;
        match (key.trim(), value.trim()) {
            ("enable", value) => *enabled = !value.eq_ignore_ascii_case("false"),
            (key, value) => set(profile, key, value),
        }
    }
    let enabled = profiles.into_iter().filter(|(_, enabled)| *enabled).map(|(profile, _)| profile).collect();
    Ok(ProfileFile::new(DEFAULT, enabled))
}

/// Sets a field by its name in the INI file. Unknown names belong to the SDKs.
fn set(profile: &mut Profile, key: &str, value: &str) {
    let text = value.to_owned();
    match key {
        "type" => profile.mode = mode(value),
        "access_key_id" => profile.access_key_id = text,
        "access_key_secret" => profile.access_key_secret = Secret::from(value),
        "security_token" => profile.sts_token = Secret::from(value),
        "role_name" => profile.ram_role_name = text,
        "role_arn" => profile.ram_role_arn = text,
        "role_session_name" => profile.ram_session_name = text,
        "external_id" => profile.external_id = text,
        "policy" => profile.policy = text,
        "role_session_expiration" | "duration_seconds" => profile.expired_seconds = value.parse().unwrap_or_default(),
        "oidc_provider_arn" => profile.oidc_provider_arn = text,
        "oidc_token_file_path" | "oidc_token_file" => profile.oidc_token_file = text,
        "credentials_uri" | "url" => profile.credentials_uri = text,
        "region_id" => profile.region_id = text,
        _ => {}
    }
}

/// The mode of the command line tool for a type of the SDKs. Another type stays as it is: it is not supported.
fn mode(kind: &str) -> String {
    let mode = match kind {
        "access_key" => "AK",
        "sts" => "StsToken",
        "ram_role_arn" => "RamRoleArn",
        "ecs_ram_role" => "EcsRamRole",
        "oidc_role_arn" => "OIDC",
        "credentials_uri" => "CredentialsURI",
        other => other,
    };
    mode.to_owned()
}
