//! The search for credentials.

use std::time::Duration;

use cloud_core::{Environment, off_thread};

use super::model::{Base, Found, InstanceRole, fits_in_headers};
use super::{Credentials, CredentialsConfig, CredentialsError, environment, profile};

/// How long reading the files may take.
const LIMIT: Duration = Duration::from_secs(5);

/// [`find`] off the threads of the runtime, with a time limit: the files may lie on a file system that does not answer.
pub(super) async fn search(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    if !reads_file(config, env) {
        return find(config, env);
    }
    let path = environment::folder(config.shared_credentials_dir.as_ref(), env).unwrap_or_default();
    let (config, env) = (config.clone(), env.clone());
    let searched = off_thread(LIMIT, move || find(&config, &env)).await;
    searched.unwrap_or_else(|error| {
        let (reason, remedy) = (error.to_string(), "Check that its file system can be reached");
        Err(CredentialsError::ProfileFile { path, reason, remedy })
    })
}

/// Whether no earlier place than a file has credentials, or an error.
fn reads_file(config: &CredentialsConfig, env: &Environment) -> bool {
    matches!(in_configuration(config, env), Ok(None))
        && (config.profile.is_some()
            || matches!((environment::keys(env), environment::web_identity(env)), (Ok(None), Ok(None))))
}

/// Searches all places in order. Reads the files of profiles and sends no request.
pub(super) fn find(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut found = match named(config, env)? {
        Some(found) => found,
        None => default_source(config, env)?,
    };
    if let Base::Keys(keys) = &found.base
        && !fits_in_headers(keys)
    {
        return Err(CredentialsError::BadCharacter { origin: found.origin });
    }
    // The role of the environment is for its keys: with keys of the configuration it would be assumed by another account.
    if in_configuration(config, env)?.is_none() && config.profile.is_none() {
        found.roles.extend(environment::assume_role(env)?);
    }
    found.roles.extend(config.assume_role.clone());
    Ok(found)
}

/// What the configuration or a variable names.
fn named(config: &CredentialsConfig, env: &Environment) -> Result<Option<Found>, CredentialsError> {
    if let Some(found) = in_configuration(config, env)? {
        return Ok(Some(found));
    }
    if let Some(name) = &config.profile {
        return named_profile(name, config, env).map(Some);
    }
    if let Some((credentials, origin)) = environment::keys(env)? {
        return Ok(Some(Found::new(Base::Keys(credentials), origin)));
    }
    if let Some((role, origin)) = environment::web_identity(env)? {
        return Ok(Some(Found::new(Base::WebIdentity(role), origin)));
    }
    environment::profile(env).map(|name| named_profile(&name, config, env)).transpose()
}

fn in_configuration(config: &CredentialsConfig, env: &Environment) -> Result<Option<Found>, CredentialsError> {
    if let Some(credentials) = keys_in_configuration(config)? {
        return Ok(Some(Found::new(Base::Keys(credentials), "the configuration")));
    }
    if let Some(given) = &config.assume_role_with_web_identity {
        let origin = "the configuration's assume_role_with_web_identity";
        let role = environment::web_identity_role(given.clone(), origin, env)?;
        return Ok(Some(Found::new(Base::WebIdentity(role), origin)));
    }
    if let Some(role) = &config.cam_role_name {
        let role = InstanceRole { role: Some(role.clone()), searched: None };
        return Ok(Some(Found::new(Base::Instance(role), "the configuration's cam_role_name")));
    }
    Ok(None)
}

fn keys_in_configuration(config: &CredentialsConfig) -> Result<Option<Credentials>, CredentialsError> {
    let partial = |present: &str, missing: &str| CredentialsError::Partial {
        present: format!("{present} in the configuration"),
        missing: missing.to_owned(),
    };
    match (&config.secret_id, &config.secret_key) {
        (Some(id), Some(key)) => {
            let keys = Credentials::permanent(id.as_str(), key.clone());
            Ok(Some(Credentials { token: config.security_token.clone(), ..keys }))
        }
        (Some(_), None) => Err(partial("secret_id", "secret_key")),
        (None, Some(_)) => Err(partial("secret_key", "secret_id")),
        (None, None) => Ok(None),
    }
}

/// A profile that a setting names: it must exist, and have keys or a role.
fn named_profile(name: &str, config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let folder = environment::folder(config.shared_credentials_dir.as_ref(), env).unwrap_or_else(|| "~/.tccli".into());
    profile::read(&folder, name)?.ok_or_else(|| CredentialsError::NoSuchProfile {
        path: profile::credential_path(&folder, name),
        name: name.to_owned(),
        names: profile::names(&folder),
    })
}

/// When no setting names a source: the profile that the `tccli` tool would use, else the role of the CVM instance.
fn default_source(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut searched = vec![
        "secret_id, assume_role_with_web_identity, cam_role_name and profile in the configuration (not given)"
            .to_owned(),
    ];
    searched.extend(environment::searched());
    match environment::folder(config.shared_credentials_dir.as_ref(), env) {
        None => searched.push("~/.tccli (HOME is not set)".to_owned()),
        Some(folder) => match profile::read(&folder, profile::DEFAULT)? {
            Some(found) => return Ok(found),
            None => {
                let path = profile::credential_path(&folder, profile::DEFAULT);
                searched.push(format!("{} (no such file, or no keys in it)", path.display()));
            }
        },
    }
    let role = InstanceRole { role: None, searched: Some(searched) };
    Ok(Found::new(Base::Instance(role), "the role of this CVM instance"))
}
