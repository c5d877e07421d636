//! The actions: operations on jobs that no state stores. One folder for each cloud.

mod alibaba;
mod job_action;
mod outcome;
mod tencent;

use tfplugin::registry::RegisteredAction;

use crate::accounts::Clouds;

/// All actions of the provider.
pub(crate) fn all() -> Vec<RegisteredAction<Clouds>> {
    alibaba::all().into_iter().chain(tencent::all()).collect()
}
