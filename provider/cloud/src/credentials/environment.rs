//! Keys, profile name and profile file in environment variables.

use std::path::PathBuf;

use super::{Credentials, CredentialsError};
use crate::environment::Environment;
use crate::secret::Secret;

/// One way of naming the three variables; in each list the first one set counts.
struct Family {
    id: &'static [&'static str],
    secret: &'static [&'static str],
    token: &'static [&'static str],
}

/// The vendor's SDKs, then its Terraform provider and older tools.
const FAMILIES: [Family; 2] = [
    Family {
        id: &["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        secret: &["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        token: &["ALIBABA_CLOUD_SECURITY_TOKEN"],
    },
    Family {
        id: &["ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"],
        secret: &["ALICLOUD_SECRET_KEY", "ALICLOUD_ACCESS_KEY_SECRET"],
        token: &["ALICLOUD_SECURITY_TOKEN"],
    },
];

const PROFILE: [&str; 2] = ["ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
const FILE: [&str; 3] =
    ["ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"];

/// Keys, with the variable they were found in.
pub(super) fn keys(env: &Environment) -> Result<Option<(Credentials, String)>, CredentialsError> {
    for family in &FAMILIES {
        let token = env.first(family.token).map(|(_, value)| Secret::from(value));
        match (env.first(family.id), env.first(family.secret)) {
            (Some((name, id)), Some((_, secret))) => {
                let found = Credentials { security_token: token, ..Credentials::lasting(id, secret) };
                return Ok(Some((found, format!("the environment variable {name}"))));
            }
            (Some((present, _)), None) => return Err(half(present, family.secret)),
            (None, Some((present, _))) => return Err(half(present, family.id)),
            (None, None) => {}
        }
    }
    Ok(None)
}

fn half(present: &str, missing: &[&str]) -> CredentialsError {
    CredentialsError::HalfGiven {
        present: format!("the environment variable {present}"),
        missing: missing.join(" or "),
    }
}

/// The names looked at, for the message that nothing was found.
pub(super) fn looked_at() -> String {
    let names: Vec<&str> = FAMILIES.iter().flat_map(|family| family.id).copied().collect();
    format!("the environment variables {} (not set)", names.join(", "))
}

/// Name of the profile, with the variable.
pub(super) fn profile(env: &Environment) -> Option<(&'static str, String)> {
    env.first(&PROFILE).map(|(variable, name)| (variable, name.to_owned()))
}

/// The profile file: as given, from a variable, or below the home directory.
pub(super) fn config_file(given: Option<&PathBuf>, env: &Environment) -> Option<PathBuf> {
    let home = env.first(&["HOME", "USERPROFILE"]).map(|(_, home)| PathBuf::from(home));
    let named = given.cloned().or_else(|| env.first(&FILE).map(|(_, path)| PathBuf::from(path)));
    match (named, home) {
        (Some(path), Some(home)) => Some(path.strip_prefix("~").map_or_else(|_| path.clone(), |rest| home.join(rest))),
        (Some(path), None) => Some(path),
        (None, home) => home.map(|home| home.join(".aliyun").join("config.json")),
    }
}
