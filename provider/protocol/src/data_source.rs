//! The interface that a data source implements.

use async_trait::async_trait;

use crate::{context::Context, diagnostic::Diagnostics, model::Model};

/// A data source: an object that the provider looks up and never changes.
///
/// Terraform reads it when its configuration is known: during the plan, or during the apply if the configuration depends on
/// values that are known only after apply.
#[async_trait]
pub trait DataSource: Send + Sync + 'static {
    /// Its model: configuration, result and schema.
    type Model: Model + Send + Sync;
    /// The data that the provider's `configure` creates.
    type Data: Send + Sync + 'static;

    /// Its type name in HCL, including the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// Validates the configuration across attributes. Unknown values must be accepted.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Looks up the object, and returns the configuration with all computed attributes set.
    ///
    /// It must return soon after `context.cancel` is cancelled.
    ///
    /// # Errors
    /// The object does not exist, or the lookup failed.
    async fn read(&self, context: &Context<Self::Data>, config: Self::Model) -> Result<Self::Model, Diagnostics>;
}
