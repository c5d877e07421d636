//! What a data source must give, and what it may.

use async_trait::async_trait;

use crate::{context::Context, diagnostic::Diagnostics, model::Model};

/// A data source: something that is looked up and never changed.
///
/// The core reads it when its whole configuration is known: in the plan, or, where it depends on what the apply makes, in
/// the apply.
#[async_trait]
pub trait DataSource: Send + Sync + 'static {
    /// Its model: configuration, result and schema.
    type Model: Model + Send + Sync;
    /// What the provider's configure made.
    type Data: Send + Sync + 'static;

    /// Its name in HCL, with the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// Checks across attributes. Unknown values must be passed over.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Looks it up. The answer is the configuration with everything computed filled in.
    ///
    /// It must end soon after `context.cancel` fires.
    ///
    /// # Errors
    /// It cannot be looked up, or there is no such thing.
    async fn read(&self, context: &Context<Self::Data>, config: Self::Model) -> Result<Self::Model, Diagnostics>;
}
