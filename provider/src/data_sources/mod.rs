//! The data sources: one folder for each cloud.

mod alibaba;
mod tencent;

use tfplugin::registry::RegisteredDataSource;

use crate::accounts::Clouds;

/// All data sources of the provider.
pub(crate) fn all() -> Vec<RegisteredDataSource<Clouds>> {
    alibaba::all().into_iter().chain(tencent::all()).collect()
}
