//! Where keys come from.
//!
//! Order, the first source that is configured is used: in the configuration keys, a role for the token of an identity provider, the
//! role of the CVM instance or the name of a profile; in the environment keys, such a role (as a pod of TKE has it) or the name of a
//! profile; the profile `default` of the `tccli` tool; the role of the CVM instance. A profile may name a role to assume;
//! `assume_role` is assumed after it. Temporary keys are renewed before they expire.

mod cvm_metadata;
mod environment;
mod error;
mod model;
mod obtain;
mod profile;
mod resolver;
mod search;
mod temporary;
#[cfg(test)]
mod tests;
mod web_identity;

#[cfg(any(test, fuzzing))]
use std::path::Path;
use std::path::PathBuf;

use cloud_core::{Environment, Secret};

pub use error::CredentialsError;
pub(crate) use resolver::Resolver;

pub use crate::keys::Credentials;

/// Reads a file with the keys of a profile.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_credential_file(bytes: &[u8]) -> Result<(), CredentialsError> {
    profile::read_credential_file(Path::new("a.credential"), "a", bytes).map(|found| drop(format!("{found:?}")))
}

/// Name of a session without a configured one.
const SESSION_NAME: &str = "terraform";

/// A role to assume.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRole {
    /// `qcs::cam::uin/<UIN>:roleName/<name>`.
    pub role_arn: String,
    /// Name of the session in the audit log; default `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, at most 43200; the service's default is 7200.
    pub duration_seconds: Option<i64>,
    /// The value that the role's trust policy requires as `sts:external_id`.
    pub external_id: Option<Secret>,
    /// Policy that limits the role's permissions, JSON text. It is URL-encoded when it is sent.
    pub policy: Option<String>,
}

/// A role to assume with a token of an identity provider (OIDC), without a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRoleWithWebIdentity {
    /// `qcs::cam::uin/<UIN>:roleName/<name>`; else `TKE_ROLE_ARN`.
    pub role_arn: Option<String>,
    /// Name of the identity provider; else `TKE_PROVIDER_ID`.
    pub provider_id: Option<String>,
    /// File with the token, read again for each renewal; else `TKE_WEB_IDENTITY_TOKEN_FILE`.
    pub web_identity_token_file: Option<PathBuf>,
    /// Name of the session in the audit log; default `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, at most 43200; the service's default is 7200.
    pub duration_seconds: Option<i64>,
}

/// The credentials in the configuration; all fields are optional.
///
/// ```
/// use tencent::{AssumeRole, CredentialsConfig};
///
/// let role = AssumeRole {
///     role_arn: "qcs::cam::uin/100000000001:roleName/terraform".to_owned(),
///     ..AssumeRole::default()
/// };
/// let config = CredentialsConfig {
///     profile: Some("account-b".to_owned()),
///     assume_role: Some(role),
///     ..CredentialsConfig::default()
/// };
/// # drop(config);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CredentialsConfig {
    /// Key ID.
    pub secret_id: Option<String>,
    /// Key.
    pub secret_key: Option<Secret>,
    /// Token of temporary keys.
    pub security_token: Option<Secret>,
    /// Role to assume with an identity provider's token.
    pub assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity>,
    /// Name of the role of the CVM instance this runs on.
    pub cam_role_name: Option<String>,
    /// Profile of the `tccli` tool.
    pub profile: Option<String>,
    /// Folder with the profiles; default `~/.tccli`.
    pub shared_credentials_dir: Option<PathBuf>,
    /// Role to assume with the keys of the other fields.
    pub assume_role: Option<AssumeRole>,
}

impl CredentialsConfig {
    /// Region of the profile that the credentials come from, where they come from a profile and it has a region. Reads the
    /// profile's files and sends no request.
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

/// The region in the environment.
pub fn environment_region(environment: &Environment) -> Option<&str> {
    environment::region(environment)
}
