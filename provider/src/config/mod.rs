//! The provider itself: its block, and what it registers.

mod alibaba;
mod cloud_block;
mod configure;
mod general;
mod model;
mod rules;
mod suppressed;
mod tencent;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use cloud_core::Environment;
use tfplugin::{
    diagnostic::Diagnostics,
    provider::{Configure, Provider},
    registry::{
        Registered, RegisteredAction, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction,
        RegisteredListResource,
    },
};

use self::cloud_block::CloudBlock as _;
pub(crate) use self::{alibaba::Alibaba, configure::configure, model::ProviderModel, tencent::Tencent};
use crate::{
    accounts::Clouds,
    actions, data_sources, ephemeral, functions, resources,
    rules::{Rule, ValueRule},
};

/// The provider `dts`.
pub(crate) struct Dts {
    /// The environment variables of the process.
    pub(crate) environment: Environment,
}

/// The rules on single values of the provider block.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    rules::VALUE_RULES.into_iter()
}

/// The rules of the provider block.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    cloud_block::rules().chain(tencent::rules()).chain([&suppressed::RULE])
}

#[async_trait]
impl Provider for Dts {
    type Config = ProviderModel;
    type Data = Clouds;

    fn validate(&self, config: &ProviderModel, diagnostics: &mut Diagnostics) {
        suppressed::check(config, diagnostics);
        let allowed = config.allowed_ids();
        if let Some(block) = config.alibaba.get() {
            cloud_block::check(&block.arguments(), allowed.as_deref(), diagnostics);
        }
        if let Some(block) = config.tencent.get() {
            cloud_block::check(&block.arguments(), allowed.as_deref(), diagnostics);
            tencent::check(block, diagnostics);
        }
    }

    async fn configure(&self, call: Configure<ProviderModel>) -> (Option<Clouds>, Diagnostics) {
        match configure::configure(call, self.environment.clone()).await {
            Ok(clouds) => (Some(clouds), Diagnostics::new()),
            Err(diagnostic) => (None, diagnostic.into()),
        }
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

    fn actions(&self) -> Vec<RegisteredAction<Clouds>> {
        actions::all()
    }

    fn list_resources(&self) -> Vec<RegisteredListResource<Clouds>> {
        resources::lists()
    }
}
