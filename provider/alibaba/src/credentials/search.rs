//! The search for credentials.

use std::path::PathBuf;
use std::time::Duration;

use cloud_core::{Environment, off_thread};

use super::model::{Base, Found, InstanceRole, fits_in_headers};
use super::profile::ProfileFile;
use super::{Credentials, CredentialsConfig, CredentialsError, environment, ini, profile};

/// How long reading the files may take.
const LIMIT: Duration = Duration::from_secs(5);

/// [`find`] off the threads of the runtime, with a time limit: the files may lie on a file system that does not answer.
pub(super) async fn search(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    if !reads_file(config, env) {
        return find(config, env);
    }
    let path = environment::config_file(config.config_file.as_ref(), env).unwrap_or_default();
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
            || matches!((environment::keys(env), environment::oidc(env)), (Ok(None), Ok(None))))
}

/// Searches all places in order. Reads the profile file and sends no request.
pub(super) fn find(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut found = match named(config, env)? {
        Some(found) => found,
        None => {
            environment::no_bearer_token(env)?;
            default_source(config, env)?
        }
    };
    if let Base::Keys(keys) = &found.base
        && !fits_in_headers(keys)
    {
        return Err(CredentialsError::BadCharacter { origin: found.origin });
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
    if let Some((role, origin)) = environment::oidc(env)? {
        return Ok(Some(Found::new(Base::Oidc(role), origin)));
    }
    if let Some((uri, origin)) = environment::credentials_uri(env) {
        return Ok(Some(Found::new(Base::Uri(uri), origin)));
    }
    if let Some((_, name)) = environment::profile(env) {
        return named_profile(&name, config, env).map(Some);
    }
    ini_default(env, true)
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
        let role = environment::instance_role(Some(role.clone()), origin, env)?;
        return Ok(Some(Found::new(Base::Instance(role), origin)));
    }
    Ok(None)
}

fn keys_in_configuration(config: &CredentialsConfig) -> Result<Option<Credentials>, CredentialsError> {
    let partial = |present: &str, missing: &str| CredentialsError::Partial {
        present: format!("{present} in the configuration"),
        missing: missing.to_owned(),
    };
    match (&config.access_key_id, &config.access_key_secret) {
        (Some(id), Some(secret)) => {
            let keys = Credentials::permanent(id.as_str(), secret.clone());
            Ok(Some(Credentials { security_token: config.security_token.clone(), ..keys }))
        }
        (Some(_), None) => Err(partial("access_key_id", "access_key_secret")),
        (None, Some(_)) => Err(partial("access_key_secret", "access_key_id")),
        (None, None) => Ok(None),
    }
}

/// A profile that a setting names: its file must exist.
fn named_profile(name: &str, config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let path =
        environment::config_file(config.config_file.as_ref(), env).unwrap_or_else(|| "~/.aliyun/config.json".into());
    let file = profile::read(&path)?;
    if !file.as_ref().is_some_and(|file| file.has(name))
        && let Some((path, ini)) = ini_file(config, env)?
        && ini.has(name)
    {
        return ini.find(&path, name, env);
    }
    match file {
        Some(file) => file.find(&path, name, env),
        None => Err(CredentialsError::ProfileFile {
            path,
            reason: format!("the file with the profile {name:?} does not exist"),
            remedy: "Create it with `aliyun configure`, or name another file in ALIBABA_CLOUD_CONFIG_FILE (for the emulator, run \
                     its environment.sh in this terminal)",
        }),
    }
}

/// The INI file of the SDKs, unless the configuration names a file.
fn ini_file(config: &CredentialsConfig, env: &Environment) -> Result<Option<(PathBuf, ProfileFile)>, CredentialsError> {
    let place = environment::ini_file(env).filter(|_| config.config_file.is_none());
    let Some((path, _)) = place else { return Ok(None) };
    Ok(ini::read(&path)?.map(|file| (path, file)))
}

/// The default profile of the INI file that a variable names, or of the one in its default place.
fn ini_default(env: &Environment, by_variable: bool) -> Result<Option<Found>, CredentialsError> {
    let place = environment::ini_file(env).filter(|(_, named)| *named == by_variable);
    let Some((path, _)) = place else { return Ok(None) };
    match ini::read(&path)? {
        Some(file) if by_variable || file.has(ini::DEFAULT) => file.find(&path, ini::DEFAULT, env).map(Some),
        None if by_variable => Err(CredentialsError::ProfileFile {
            path,
            reason: format!("the file that {} names does not exist", environment::INI_FILE),
            remedy: "Correct the variable, or unset it",
        }),
        _ => Ok(None),
    }
}

/// When no setting names a source: the profile that the `aliyun` tool would use, else the role of the ECS instance.
fn default_source(config: &CredentialsConfig, env: &Environment) -> Result<Found, CredentialsError> {
    let mut searched = vec![
        "access_key_id, assume_role_with_oidc, ecs_role_name and profile in the configuration (not given)".to_owned(),
    ];
    searched.extend(environment::searched());
    if let Some(found) = current_profile(config, env, &mut searched)? {
        return Ok(found);
    }
    if let Some(found) = ini_default(env, false)? {
        return Ok(found);
    }
    searched.push("~/.alibabacloud/credentials (no default profile)".to_owned());
    if let Some((credentials, origin)) = environment::keys_without_prefix(env) {
        return Ok(Found::new(Base::Keys(credentials), origin));
    }
    if let Some((name, origin)) = environment::instance_role_name(env) {
        let role = environment::instance_role(Some(name), &origin, env)?;
        return Ok(Found::new(Base::Instance(role), origin));
    }
    let origin = "the role of this ECS instance";
    let Ok(role) = environment::instance_role(None, origin, env) else {
        searched.push(format!("the ECS metadata service (disabled by {})", environment::ECS_DISABLED));
        return Err(CredentialsError::NoneFound { searched });
    };
    Ok(Found::new(Base::Instance(InstanceRole { searched: Some(searched), ..role }), origin))
}

fn current_profile(
    config: &CredentialsConfig,
    env: &Environment,
    searched: &mut Vec<String>,
) -> Result<Option<Found>, CredentialsError> {
    if let Some(variable) = environment::profile_switched_off(env).filter(|_| config.config_file.is_none()) {
        searched.push(format!("the current profile of the Alibaba Cloud CLI (disabled by {variable})"));
        return Ok(None);
    }
    let Some(path) = environment::config_file(config.config_file.as_ref(), env) else {
        searched.push("~/.aliyun/config.json (HOME is not set)".to_owned());
        return Ok(None);
    };
    let Some(file) = profile::read(&path)? else {
        searched.push(format!("{} (no such file)", path.display()));
        return Ok(None);
    };
    if file.is_empty() {
        searched.push(format!("{} (no profiles)", path.display()));
        return Ok(None);
    }
    let Some(name) = file.current() else {
        searched.push(format!("{} (no current profile)", path.display()));
        return Ok(None);
    };
    if file.is_blank(name) {
        searched.push(format!("{} (its current profile {name:?} is empty)", path.display()));
        return Ok(None);
    }
    file.find(&path, name, env).map(Some)
}
