//! The ephemeral resources, one folder each.

mod role_credentials;

use tfplugin::registry::RegisteredEphemeral;

use crate::accounts::Clouds;

/// All ephemeral resources of the provider.
pub(crate) fn all() -> Vec<RegisteredEphemeral<Clouds>> {
    vec![RegisteredEphemeral::new(role_credentials::RoleCredentials)]
}
