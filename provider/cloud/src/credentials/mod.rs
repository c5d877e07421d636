//! Where keys come from.
//!
//! Order, the first that is there wins: keys in the configuration, the profile named in the configuration, keys in the
//! environment, the profile the environment names, the current profile of the command line tool's file. A profile may
//! demand a role; `assume_role` comes on top of whatever was found.

mod environment;
mod error;
mod profile;
mod resolver;
mod source;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use jiff::Timestamp;

pub use error::CredentialsError;
pub(crate) use resolver::{Resolver, ResolverKeys};

use crate::secret::Secret;

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

/// What the configuration says about credentials; all of it optional.
#[derive(Clone, Debug, Default)]
pub struct CredentialsConfig {
    /// Access key id.
    pub access_key_id: Option<String>,
    /// Access key secret.
    pub access_key_secret: Option<Secret>,
    /// Security token of temporary keys.
    pub security_token: Option<Secret>,
    /// Profile of the command line tool's file.
    pub profile: Option<String>,
    /// That file; default `~/.aliyun/config.json`.
    pub config_file: Option<PathBuf>,
    /// Role to become with what was found.
    pub assume_role: Option<AssumeRole>,
}
