//! The interface that an ephemeral resource implements.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{context::Context, diagnostic::Diagnostics, model::Model, private::Private};

/// A request to open an ephemeral resource.
#[derive(Debug)]
pub struct Open<M> {
    /// The configuration. All of its values are known.
    pub config: M,
    /// Whether Terraform accepts [`Opening::Deferred`] as the result.
    pub may_defer: bool,
}

/// The result of [`EphemeralResource::open`].
#[derive(Debug)]
pub enum Opening<M> {
    /// The resource is open.
    Opened(Opened<M>),
    /// The provider block has values that are known only after apply. Terraform opens the resource again then.
    Deferred,
}

/// An open ephemeral resource.
#[derive(Debug)]
pub struct Opened<M> {
    /// The configuration with all computed attributes set.
    pub result: M,
    /// When Terraform should renew it. `None`: it does not expire before it is closed.
    pub renew_at: Option<Timestamp>,
    /// Private data for renew and close. Terraform keeps it in memory only.
    pub private: Private,
    /// Warnings.
    pub diagnostics: Diagnostics,
}

/// The result of a renewal. It failed if the diagnostics contain an error.
#[derive(Debug, Default)]
pub struct Renewed {
    /// When Terraform should renew it again. `None`: it cannot be renewed again.
    pub renew_at: Option<Timestamp>,
    /// Private data for the next renewal and for close.
    pub private: Private,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

/// Values that exist only while Terraform runs, and that Terraform does not store.
///
/// Terraform opens the resource during the plan and again during the apply, as soon as its configuration is known, and closes
/// it when no more expression uses it. A renewal cannot change the result; it only extends the validity of what the result
/// refers to.
#[async_trait]
pub trait EphemeralResource: Send + Sync + 'static {
    /// Its model: configuration, result and schema.
    type Model: Model + Send + Sync;
    /// The data that the provider's `configure` creates.
    type Data: Send + Sync + 'static;

    /// Its type name in HCL, including the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// Validates the configuration across attributes. Unknown values must be accepted.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Opens the resource.
    ///
    /// It must return soon after `context.cancel` is cancelled.
    ///
    /// # Errors
    /// The resource cannot be opened.
    async fn open(
        &self,
        context: &Context<Self::Data>,
        call: Open<Self::Model>,
    ) -> Result<Opening<Self::Model>, Diagnostics>;

    /// Extends the validity of an open resource. Called at [`Opened::renew_at`]. Default: does nothing.
    async fn renew(&self, _context: &Context<Self::Data>, private: Private) -> Renewed {
        Renewed { private, ..Renewed::default() }
    }

    /// Closes an open resource. Default: does nothing.
    async fn close(&self, _context: &Context<Self::Data>, _private: Private) -> Diagnostics {
        Diagnostics::new()
    }
}
