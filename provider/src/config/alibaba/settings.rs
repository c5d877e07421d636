//! From the provider block and the environment to the settings of a client.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ::alibaba::{
    AssumeRole, AssumeRoleWithOidc, Config, CredentialsConfig, EndpointOverrides, Environment, RateLimiter, Secret,
};
use tfplugin::{diagnostic::Diagnostic, model::Attr, path::AttributePath};

use super::{Alibaba, errors::unusable};
use crate::config::general::General;

/// Variables that name the region, in the order in which the tools of Alibaba Cloud read them.
const REGION_VARIABLES: [&str; 4] =
    ["ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION", "ALICLOUD_REGION_ID", "ALICLOUD_REGION"];

/// The settings of the client.
///
/// # Errors
/// No region is given, or the profile cannot be read.
pub(super) async fn client_config(alibaba: &Alibaba, general: General) -> Result<Config, Diagnostic> {
    let credentials = credentials_of(alibaba);
    let defaults = Config::new(region_of(alibaba, &credentials, &general.environment).await?);
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

/// The region of the block, of the environment, or of the profile with the credentials.
async fn region_of(
    alibaba: &Alibaba,
    credentials: &CredentialsConfig,
    environment: &Environment,
) -> Result<String, Diagnostic> {
    let named = alibaba.region.as_str().or_else(|| environment.first(&REGION_VARIABLES).map(|(_, region)| region));
    if let Some(region) = named {
        return Ok(region.to_owned());
    }
    let profile = credentials.profile_region(environment).await.map_err(|error| unusable(alibaba, &error.into()))?;
    profile.ok_or_else(no_region)
}

/// The region of a plan without calls. A profile that is not on this machine gives none.
pub(super) async fn region_without_client(alibaba: &Alibaba, environment: &Environment) -> Option<String> {
    let known_later = alibaba.region.is_unknown() || (alibaba.region.is_null() && alibaba.profile.is_unknown());
    if known_later { None } else { region_of(alibaba, &credentials_of(alibaba), environment).await.ok() }
}

fn no_region() -> Diagnostic {
    Diagnostic::error(
        "No region",
        format!(
            "Migration tasks belong to a region, but no region is set. Write alibaba {{ region = \"cn-hangzhou\" }} in the provider \
             block (with your region), set the environment variable {}, or set region_id in the profile in use (aliyun \
             configure).",
            REGION_VARIABLES[0]
        ),
    )
    .at(AttributePath::of(&["alibaba", "region"]))
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
