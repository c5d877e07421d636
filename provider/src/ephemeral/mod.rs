//! The ephemeral resources: one folder for each cloud.

mod alibaba;
mod role_session;
mod tencent;

use tfplugin::registry::RegisteredEphemeral;

use crate::accounts::Clouds;

/// All ephemeral resources of the provider.
pub(crate) fn all() -> Vec<RegisteredEphemeral<Clouds>> {
    alibaba::all().into_iter().chain(tencent::all()).collect()
}
