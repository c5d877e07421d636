//! The ephemeral resources of Tencent Cloud, one folder each.

mod role_credentials;

use tfplugin::registry::RegisteredEphemeral;

use crate::accounts::Clouds;

/// All ephemeral resources of Tencent Cloud.
pub(super) fn all() -> Vec<RegisteredEphemeral<Clouds>> {
    vec![RegisteredEphemeral::new(role_credentials::CamRoleCredentials)]
}
