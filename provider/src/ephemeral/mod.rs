//! The ephemeral resources: one folder for each cloud.

mod alibaba;

use tfplugin::registry::RegisteredEphemeral;

use crate::accounts::Clouds;

/// All ephemeral resources of the provider.
pub(crate) fn all() -> Vec<RegisteredEphemeral<Clouds>> {
    alibaba::all()
}
