//! From the provider block and the environment to an account.

use std::{path::PathBuf, time::Duration};

use ::alibaba::{
    AssumeRole, AssumeRoleWithOidc, CallContext, Cloud, Config, CredentialsConfig, EndpointOverrides, Environment,
    Error, Secret,
};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Content, Set},
    path::AttributePath,
    provider::Configure,
    validate::parse_duration,
};

use crate::{
    accounts::{Access, Account, Clouds, InFlightNames, PlanExchange, Told},
    config::{Alibaba, ProviderModel},
};

/// Variables that name the region, in the order the vendor's own tools read them.
const REGION_VARIABLES: [&str; 4] =
    ["ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION", "ALICLOUD_REGION_ID", "ALICLOUD_REGION"];
const OFFLINE_VARIABLE: &str = "DTS_OFFLINE";

/// Makes the clients. Nothing is called but what temporary credentials need.
pub(crate) async fn configure(
    call: Configure<ProviderModel>,
    environment: Environment,
) -> (Option<Clouds>, Diagnostics) {
    match try_configure(call, environment).await {
        Ok(clouds) => (Some(clouds), Diagnostics::new()),
        Err(diagnostic) => (None, diagnostic.into()),
    }
}

async fn try_configure(call: Configure<ProviderModel>, environment: Environment) -> Result<Clouds, Diagnostic> {
    let model = call.config;
    let alibaba = model.alibaba.clone().into_option().unwrap_or_default();
    let region = region_without_client(&alibaba, &environment);
    let access = if is_offline(&model, &environment) {
        Access::Offline(Told::default())
    } else if has_unknown(&model) {
        Access::Unknown
    } else {
        let config = config_of(&model, &alibaba, environment, &call.terraform_version)?;
        let cloud = Cloud::new(config).map_err(|error| unusable(&alibaba, &error))?;
        let context = CallContext::new(call.cancel.clone());
        cloud.resolve_credentials(&context).await.map_err(|error| unusable(&alibaba, &error))?;
        Access::Online(Box::new(cloud))
    };
    // A set with a value that is not known yet is no list of what is allowed.
    let allowed = model.allowed_account_ids.get().filter(|ids| !ids.has_unknown());
    Ok(Clouds {
        alibaba: Account {
            access,
            configured_id: alibaba.account_id.into_option(),
            allowed_ids: allowed.map(|ids| Set::known(ids).cloned().collect()),
            region,
            ownership_id: model.ownership_id.into_option(),
        },
        jobs: InFlightNames::default(),
        roles: InFlightNames::default(),
        plan_exchange: PlanExchange::default(),
    })
}

fn is_offline(model: &ProviderModel, environment: &Environment) -> bool {
    let variable =
        environment.get(OFFLINE_VARIABLE).is_some_and(|value| !matches!(value, "0" | "false" | "FALSE" | "False"));
    model.offline.or(variable)
}

/// Whether a value comes from a resource that does not exist yet.
fn has_unknown(model: &ProviderModel) -> bool {
    !model.write().is_wholly_known()
}

/// Terraform shows an argument at its own line and a block only at the one around it: an argument that is not set stands
/// for the block it would be in.
fn unusable(alibaba: &Alibaba, error: &Error) -> Diagnostic {
    let keys = source(alibaba);
    let (summary, argument) = match error {
        Error::Credentials(_) => ("No usable Alibaba Cloud credentials", keys),
        Error::Endpoint(_) => ("Unusable endpoint", "endpoints"),
        Error::Region { .. } => ("Unusable region", "region"),
        _ => ("Cannot use Alibaba Cloud", keys),
    };
    let path = AttributePath::of(&["alibaba", argument]);
    let advice = error.advice().map(|advice| format!("\n\n{advice}")).unwrap_or_default();
    Diagnostic::error(summary, format!("{}.{advice}", capitalized(&error.to_string()))).at(path)
}

/// The argument that says where credentials come from, or the first that could.
fn source(alibaba: &Alibaba) -> &'static str {
    let given = [
        ("profile", alibaba.profile.is_known()),
        ("ecs_role_name", alibaba.ecs_role_name.is_known()),
        ("assume_role_with_oidc", alibaba.assume_role_with_oidc.is_known()),
    ];
    given.into_iter().find(|(_, given)| *given).map_or("access_key_id", |(name, _)| name)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

fn config_of(
    model: &ProviderModel,
    alibaba: &Alibaba,
    environment: Environment,
    terraform_version: &str,
) -> Result<Config, Diagnostic> {
    let credentials = credentials_of(alibaba);
    let defaults = Config::new(region_of(alibaba, &credentials, &environment)?);
    let timeout = model.request_timeout.as_str().and_then(|text| parse_duration(text).ok());
    Ok(Config {
        credentials,
        endpoints: endpoints_of(alibaba),
        max_retries: model
            .max_retries
            .get()
            .and_then(|retries| u32::try_from(*retries).ok())
            .unwrap_or(defaults.max_retries),
        request_timeout: timeout.filter(|timeout| *timeout > Duration::ZERO).unwrap_or(defaults.request_timeout),
        user_agent: format!("Terraform/{terraform_version} terraform-provider-dts/{}", env!("CARGO_PKG_VERSION")),
        environment,
        ..defaults
    })
}

/// The region of the block, of the environment, or of the profile the credentials come from.
fn region_of(
    alibaba: &Alibaba,
    credentials: &CredentialsConfig,
    environment: &Environment,
) -> Result<String, Diagnostic> {
    let named = alibaba.region.as_str().or_else(|| environment.first(&REGION_VARIABLES).map(|(_, region)| region));
    if let Some(region) = named {
        return Ok(region.to_owned());
    }
    let profile = credentials.profile_region(environment).map_err(|error| unusable(alibaba, &error.into()))?;
    profile.ok_or_else(no_region)
}

/// The region a plan without calls goes by; a profile that is not on this machine gives none.
fn region_without_client(alibaba: &Alibaba, environment: &Environment) -> Option<String> {
    let known_later = alibaba.region.is_unknown() || (alibaba.region.is_null() && alibaba.profile.is_unknown());
    if known_later { None } else { region_of(alibaba, &credentials_of(alibaba), environment).ok() }
}

fn no_region() -> Diagnostic {
    Diagnostic::error(
        "No region",
        format!(
            "Migration tasks live in a region, and none is given. Write alibaba {{ region = \"cn-hangzhou\" }} in the provider \
             block (with your region), set the environment variable {}, or give the profile in use a region_id \
             (aliyun configure).",
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

#[cfg(test)]
mod tests;
