//! The provider's functions: one folder for each cloud.

mod alibaba;
mod tencent;

use tfplugin::registry::RegisteredFunction;

/// All functions of the provider.
pub(crate) fn all() -> Vec<RegisteredFunction> {
    alibaba::all().into_iter().chain(tencent::all()).collect()
}
