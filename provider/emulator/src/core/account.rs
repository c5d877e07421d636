//! An account while the emulator runs.

use super::tracked::Tracked;
use super::world;
use crate::alibaba::ram::{CustomPolicy, Role};

/// What one account owns, jobs excepted.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) dts_activated: bool,
    pub(crate) default_role_authorized: bool,
    pub(crate) databases: Vec<world::Database>,
    pub(crate) clusters: Vec<world::Cluster>,
    pub(crate) oidc_providers: Vec<world::OidcProvider>,
    pub(crate) roles: Tracked<Role>,
    pub(crate) policies: Tracked<CustomPolicy>,
}

impl Account {
    /// The account as the world describes it, without any role yet.
    pub(crate) fn of_world(account: &world::Account, now: jiff::Timestamp) -> Self {
        let policies = account
            .policies
            .iter()
            .map(|policy| (policy.name.clone(), CustomPolicy::new(policy.document.clone(), "", now)));
        Self {
            id: account.id.clone(),
            name: account.name.clone(),
            dts_activated: account.dts_activated,
            default_role_authorized: account.default_role_authorized,
            databases: account.databases.clone(),
            clusters: account.clusters.clone(),
            oidc_providers: account.oidc_providers.clone(),
            roles: Tracked::of([]),
            policies: Tracked::of(policies),
        }
    }
}
