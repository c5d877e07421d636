//! The search for credentials.

use std::path::PathBuf;

use super::{AssumeRole, Credentials, CredentialsConfig, CredentialsError, environment, profile};
use crate::environment::Environment;
use crate::secret::Secret;

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What to begin with.
    pub(super) base: Base,
    /// Roles to become one after the other.
    pub(super) roles: Vec<AssumeRole>,
    /// Where the beginning comes from, in words.
    pub(super) origin: String,
    /// Region the profile names.
    pub(super) region: Option<String>,
}

/// Keys, or the way to get some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// As they were found.
    Keys(Credentials),
    /// Of a role, for a token.
    Oidc(OidcRole),
    /// Of the role of this ECS instance.
    Machine(MachineRole),
}

/// A role to become with a token, completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OidcRole {
    pub(super) role_arn: String,
    pub(super) provider_arn: String,
    pub(super) token_file: PathBuf,
    pub(super) session_name: String,
    pub(super) duration_seconds: Option<i64>,
    pub(super) policy: Option<String>,
}

/// The role of this ECS instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MachineRole {
    /// Its name; without one the metadata service is asked.
    pub(super) role: Option<String>,
    /// Whether the metadata service may be asked without a token when it gives none (its version 1).
    pub(super) without_token: bool,
    /// Where else was looked, when nobody asked for this role.
    pub(super) last_resort: Option<Vec<String>>,
}

impl Found {
    pub(super) fn new(base: Base, origin: impl Into<String>) -> Self {
        Self { base, roles: Vec::new(), origin: origin.into(), region: None }
    }
}

/// Searches all places in order. Reads the profile file and calls nobody.
pub(super) fn find(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut found = match asked_for(config, env)? {
        Some(found) => found,
        None => unasked(config, env)?,
    };
    if let Base::Keys(keys) = &found.base
        && !can_be_sent(keys)
    {
        return Err(CredentialsError::BadCharacter { origin: found.origin });
    }
    found.roles.extend(config.assume_role.clone());
    Ok(found)
}

/// Whether HTTP headers can carry these keys.
pub(super) fn can_be_sent(keys: &Credentials) -> bool {
    let token = keys.security_token.as_ref().map_or("", Secret::expose);
    let texts = [&keys.access_key_id, keys.access_key_secret.expose(), token];
    texts.into_iter().all(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
}

/// What the configuration or a variable names.
fn asked_for(config: &CredentialsConfig, env: &Environment) -> Result<Option<Found>, CredentialsError> {
    if let Some(found) = in_configuration(config, env)? {
        return Ok(Some(found));
    }
    if let Some(name) = &config.profile {
        return named_profile(name, config, env).map(Some);
    }
    if let Some((credentials, origin)) = environment::keys(env)? {
        return Ok(Some(Found::new(Base::Keys(credentials), origin)));
    }
    if let Some((role, origin)) = environment::oidc(env)? {
        return Ok(Some(Found::new(Base::Oidc(role), origin)));
    }
    let profile = environment::profile(env);
    profile.map(|(_, name)| named_profile(&name, config, env)).transpose()
}

fn in_configuration(config: &CredentialsConfig, env: &Environment) -> Result<Option<Found>, CredentialsError> {
    if let Some(credentials) = keys_in_configuration(config)? {
        return Ok(Some(Found::new(Base::Keys(credentials), "the configuration")));
    }
    if let Some(given) = &config.assume_role_with_oidc {
        let origin = "the configuration's assume_role_with_oidc";
        let role = environment::oidc_role(given.clone(), origin, env)?;
        return Ok(Some(Found::new(Base::Oidc(role), origin)));
    }
    if let Some(role) = &config.ecs_role_name {
        let origin = "the configuration's ecs_role_name";
        let role = environment::machine(Some(role.clone()), origin, env)?;
        return Ok(Some(Found::new(Base::Machine(role), origin)));
    }
    Ok(None)
}

fn keys_in_configuration(config: &CredentialsConfig) -> Result<Option<Credentials>, CredentialsError> {
    let half = |present: &str, missing: &str| CredentialsError::HalfGiven {
        present: format!("{present} in the configuration"),
        missing: missing.to_owned(),
    };
    match (&config.access_key_id, &config.access_key_secret) {
        (Some(id), Some(secret)) => {
            let keys = Credentials::lasting(id.as_str(), secret.clone());
            Ok(Some(Credentials { security_token: config.security_token.clone(), ..keys }))
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
        Some(file) => file.find(&path, name, env),
        None => Err(CredentialsError::ProfileFile {
            path,
            reason: format!("the file with the profile {name:?} does not exist"),
            remedy: "Make it with `aliyun configure`, or name another file in ALIBABA_CLOUD_CONFIG_FILE",
        }),
    }
}

/// Nothing was named: whatever profile the tool would use, else the role of the ECS instance.
fn unasked(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut looked = vec![
        "access_key_id, assume_role_with_oidc, ecs_role_name and profile in the configuration (not given)".to_owned(),
    ];
    looked.extend(environment::looked_at());
    if let Some(found) = current_profile(config, env, &mut looked)? {
        return Ok(found);
    }
    if let Some((name, origin)) = environment::machine_role(env) {
        let role = environment::machine(Some(name), &origin, env)?;
        return Ok(Found::new(Base::Machine(role), origin));
    }
    let origin = "the role of this ECS instance";
    let Ok(role) = environment::machine(None, origin, env) else {
        looked.push(format!("the ECS metadata service (switched off by {})", environment::ECS_DISABLED));
        return Err(CredentialsError::NoneFound { looked });
    };
    Ok(Found::new(Base::Machine(MachineRole { last_resort: Some(looked), ..role }), origin))
}

fn current_profile(
    config: &CredentialsConfig,
    env: &Environment,
    looked: &mut Vec<String>,
) -> Result<Option<Found>, CredentialsError> {
    let Some(path) = environment::config_file(config.config_file.as_ref(), env) else {
        looked.push("~/.aliyun/config.json (HOME is not set)".to_owned());
        return Ok(None);
    };
    let Some(file) = profile::read(&path)? else {
        looked.push(format!("{} (no such file)", path.display()));
        return Ok(None);
    };
    let Some(name) = file.current() else {
        looked.push(format!("{} (no current profile)", path.display()));
        return Ok(None);
    };
    if file.is_blank(name) {
        looked.push(format!("{} (its current profile {name:?} is empty)", path.display()));
        return Ok(None);
    }
    file.find(&path, name, env).map(Some)
}
