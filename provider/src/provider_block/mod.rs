//! The provider itself: its block, and what it registers.

mod model;

use async_trait::async_trait;
use dts_cloud::Environment;
use tfplugin::{
    diagnostic::Diagnostics,
    path::AttributePath,
    provider::{Configure, Provider},
    registry::Registered,
};

pub(crate) use model::{Alibaba, ProviderModel};

use crate::{
    clouds::{self, Clouds},
    resources,
};

/// The provider `dts`.
pub(crate) struct Dts {
    /// The variables of the process, read once.
    pub(crate) environment: Environment,
}

#[async_trait]
impl Provider for Dts {
    type Config = ProviderModel;
    type Data = Clouds;

    fn validate(&self, config: &ProviderModel, diagnostics: &mut Diagnostics) {
        let Some(alibaba) = config.alibaba.get() else { return };
        if alibaba.access_key_id.is_null() != alibaba.access_key_secret.is_null() {
            diagnostics.error(
                AttributePath::of(&["alibaba", "access_key_id"]),
                "Half of an AccessKey",
                "access_key_id and access_key_secret belong together: set both, or neither to use a profile or the environment.",
            );
        }
        if alibaba.profile.is_known() && alibaba.access_key_id.is_known() {
            diagnostics.error(
                AttributePath::of(&["alibaba", "profile"]),
                "Two sources of credentials",
                "The alibaba block has both a profile and an AccessKey. Keep the one that is meant.",
            );
        }
    }

    async fn configure(&self, call: Configure<ProviderModel>) -> (Option<Clouds>, Diagnostics) {
        clouds::configure(call, self.environment.clone()).await
    }

    fn resources(&self) -> Vec<Registered<Clouds>> {
        resources::all()
    }
}
