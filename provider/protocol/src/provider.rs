//! What a provider must give.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::{
    diagnostic::Diagnostics,
    model::Model,
    registry::{Registered, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction},
};

/// How the core asks for configuration.
#[derive(Debug)]
pub struct Configure<C> {
    /// The provider block. Values from resources not created yet are unknown during plan.
    pub config: C,
    /// The version of Terraform or OpenTofu.
    pub terraform_version: String,
    /// Fires when the user interrupts Terraform.
    pub cancel: CancellationToken,
}

/// A provider: its block, how it is configured, and its resources, data sources, ephemeral resources and functions.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// The provider block.
    type Config: Model + Send + Sync;
    /// What configure makes and every operation is handed.
    type Data: Send + Sync + 'static;

    /// Checks the provider block across attributes. Unknown values must be passed over.
    fn validate(&self, _config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Makes the data. Warnings go into the diagnostics; with an error among them the data is not used.
    async fn configure(&self, call: Configure<Self::Config>) -> (Option<Self::Data>, Diagnostics);

    /// The resources. Called once; must not do more than list them.
    fn resources(&self) -> Vec<Registered<Self::Data>>;

    /// The data sources. Called once; must not do more than list them.
    fn data_sources(&self) -> Vec<RegisteredDataSource<Self::Data>> {
        Vec::new()
    }

    /// The ephemeral resources. Called once; must not do more than list them.
    fn ephemeral_resources(&self) -> Vec<RegisteredEphemeral<Self::Data>> {
        Vec::new()
    }

    /// The functions. Called once; must not do more than list them.
    fn functions(&self) -> Vec<RegisteredFunction> {
        Vec::new()
    }
}
