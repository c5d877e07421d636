//! Keys, roles, profile name and profile file in environment variables.

use std::path::{Path, PathBuf};

use cloud_core::{Environment, Secret};

use super::model::{InstanceRole, OidcRole};
use super::{AssumeRoleWithOidc, Credentials, CredentialsError, SESSION_NAME};

/// One naming of the three variables; of each list the first variable with a value is used.
struct Naming {
    id: &'static [&'static str],
    secret: &'static [&'static str],
    token: &'static [&'static str],
}

/// That of Alibaba Cloud's SDKs, then the second one of its command line tool, then that of its Terraform provider and older
/// tools. The order is that of the command line tool.
const NAMINGS: [Naming; 3] = [
    Naming {
        id: &["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        secret: &["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        token: &["ALIBABA_CLOUD_SECURITY_TOKEN"],
    },
    Naming {
        id: &["ALIBABACLOUD_ACCESS_KEY_ID"],
        secret: &["ALIBABACLOUD_ACCESS_KEY_SECRET"],
        token: &["ALIBABACLOUD_SECURITY_TOKEN"],
    },
    Naming {
        id: &["ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"],
        secret: &["ALICLOUD_SECRET_KEY", "ALICLOUD_ACCESS_KEY_SECRET"],
        token: &["ALICLOUD_SECURITY_TOKEN"],
    },
];

/// Names without the prefix of Alibaba Cloud, which the command line tool reads when no profile has keys.
const WITHOUT_PREFIX: Naming =
    Naming { id: &["ACCESS_KEY_ID"], secret: &["ACCESS_KEY_SECRET"], token: &["SECURITY_TOKEN"] };

const PROFILE: [&str; 2] = ["ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
const FILE: [&str; 2] = ["ALIBABA_CLOUD_CONFIG_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"];
/// The INI file of the SDKs, which has another form than the file of the command line tool.
pub(super) const INI_FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
/// Switch off the current profile of the command line tool: the variable of the SDKs, and that of the tool.
const NO_PROFILE: [&str; 2] = ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"];

/// Each variable by the name of the SDKs, and by the second name of the command line tool.
const ROLE_ARN: [&str; 2] = ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABACLOUD_ROLE_ARN"];
const OIDC_PROVIDER_ARN: [&str; 2] = ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABACLOUD_OIDC_PROVIDER_ARN"];
const OIDC_TOKEN_FILE: [&str; 2] = ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABACLOUD_OIDC_TOKEN_FILE"];
const ROLE_SESSION_NAME: &str = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
/// All three together are a source of credentials.
const OIDC: [[&str; 2]; 3] = [ROLE_ARN, OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE];

/// The address of a service that returns keys.
pub(super) const CREDENTIALS_URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// A token that some services of Alibaba Cloud take in place of a signature.
const BEARER_TOKEN: &str = "ALIBABA_CLOUD_BEARER_TOKEN";

const ECS_ROLE: &str = "ALIBABA_CLOUD_ECS_METADATA";
pub(super) const ECS_DISABLED: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
pub(super) const IMDSV1_DISABLED: &str = "ALIBABA_CLOUD_IMDSV1_DISABLED";

/// Keys, with the variable that contains them.
pub(super) fn keys(env: &Environment) -> Result<Option<(Credentials, String)>, CredentialsError> {
    for naming in &NAMINGS {
        if let Some(found) = keys_of(naming, env)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Keys in the variables without the prefix of Alibaba Cloud.
pub(super) fn keys_without_prefix(env: &Environment) -> Option<(Credentials, String)> {
    keys_of(&WITHOUT_PREFIX, env).ok().flatten()
}

fn keys_of(naming: &Naming, env: &Environment) -> Result<Option<(Credentials, String)>, CredentialsError> {
    let token = env.first(naming.token).map(|(_, value)| Secret::from(value));
    match (env.first(naming.id), env.first(naming.secret)) {
        (Some((name, id)), Some((_, secret))) => {
            let found = Credentials { security_token: token, ..Credentials::permanent(id, secret) };
            Ok(Some((found, variable(name))))
        }
        (Some((present, _)), None) => Err(partial(present, naming.secret)),
        (None, Some((present, _))) => Err(partial(present, naming.id)),
        (None, None) => Ok(None),
    }
}

/// The address of a service that returns keys, with the variable.
pub(super) fn credentials_uri(env: &Environment) -> Option<(String, String)> {
    env.get(CREDENTIALS_URI).map(|uri| (uri.to_owned(), variable(CREDENTIALS_URI)))
}

/// Rejects a bearer token, which would be passed over.
pub(super) fn no_bearer_token(env: &Environment) -> Result<(), CredentialsError> {
    match env.get(BEARER_TOKEN) {
        Some(_) => Err(CredentialsError::BearerToken { variable: BEARER_TOKEN }),
        None => Ok(()),
    }
}

/// The variable that switches off the current profile.
pub(super) fn profile_switched_off(env: &Environment) -> Option<&'static str> {
    NO_PROFILE.into_iter().find(|name| is_on(env, name))
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
    let oidc = OIDC.map(|names| names[0]).join(", ");
    vec![
        keys,
        format!("{oidc} (not all set)"),
        format!("{CREDENTIALS_URI} (not set)"),
        format!("{} (not set)", PROFILE.join(", ")),
    ]
}

/// An OIDC role, when all its variables are set.
pub(super) fn oidc(env: &Environment) -> Result<Option<(OidcRole, String)>, CredentialsError> {
    if OIDC.iter().any(|names| env.first(names).is_none()) {
        return Ok(None);
    }
    let origin = variable(env.first(&OIDC_TOKEN_FILE).map_or(OIDC_TOKEN_FILE[0], |(name, _)| name));
    Ok(Some((oidc_role(AssumeRoleWithOidc::default(), &origin, env)?, origin)))
}

/// An OIDC role as given, completed from the environment.
pub(super) fn oidc_role(
    given: AssumeRoleWithOidc,
    origin: &str,
    env: &Environment,
) -> Result<OidcRole, CredentialsError> {
    let text = |names: [&'static str; 2]| env.first(&names).map(|(_, text)| text.to_owned());
    let missing = |field, names: [&'static str; 2]| {
        let (origin, variable) = (origin.to_owned(), names[0]);
        CredentialsError::OidcField { origin, field, variable }
    };
    let token_file = given.oidc_token_file.or_else(|| text(OIDC_TOKEN_FILE).map(PathBuf::from));
    Ok(OidcRole {
        role_arn: given.role_arn.or_else(|| text(ROLE_ARN)).ok_or_else(|| missing("role_arn", ROLE_ARN))?,
        provider_arn: given
            .oidc_provider_arn
            .or_else(|| text(OIDC_PROVIDER_ARN))
            .ok_or_else(|| missing("oidc_provider_arn", OIDC_PROVIDER_ARN))?,
        token_file: env.expand_home(&token_file.ok_or_else(|| missing("oidc_token_file", OIDC_TOKEN_FILE))?),
        session_name: given
            .session_name
            .or_else(|| env.get(ROLE_SESSION_NAME).map(str::to_owned))
            .unwrap_or_else(|| SESSION_NAME.to_owned()),
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

/// The INI file of the SDKs: from its variable, or below the home directory. `true`: a variable names it.
pub(super) fn ini_file(env: &Environment) -> Option<(PathBuf, bool)> {
    if let Some(path) = env.get(INI_FILE) {
        return Some((env.expand_home(Path::new(path)), true));
    }
    env.home().map(|home| (home.join(".alibabacloud").join("credentials"), false))
}
