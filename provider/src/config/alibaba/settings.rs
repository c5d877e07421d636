//! From the provider block and the environment to the settings of a client.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ::alibaba::{
    AssumeRole, AssumeRoleWithOidc, Config, CredentialsConfig, EndpointOverrides, Environment, RateLimiter, Secret,
};
use tfplugin::{diagnostic::Diagnostic, model::Attr, path::AttributePath, validate::Validator as _};

use super::{Alibaba, errors::unusable};
use crate::{accounts::REGION_VARIABLES, config::general::General, rules::alibaba as rules};

/// The settings of the client.
///
/// # Errors
/// The region is not the ID of a region, or the profile cannot be read.
pub(super) async fn client_config(alibaba: &Alibaba, general: General) -> Result<Config, Diagnostic> {
    let credentials = credentials_of(alibaba);
    let region = region_of(alibaba, &credentials, &general.environment).await?;
    let defaults = Config::new(region.unwrap_or_default());
    Ok(Config {
        credentials,
        endpoints: endpoints_of(alibaba),
        max_retries: general.max_retries.unwrap_or(defaults.max_retries),
        request_timeout: general.request_timeout.unwrap_or(defaults.request_timeout),
        user_agent: general.user_agent,
        rate_limiter: Arc::new(rate_limiter(&general.environment)),
        environment: general.environment,
        ..defaults
    })
}

/// Terraform starts one process for each provider block, all in the same working directory: they share their rates in the data
/// directory. Two accounts share a rate as well, because the account of a block is not known before its first call.
fn rate_limiter(environment: &Environment) -> RateLimiter {
    let data = Path::new(environment.get("TF_DATA_DIR").unwrap_or(".terraform"));
    if data.is_dir() { RateLimiter::shared_in(data.join("dts").join("rate")) } else { RateLimiter::default() }
}

/// The region of the block, of the environment, or of the profile with the credentials. Roles need none.
async fn region_of(
    alibaba: &Alibaba,
    credentials: &CredentialsConfig,
    environment: &Environment,
) -> Result<Option<String>, Diagnostic> {
    if let Some(named) = named_region(alibaba, environment) {
        return named.map(Some);
    }
    let profile = credentials.profile_region(environment).await.map_err(|error| unusable(alibaba, &error.into()))?;
    profile.map(|region| checked_region(region, "region_id of the profile", "profile")).transpose()
}

/// The region of a plan without calls. A profile that is not on this machine gives none.
///
/// # Errors
/// The region is not the ID of a region.
pub(super) async fn region_without_client(
    alibaba: &Alibaba,
    environment: &Environment,
) -> Result<Option<String>, Diagnostic> {
    if alibaba.region.is_unknown() {
        return Ok(None);
    }
    if let Some(named) = named_region(alibaba, environment) {
        return named.map(Some);
    }
    if alibaba.profile.is_unknown() {
        return Ok(None);
    }
    Ok(region_of(alibaba, &credentials_of(alibaba), environment).await.ok().flatten())
}

/// The region of the block or of the environment.
fn named_region(alibaba: &Alibaba, environment: &Environment) -> Option<Result<String, Diagnostic>> {
    if let Some(region) = alibaba.region.as_str() {
        return Some(checked_region(region.to_owned(), "alibaba.region", "region"));
    }
    let (variable, region) = environment.first(&REGION_VARIABLES)?;
    Some(checked_region(region.to_owned(), &format!("The environment variable {variable}"), "region"))
}

/// A region, if it is the ID of one. `setting` is where it comes from, and `argument` the argument to correct.
fn checked_region(region: String, setting: &str, argument: &str) -> Result<String, Diagnostic> {
    match rules::region().check(&region.as_str().into()) {
        Ok(()) => Ok(region),
        Err(problem) => {
            let detail = format!("{setting} {}. {problem}", rules::region().describe());
            Err(Diagnostic::error("Unusable region", detail).at(AttributePath::of(&["alibaba", argument])))
        }
    }
}

fn credentials_of(alibaba: &Alibaba) -> CredentialsConfig {
    let secret = |value: &Attr<String>| value.as_str().map(Secret::from);
    CredentialsConfig {
        access_key_id: alibaba.access_key_id.clone().into_option(),
        access_key_secret: secret(&alibaba.access_key_secret),
        security_token: secret(&alibaba.security_token),
        profile: alibaba.profile.clone().into_option(),
        ecs_role_name: alibaba.ecs_role_name.clone().into_option(),
        assume_role_with_oidc: alibaba.assume_role_with_oidc.get().map(|role| AssumeRoleWithOidc {
            role_arn: role.role_arn.clone().into_option(),
            oidc_provider_arn: role.oidc_provider_arn.clone().into_option(),
            oidc_token_file: role.oidc_token_file.as_str().map(PathBuf::from),
            session_name: role.session_name.clone().into_option(),
            duration_seconds: role.duration_seconds.get().copied(),
            policy: None,
        }),
        config_file: alibaba.shared_credentials_file.as_str().map(PathBuf::from),
        assume_role: alibaba.assume_role.get().map(|role| AssumeRole {
            role_arn: role.role_arn.or(String::new()),
            session_name: role.session_name.clone().into_option(),
            duration_seconds: role.duration_seconds.get().copied(),
            external_id: role.external_id.clone().into_option(),
            policy: role.policy.clone().into_option(),
        }),
    }
}

fn endpoints_of(alibaba: &Alibaba) -> EndpointOverrides {
    let endpoints = alibaba.endpoints.clone().into_option().unwrap_or_default();
    EndpointOverrides {
        dts: endpoints.dts.into_option(),
        ram: endpoints.ram.into_option(),
        sts: endpoints.sts.into_option(),
    }
}
