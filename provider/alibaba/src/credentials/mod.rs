//! Where keys come from.
//!
//! Order, the first source that is configured is used: in the configuration keys, an OIDC role, the role of the ECS instance or
//! the name of a profile; in the environment keys, an OIDC role, an address with keys, the name of a profile or the INI file of
//! the SDKs; the current profile of the `aliyun` tool's file; the INI file in its default place; keys in variables without
//! the prefix of Alibaba Cloud; the role of the ECS instance. A profile may name a role to assume; `assume_role` is assumed after it.
//! Temporary keys are renewed before they expire.

mod ecs_metadata;
mod environment;
mod error;
mod external;
mod ini;
mod model;
mod obtain;
mod oidc;
mod profile;
mod resolver;
mod search;
mod temporary;
#[cfg(test)]
mod tests;
mod uri;

#[cfg(any(test, fuzzing))]
use std::path::Path;
use std::path::PathBuf;

use cloud_core::{Environment, Secret};

pub use error::CredentialsError;
pub(crate) use resolver::Resolver;

pub use crate::keys::Credentials;

/// Reads a profile from the text of a file of profiles.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_profile(path: &Path, text: &str, name: &str, env: &Environment) -> Result<(), CredentialsError> {
    let file = profile::parse(path, text)?;
    let name = if name.is_empty() { file.current().unwrap_or_default() } else { name };
    let _ = file.is_blank(name);
    file.find(path, name, env).map(|found| drop(format!("{found:?}")))
}

/// Name of a session without a configured one.
const SESSION_NAME: &str = "terraform";

/// A role to assume.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRole {
    /// `acs:ram::<account>:role/<name>`.
    pub role_arn: String,
    /// Name of the session in the audit log; default `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, from 900; the service's default is 3600.
    pub duration_seconds: Option<i64>,
    /// The value that the role's trust policy requires as `sts:ExternalId`.
    pub external_id: Option<String>,
    /// Policy that limits the role's permissions, JSON text.
    pub policy: Option<String>,
}

/// A role to assume with a token of an identity provider (OIDC), without a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRoleWithOidc {
    /// `acs:ram::<account>:role/<name>`; else `ALIBABA_CLOUD_ROLE_ARN`.
    pub role_arn: Option<String>,
    /// `acs:ram::<account>:oidc-provider/<name>`; else `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`.
    pub oidc_provider_arn: Option<String>,
    /// File with the token, read again for each renewal; else `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
    pub oidc_token_file: Option<PathBuf>,
    /// Name of the session in the audit log; else `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, from 900; the service's default is 3600.
    pub duration_seconds: Option<i64>,
    /// Policy that limits the role's permissions, JSON text.
    pub policy: Option<String>,
}

/// The credentials in the configuration; all fields are optional.
///
/// ```
/// use alibaba::{AssumeRole, CredentialsConfig};
///
/// let role = AssumeRole { role_arn: "acs:ram::1234567890123456:role/terraform".to_owned(), ..AssumeRole::default() };
/// let config = CredentialsConfig {
///     profile: Some("account-b".to_owned()),
///     assume_role: Some(role),
///     ..CredentialsConfig::default()
/// };
/// # drop(config);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CredentialsConfig {
    /// Access key id.
    pub access_key_id: Option<String>,
    /// Access key secret.
    pub access_key_secret: Option<Secret>,
    /// Security token of temporary keys.
    pub security_token: Option<Secret>,
    /// Role to assume with an identity provider's token.
    pub assume_role_with_oidc: Option<AssumeRoleWithOidc>,
    /// Name of the role of the ECS instance this runs on.
    pub ecs_role_name: Option<String>,
    /// Profile of the `aliyun` tool's file.
    pub profile: Option<String>,
    /// That file; default `~/.aliyun/config.json`.
    pub config_file: Option<PathBuf>,
    /// Role to assume with the keys of the other fields.
    pub assume_role: Option<AssumeRole>,
}

impl CredentialsConfig {
    /// Region of the profile that the credentials come from, where they come from a profile and it has a region. Reads the
    /// profile file and sends no request.
    ///
    /// # Errors
    /// When the credentials cannot be used. Missing credentials are not an error here.
    pub async fn profile_region(&self, environment: &Environment) -> Result<Option<String>, CredentialsError> {
        match search::search(self, environment).await {
            Ok(found) => Ok(found.region),
            Err(CredentialsError::NoneFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
