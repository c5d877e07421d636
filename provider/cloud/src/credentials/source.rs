//! The search for credentials.

use super::{AssumeRole, Credentials, CredentialsConfig, CredentialsError, environment, profile};
use crate::environment::Environment;
use crate::secret::Secret;

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Keys to begin with.
    pub(super) credentials: Credentials,
    /// Roles to become one after the other.
    pub(super) roles: Vec<AssumeRole>,
    /// Where the keys come from, in words.
    pub(super) origin: String,
}

/// Searches all places in order.
pub(super) fn find(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut found = keys_or_profile(config, env)?;
    let Credentials { access_key_id, access_key_secret, security_token, .. } = &found.credentials;
    let token = security_token.as_ref().map_or("", Secret::expose);
    if ![access_key_id, access_key_secret.expose(), token].into_iter().all(is_header_text) {
        return Err(CredentialsError::BadCharacter { origin: found.origin });
    }
    found.roles.extend(config.assume_role.clone());
    Ok(found)
}

fn is_header_text(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn keys_or_profile(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    if let Some(found) = in_configuration(config)? {
        return Ok(found);
    }
    if let Some(name) = &config.profile {
        return named_profile(name, config, env);
    }
    if let Some((credentials, origin)) = environment::keys(env)? {
        return Ok(Found { credentials, roles: Vec::new(), origin });
    }
    if let Some((_, name)) = environment::profile(env) {
        return named_profile(&name, config, env);
    }
    current_profile(config, env)
}

fn in_configuration(config: &CredentialsConfig) -> Result<Option<Found>, CredentialsError> {
    let half = |present: &str, missing: &str| CredentialsError::HalfGiven {
        present: format!("{present} in the configuration"),
        missing: missing.to_owned(),
    };
    match (&config.access_key_id, &config.access_key_secret) {
        (Some(id), Some(secret)) => {
            let keys = Credentials::lasting(id.as_str(), secret.clone());
            let credentials = Credentials { security_token: config.security_token.clone(), ..keys };
            Ok(Some(Found { credentials, roles: Vec::new(), origin: "the configuration".to_owned() }))
        }
        (Some(_), None) => Err(half("access_key_id", "access_key_secret")),
        (None, Some(_)) => Err(half("access_key_secret", "access_key_id")),
        (None, None) => Ok(None),
    }
}

/// A profile somebody asked for: its file must exist.
fn named_profile(name: &str, config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let path =
        environment::config_file(config.config_file.as_ref(), env).unwrap_or_else(|| "~/.aliyun/config.json".into());
    match profile::read(&path)? {
        Some(file) => file.find(&path, name),
        None => Err(CredentialsError::ProfileFile {
            path,
            reason: format!("the file with the profile {name:?} does not exist"),
            remedy: "Make it with `aliyun configure`, or name another file in ALIBABA_CLOUD_CONFIG_FILE",
        }),
    }
}

/// The last resort: whatever profile the tool would use.
fn current_profile(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut looked = vec![
        "access_key_id and profile in the configuration (not given)".to_owned(),
        environment::looked_at(),
        "ALIBABA_CLOUD_PROFILE, ALICLOUD_PROFILE (not set)".to_owned(),
    ];
    let Some(path) = environment::config_file(config.config_file.as_ref(), env) else {
        looked.push("~/.aliyun/config.json (HOME is not set)".to_owned());
        return Err(CredentialsError::NoneFound { looked });
    };
    let Some(file) = profile::read(&path)? else {
        looked.push(format!("{} (no such file)", path.display()));
        return Err(CredentialsError::NoneFound { looked });
    };
    let Some(name) = file.current() else {
        looked.push(format!("{} (no current profile)", path.display()));
        return Err(CredentialsError::NoneFound { looked });
    };
    file.find(&path, name)
}
