//! Keys, roles, profile name and profile file in environment variables.

use std::path::PathBuf;

use cloud_core::{Environment, Secret};

use super::model::{InstanceRole, OidcRole};
use super::{AssumeRoleWithOidc, Credentials, CredentialsError, SESSION_NAME};

/// One naming of the three variables; of each list the first variable with a value is used.
struct Naming {
    id: &'static [&'static str],
    secret: &'static [&'static str],
    token: &'static [&'static str],
}

/// That of Alibaba Cloud's SDKs, then that of its Terraform provider and older tools.
const NAMINGS: [Naming; 2] = [
    Naming {
        id: &["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        secret: &["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        token: &["ALIBABA_CLOUD_SECURITY_TOKEN"],
    },
    Naming {
        id: &["ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"],
        secret: &["ALICLOUD_SECRET_KEY", "ALICLOUD_ACCESS_KEY_SECRET"],
        token: &["ALICLOUD_SECURITY_TOKEN"],
    },
];

const PROFILE: [&str; 2] = ["ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
const FILE: [&str; 3] =
    ["ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"];

const ROLE_ARN: &str = "ALIBABA_CLOUD_ROLE_ARN";
const OIDC_PROVIDER_ARN: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const OIDC_TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const ROLE_SESSION_NAME: &str = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
/// All three together are a source of credentials.
const OIDC: [&str; 3] = [ROLE_ARN, OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE];

const ECS_ROLE: &str = "ALIBABA_CLOUD_ECS_METADATA";
pub(super) const ECS_DISABLED: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
pub(super) const IMDSV1_DISABLED: &str = "ALIBABA_CLOUD_IMDSV1_DISABLED";

/// Keys, with the variable that contains them.
pub(super) fn keys(env: &Environment) -> Result<Option<(Credentials, String)>, CredentialsError> {
    for naming in &NAMINGS {
        let token = env.first(naming.token).map(|(_, value)| Secret::from(value));
        match (env.first(naming.id), env.first(naming.secret)) {
            (Some((name, id)), Some((_, secret))) => {
                let found = Credentials { security_token: token, ..Credentials::permanent(id, secret) };
                return Ok(Some((found, variable(name))));
            }
            (Some((present, _)), None) => return Err(partial(present, naming.secret)),
            (None, Some((present, _))) => return Err(partial(present, naming.id)),
            (None, None) => {}
        }
    }
    Ok(None)
}

fn partial(present: &str, missing: &[&str]) -> CredentialsError {
    CredentialsError::Partial { present: variable(present), missing: missing.join(" or ") }
}

fn variable(name: &str) -> String {
    format!("the environment variable {name}")
}

/// The variables that were searched, for the message that nothing was found.
pub(super) fn searched() -> Vec<String> {
    let keys: Vec<&str> = NAMINGS.iter().flat_map(|naming| naming.id).copied().collect();
    let keys = format!("the environment variables {} (not set)", keys.join(", "));
    vec![keys, format!("{} (not all set)", OIDC.join(", ")), format!("{} (not set)", PROFILE.join(", "))]
}

/// An OIDC role, when all its variables are set.
pub(super) fn oidc(env: &Environment) -> Result<Option<(OidcRole, String)>, CredentialsError> {
    if OIDC.iter().any(|name| env.get(name).is_none()) {
        return Ok(None);
    }
    let origin = variable(OIDC_TOKEN_FILE);
    Ok(Some((oidc_role(AssumeRoleWithOidc::default(), &origin, env)?, origin)))
}

/// An OIDC role as given, completed from the environment.
pub(super) fn oidc_role(
    given: AssumeRoleWithOidc,
    origin: &str,
    env: &Environment,
) -> Result<OidcRole, CredentialsError> {
    let text = |name| env.get(name).map(str::to_owned);
    let missing = |field, variable| CredentialsError::OidcField { origin: origin.to_owned(), field, variable };
    let token_file = given.oidc_token_file.or_else(|| text(OIDC_TOKEN_FILE).map(PathBuf::from));
    Ok(OidcRole {
        role_arn: given.role_arn.or_else(|| text(ROLE_ARN)).ok_or_else(|| missing("role_arn", ROLE_ARN))?,
        provider_arn: given
            .oidc_provider_arn
            .or_else(|| text(OIDC_PROVIDER_ARN))
            .ok_or_else(|| missing("oidc_provider_arn", OIDC_PROVIDER_ARN))?,
        token_file: env.expand_home(&token_file.ok_or_else(|| missing("oidc_token_file", OIDC_TOKEN_FILE))?),
        session_name: given.session_name.or_else(|| text(ROLE_SESSION_NAME)).unwrap_or_else(|| SESSION_NAME.to_owned()),
        duration_seconds: given.duration_seconds,
        policy: given.policy,
    })
}

/// The role of the ECS instance, unless the environment forbids it.
pub(super) fn instance_role(
    role: Option<String>,
    origin: &str,
    env: &Environment,
) -> Result<InstanceRole, CredentialsError> {
    if is_on(env, ECS_DISABLED) {
        return Err(CredentialsError::MetadataDisabled { origin: origin.to_owned() });
    }
    Ok(InstanceRole { role, without_token: !is_on(env, IMDSV1_DISABLED), searched: None })
}

/// The name of the ECS instance's role, with the variable.
pub(super) fn instance_role_name(env: &Environment) -> Option<(String, String)> {
    env.get(ECS_ROLE).map(|role| (role.to_owned(), variable(ECS_ROLE)))
}

fn is_on(env: &Environment, name: &str) -> bool {
    env.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Name of the profile, with the variable.
pub(super) fn profile(env: &Environment) -> Option<(&'static str, String)> {
    env.first(&PROFILE).map(|(variable, name)| (variable, name.to_owned()))
}

/// The profile file: as given, from a variable, or below the home directory.
pub(super) fn config_file(given: Option<&PathBuf>, env: &Environment) -> Option<PathBuf> {
    let named = given.cloned().or_else(|| env.first(&FILE).map(|(_, path)| PathBuf::from(path)));
    named.map(|path| env.expand_home(&path)).or_else(|| env.home().map(|home| home.join(".aliyun").join("config.json")))
}
