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
}

/// Keys, or how to obtain some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// As they were found.
    Keys(Credentials),
    /// Of a role, for the token of an identity provider.
    WebIdentity(WebIdentityRole),
    /// Of the role of this CVM instance.
    Instance(InstanceRole),
}

/// A role to assume with a token of an identity provider, completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WebIdentityRole {
    pub(super) role_arn: String,
    pub(super) provider_id: String,
    pub(super) token_file: PathBuf,
    pub(super) session_name: String,
    pub(super) duration_seconds: Option<i64>,
}

/// The role of this CVM instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InstanceRole {
    /// Its name; without one the metadata service is queried for it.
    pub(super) role: Option<String>,
    /// The places that were searched before, when no setting names this role.
    pub(super) searched: Option<Vec<String>>,
}

impl Found {
    pub(super) fn new(base: Base, origin: impl Into<String>) -> Self {
        Self { base, roles: Vec::new(), origin: origin.into(), region: None }
    }
}

impl FoundAt for Found {
    fn origin(&self) -> &str {
        &self.origin
    }
}

/// Whether HTTP headers can contain these keys.
pub(super) fn fits_in_headers(keys: &Credentials) -> bool {
    let token = keys.token.as_ref().map_or("", Secret::expose);
    cloud_core::fit_in_headers([&keys.secret_id, keys.secret_key.expose(), token])
}
