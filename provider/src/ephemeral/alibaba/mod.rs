//! The ephemeral resources of Alibaba Cloud, one folder each.

mod role_credentials;

use tfplugin::registry::RegisteredEphemeral;

use crate::accounts::Clouds;

/// All ephemeral resources of Alibaba Cloud.
pub(super) fn all() -> Vec<RegisteredEphemeral<Clouds>> {
    vec![RegisteredEphemeral::new(role_credentials::RoleCredentials)]
}
