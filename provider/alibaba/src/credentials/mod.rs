//! Where keys come from.
//!
//! Order, the first that is there wins: in the configuration keys, an OIDC role, the role of the ECS instance or the name of
//! a profile; in the environment keys, an OIDC role or the name of a profile; the current profile of the command line
//! tool's file; the role of the ECS instance. A profile may demand a role; `assume_role` comes on top of whatever was
//! found. Temporary keys are renewed before they expire.

mod cache;
mod environment;
mod error;
mod machine;
mod obtain;
mod oidc;
mod profile;
mod resolver;
mod source;
#[cfg(test)]
mod tests;

#[cfg(any(test, fuzzing))]
use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;

pub use error::CredentialsError;
pub(crate) use resolver::{Resolver, ResolverKeys};

use crate::environment::Environment;
use crate::secret::Secret;

/// What the text of a file of profiles says under a name; `Debug` of the outcome holds no secret.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_profile(path: &Path, text: &str, name: &str, env: &Environment) -> Result<(), CredentialsError> {
    let file = profile::parse(path, text)?;
    let name = if name.is_empty() { file.current().unwrap_or_default() } else { name };
    let _ = file.is_blank(name);
    file.find(path, name, env).map(|found| drop(format!("{found:?}")))
}

/// Name of a session nobody named.
const SESSION_NAME: &str = "terraform";

/// What signs a call. `Debug` shows the key id, never the secret or the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Access key id.
    pub access_key_id: String,
    /// Access key secret.
    pub access_key_secret: Secret,
    /// Goes with temporary keys.
    pub security_token: Option<Secret>,
    /// End of life of temporary keys, where it is known.
    pub expires: Option<Timestamp>,
}

impl Credentials {
    /// A key pair without an end.
    pub fn lasting(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { access_key_id: id.into(), access_key_secret: secret.into(), security_token: None, expires: None }
    }
}

impl cache::Expiring for Credentials {
    fn expires(&self) -> Option<Timestamp> {
        self.expires
    }
}

/// A role to become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRole {
    /// `acs:ram::<account>:role/<name>`.
    pub role_arn: String,
    /// Name of the session in the cloud's audit log; default `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, from 900; the service's default is 3600.
    pub duration_seconds: Option<i64>,
    /// What the role's trust document asks for as `sts:ExternalId`.
    pub external_id: Option<String>,
    /// Policy that narrows the role, JSON text.
    pub policy: Option<String>,
}

/// A role to become with a token of an identity provider (OIDC), without any key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRoleWithOidc {
    /// `acs:ram::<account>:role/<name>`; else `ALIBABA_CLOUD_ROLE_ARN`.
    pub role_arn: Option<String>,
    /// `acs:ram::<account>:oidc-provider/<name>`; else `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`.
    pub oidc_provider_arn: Option<String>,
    /// File with the token, read anew for each renewal; else `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
    pub oidc_token_file: Option<PathBuf>,
    /// Name of the session in the cloud's audit log; else `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `terraform`.
    pub session_name: Option<String>,
    /// Lifetime in seconds, from 900; the service's default is 3600.
    pub duration_seconds: Option<i64>,
    /// Policy that narrows the role, JSON text.
    pub policy: Option<String>,
}

/// What the configuration says about credentials; all of it optional.
#[derive(Clone, Debug, Default)]
pub struct CredentialsConfig {
    /// Access key id.
    pub access_key_id: Option<String>,
    /// Access key secret.
    pub access_key_secret: Option<Secret>,
    /// Security token of temporary keys.
    pub security_token: Option<Secret>,
    /// Role to become with an identity provider's token.
    pub assume_role_with_oidc: Option<AssumeRoleWithOidc>,
    /// Name of the role of the ECS instance this runs on.
    pub ecs_role_name: Option<String>,
    /// Profile of the command line tool's file.
    pub profile: Option<String>,
    /// That file; default `~/.aliyun/config.json`.
    pub config_file: Option<PathBuf>,
    /// Role to become with what was found.
    pub assume_role: Option<AssumeRole>,
}

impl CredentialsConfig {
    /// Region in the profile the credentials come from, where they come from a profile and it names one. Reads the
    /// profile file and calls nobody.
    ///
    /// # Errors
    /// When the credentials cannot be used; that there are none is none.
    pub fn profile_region(&self, environment: &Environment) -> Result<Option<String>, CredentialsError> {
        match source::find(self, environment) {
            Ok(found) => Ok(found.region),
            Err(CredentialsError::NoneFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
