//! The interface that a provider implements.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::{
    diagnostic::Diagnostics,
    model::Model,
    registry::{
        Registered, RegisteredAction, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction,
        RegisteredListResource,
    },
};

/// A request to configure the provider.
#[derive(Debug)]
pub struct Configure<C> {
    /// The provider block. During a plan, values from resources that do not exist yet are unknown.
    pub config: C,
    /// The version of Terraform or OpenTofu, such as `1.12.0`.
    pub terraform_version: String,
    /// Cancelled when the user interrupts Terraform.
    pub cancel: CancellationToken,
}

/// A provider: its configuration block, its resources, data sources, ephemeral resources, functions, list resources and actions.
///
/// [`serve`](crate::serve::serve) shows a complete provider.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// The model of the provider block.
    type Config: Model + Send + Sync;
    /// The data that [`Provider::configure`] creates and that every operation receives, such as the clients of a cloud.
    type Data: Send + Sync + 'static;

    /// Validates the provider block across attributes. Unknown values must be accepted.
    fn validate(&self, _config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Configures the provider. If the diagnostics contain an error, the data is not used.
    async fn configure(&self, call: Configure<Self::Config>) -> (Option<Self::Data>, Diagnostics);

    /// The resources. Called once, before the provider is configured; it must only list them.
    fn resources(&self) -> Vec<Registered<Self::Data>>;

    /// The data sources. Called once, before the provider is configured; it must only list them. Default: none.
    fn data_sources(&self) -> Vec<RegisteredDataSource<Self::Data>> {
        Vec::new()
    }

    /// The ephemeral resources. Called once, before the provider is configured; it must only list them. Default: none.
    fn ephemeral_resources(&self) -> Vec<RegisteredEphemeral<Self::Data>> {
        Vec::new()
    }

    /// The functions. Called once, before the provider is configured; it must only list them. Default: none.
    fn functions(&self) -> Vec<RegisteredFunction> {
        Vec::new()
    }

    /// The list resources. The type of each must be that of a resource with an identity. Called once, before the provider is
    /// configured; it must only list them. Default: none.
    fn list_resources(&self) -> Vec<RegisteredListResource<Self::Data>> {
        Vec::new()
    }

    /// The actions. Called once, before the provider is configured; it must only list them. Default: none.
    fn actions(&self) -> Vec<RegisteredAction<Self::Data>> {
        Vec::new()
    }
}
