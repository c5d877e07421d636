//! The provider itself: its block, and what it registers.

mod alibaba;
mod model;
#[cfg(test)]
mod tests;

use ::alibaba::Environment;
use async_trait::async_trait;
use tfplugin::{
    diagnostic::Diagnostics,
    provider::{Configure, Provider},
    registry::{Registered, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction},
};

pub(crate) use alibaba::{configure, rules};
#[cfg(test)]
pub(crate) use model::AssumeRoleWithOidc;
pub(crate) use model::{Alibaba, ProviderModel};

use crate::{accounts::Clouds, data_sources, ephemeral, functions, resources};

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
            diagnostics.push(alibaba::half_a_key(alibaba.access_key_id.is_null()));
        }
        if let [first, .., last] = sources(alibaba).as_slice() {
            diagnostics.push(alibaba::two_sources(first, last));
        }
        if let (Some(id), Some(allowed)) = (alibaba.account_id.as_str(), allowed(config))
            && !allowed.contains(&id)
        {
            diagnostics.push(alibaba::account_not_allowed(id, &allowed));
        }
    }

    async fn configure(&self, call: Configure<ProviderModel>) -> (Option<Clouds>, Diagnostics) {
        configure(call, self.environment.clone()).await
    }

    fn resources(&self) -> Vec<Registered<Clouds>> {
        resources::all()
    }

    fn data_sources(&self) -> Vec<RegisteredDataSource<Clouds>> {
        data_sources::all()
    }

    fn ephemeral_resources(&self) -> Vec<RegisteredEphemeral<Clouds>> {
        ephemeral::all()
    }

    fn functions(&self) -> Vec<RegisteredFunction> {
        functions::all()
    }
}

/// The accounts that are allowed, where there is such a list and all of it is known.
fn allowed(config: &ProviderModel) -> Option<Vec<&str>> {
    let ids = config.allowed_account_ids.get().filter(|ids| !ids.has_unknown())?;
    Some(ids.known().map(String::as_str).collect())
}

/// The arguments that each are a source of credentials by themselves.
fn sources(alibaba: &Alibaba) -> Vec<&'static str> {
    let all = [
        ("access_key_id", alibaba.access_key_id.is_known()),
        ("profile", alibaba.profile.is_known()),
        ("ecs_role_name", alibaba.ecs_role_name.is_known()),
        ("assume_role_with_oidc", alibaba.assume_role_with_oidc.is_known()),
    ];
    all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}
