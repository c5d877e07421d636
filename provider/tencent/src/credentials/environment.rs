//! Keys, roles, profile name and profile folder in environment variables.

use std::path::PathBuf;

use cloud_core::{Environment, Secret};

use super::model::WebIdentityRole;
use super::{AssumeRole, AssumeRoleWithWebIdentity, Credentials, CredentialsError, SESSION_NAME};

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
/// Of Tencent Cloud's Terraform provider, then of `tccli`.
const TOKEN: [&str; 2] = ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"];
const REGION: &str = "TENCENTCLOUD_REGION";

const PROFILE: [&str; 2] = ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"];
const FOLDER: &str = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR";

const ROLE_ARN: &str = "TKE_ROLE_ARN";
const PROVIDER_ID: &str = "TKE_PROVIDER_ID";
const TOKEN_FILE: &str = "TKE_WEB_IDENTITY_TOKEN_FILE";
/// All three together are a source of credentials.
const WEB_IDENTITY: [&str; 3] = [ROLE_ARN, PROVIDER_ID, TOKEN_FILE];

/// A role to assume with the keys of the environment: of Tencent Cloud's Terraform provider, then of `tccli`.
const ASSUME_ROLE_ARN: [&str; 2] = ["TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"];
const ASSUME_ROLE_SESSION_NAME: [&str; 2] = ["TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "TENCENTCLOUD_ROLE_SESSION_NAME"];
const ASSUME_ROLE_SESSION_DURATION: &str = "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION";
const ASSUME_ROLE_EXTERNAL_ID: &str = "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID";

/// Keys, with the variable that contains them.
pub(super) fn keys(env: &Environment) -> Result<Option<(Credentials, String)>, CredentialsError> {
    let token = env.first(&TOKEN).map(|(_, value)| Secret::from(value));
    match (env.get(SECRET_ID), env.get(SECRET_KEY)) {
        (Some(id), Some(key)) => {
            let found = Credentials { token, ..Credentials::permanent(id, key) };
            Ok(Some((found, variable(SECRET_ID))))
        }
        (Some(_), None) => Err(partial(SECRET_ID, SECRET_KEY)),
        (None, Some(_)) => Err(partial(SECRET_KEY, SECRET_ID)),
        (None, None) => Ok(None),
    }
}

fn partial(present: &str, missing: &str) -> CredentialsError {
    CredentialsError::Partial { present: variable(present), missing: missing.to_owned() }
}

fn variable(name: &str) -> String {
    format!("the environment variable {name}")
}

/// The variables that were searched, for the message that nothing was found.
pub(super) fn searched() -> Vec<String> {
    let keys = format!("the environment variables {SECRET_ID}, {SECRET_KEY} (not set)");
    vec![keys, format!("{} (not all set)", WEB_IDENTITY.join(", ")), format!("{} (not set)", PROFILE.join(", "))]
}

/// A role to assume with the keys that the environment, a profile or the instance has.
pub(super) fn assume_role(env: &Environment) -> Result<Option<AssumeRole>, CredentialsError> {
    let Some((_, role_arn)) = env.first(&ASSUME_ROLE_ARN) else { return Ok(None) };
    let duration = env.get(ASSUME_ROLE_SESSION_DURATION).map(|text| {
        let bad = || CredentialsError::NotANumber { variable: ASSUME_ROLE_SESSION_DURATION, value: text.to_owned() };
        text.trim().parse::<i64>().map_err(|_| bad())
    });
    Ok(Some(AssumeRole {
        role_arn: role_arn.to_owned(),
        session_name: env.first(&ASSUME_ROLE_SESSION_NAME).map(|(_, name)| name.to_owned()),
        duration_seconds: duration.transpose()?,
        external_id: env.get(ASSUME_ROLE_EXTERNAL_ID).map(Secret::from),
        policy: None,
    }))
}

/// A role for the token of an identity provider, when all its variables are set, as in a pod of TKE.
pub(super) fn web_identity(env: &Environment) -> Result<Option<(WebIdentityRole, String)>, CredentialsError> {
    if WEB_IDENTITY.iter().any(|name| env.get(name).is_none()) {
        return Ok(None);
    }
    let origin = variable(TOKEN_FILE);
    Ok(Some((web_identity_role(AssumeRoleWithWebIdentity::default(), &origin, env)?, origin)))
}

/// A role for the token of an identity provider as given, completed from the environment.
pub(super) fn web_identity_role(
    given: AssumeRoleWithWebIdentity,
    origin: &str,
    env: &Environment,
) -> Result<WebIdentityRole, CredentialsError> {
    let text = |name| env.get(name).map(str::to_owned);
    let missing = |field, variable| CredentialsError::WebIdentityField { origin: origin.to_owned(), field, variable };
    let token_file = given.web_identity_token_file.or_else(|| text(TOKEN_FILE).map(PathBuf::from));
    Ok(WebIdentityRole {
        role_arn: given.role_arn.or_else(|| text(ROLE_ARN)).ok_or_else(|| missing("role_arn", ROLE_ARN))?,
        provider_id: given
            .provider_id
            .or_else(|| text(PROVIDER_ID))
            .ok_or_else(|| missing("provider_id", PROVIDER_ID))?,
        token_file: env.expand_home(&token_file.ok_or_else(|| missing("web_identity_token_file", TOKEN_FILE))?),
        session_name: given.session_name.unwrap_or_else(|| SESSION_NAME.to_owned()),
        duration_seconds: given.duration_seconds,
    })
}

/// Name of the profile.
pub(super) fn profile(env: &Environment) -> Option<String> {
    env.first(&PROFILE).map(|(_, name)| name.to_owned())
}

/// The folder of the profiles: as given, from a variable, or below the home directory.
pub(super) fn folder(given: Option<&PathBuf>, env: &Environment) -> Option<PathBuf> {
    let named = given.cloned().or_else(|| env.get(FOLDER).map(PathBuf::from));
    named.map(|path| env.expand_home(&path)).or_else(|| env.home().map(|home| home.join(".tccli")))
}

/// The region.
pub(super) fn region(env: &Environment) -> Option<&str> {
    env.get(REGION)
}
