//! What the search for credentials returns: a source that is not used yet.

use std::path::PathBuf;

use cloud_core::{FoundAt, Secret};

use super::{AssumeRole, Credentials};

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What to start with.
    pub(super) base: Base,
    /// Roles to assume one after the other.
    pub(super) roles: Vec<AssumeRole>,
    /// Where the base comes from, for messages.
    pub(super) origin: String,
    /// Region in the profile.
    pub(super) region: Option<String>,
    /// Host of STS in the profile.
    pub(super) sts_host: Option<String>,
}

/// Keys, or how to obtain some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// As they were found.
    Keys(Credentials),
    /// Of a role, for an OIDC token.
    Oidc(OidcRole),
    /// Of the role of this ECS instance.
    Instance(InstanceRole),
    /// From the service at this address.
    Uri(String),
    /// From a program.
    External(External),
}

/// A role to assume with an OIDC token, completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OidcRole {
    pub(super) role_arn: String,
    pub(super) provider_arn: String,
    pub(super) token_file: PathBuf,
    pub(super) session_name: String,
    pub(super) duration_seconds: Option<i64>,
    pub(super) policy: Option<String>,
}

/// The role of this ECS instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InstanceRole {
    /// Its name; without one the metadata service is queried for it.
    pub(super) role: Option<String>,
    /// Whether the metadata service may be queried without a token when it returns none (its version 1).
    pub(super) without_token: bool,
    /// The places that were searched before, when no setting names this role.
    pub(super) searched: Option<Vec<String>>,
}

/// A program that prints a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct External {
    pub(super) command: String,
    /// The file with the profile.
    pub(super) path: PathBuf,
}

impl Found {
    pub(super) fn new(base: Base, origin: impl Into<String>) -> Self {
        Self { base, roles: Vec::new(), origin: origin.into(), region: None, sts_host: None }
    }
}

impl FoundAt for Found {
    fn origin(&self) -> &str {
        &self.origin
    }
}

/// Whether HTTP headers can contain these keys.
pub(super) fn fits_in_headers(keys: &Credentials) -> bool {
    let token = keys.security_token.as_ref().map_or("", Secret::expose);
    cloud_core::fit_in_headers([&keys.access_key_id, keys.access_key_secret.expose(), token])
}
