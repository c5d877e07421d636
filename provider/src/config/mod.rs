//! The provider itself: its block, and what it registers.

mod alibaba;
mod configure;
mod general;
mod model;
mod rules;
mod suppressed;
#[cfg(test)]
mod tests;

use ::alibaba::Environment;
use async_trait::async_trait;
use tfplugin::{
    diagnostic::Diagnostics,
    provider::{Configure, Provider},
    registry::{Registered, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction},
};

use self::model::ProviderModel;
use crate::{
    accounts::Clouds,
    data_sources, ephemeral, functions, resources,
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
    alibaba::rules().chain([&suppressed::RULE])
}

#[async_trait]
impl Provider for Dts {
    type Config = ProviderModel;
    type Data = Clouds;

    fn validate(&self, config: &ProviderModel, diagnostics: &mut Diagnostics) {
        suppressed::check(config, diagnostics);
        if let Some(block) = config.alibaba.get() {
            alibaba::check(block, config.allowed_ids().as_deref(), diagnostics);
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
}
