//! What an ephemeral resource must give, and what it may.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{context::Context, diagnostic::Diagnostics, model::Model, private::Private};

/// What the core asks for.
#[derive(Debug)]
pub struct Open<M> {
    /// What the user wrote; known through and through.
    pub config: M,
    /// Whether the core takes [`Opening::Deferred`] for an answer.
    pub may_defer: bool,
}

/// The answer to [`Open`].
#[derive(Debug)]
pub enum Opening<M> {
    /// It is there.
    Opened(Opened<M>),
    /// The provider block has values that are known only after apply; the core asks again then.
    Deferred,
}

/// Something that is there until it is closed.
#[derive(Debug)]
pub struct Opened<M> {
    /// The configuration with everything computed filled in.
    pub result: M,
    /// When to renew it; none where it lives until it is closed.
    pub renew_at: Option<Timestamp>,
    /// What renew and close are told. The core keeps it in memory only.
    pub private: Private,
    /// Cautions.
    pub diagnostics: Diagnostics,
}

/// How a renewal ended.
#[derive(Debug, Default)]
pub struct Renewed {
    /// When to renew it again; none where that makes no sense any more.
    pub renew_at: Option<Timestamp>,
    /// What the next renew is told.
    pub private: Private,
    /// Whether it failed, and cautions.
    pub diagnostics: Diagnostics,
}

/// Values that exist while Terraform runs and are stored nowhere.
///
/// The core opens it in the plan and again in the apply, as soon as its configuration is known, and closes it when nothing
/// that uses it is left. A renewal cannot change the result: it only keeps alive what the result speaks of.
#[async_trait]
pub trait EphemeralResource: Send + Sync + 'static {
    /// Its model: configuration, result and schema.
    type Model: Model + Send + Sync;
    /// What the provider's configure made.
    type Data: Send + Sync + 'static;

    /// Its name in HCL, with the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// Checks across attributes. Unknown values must be passed over.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Opens it.
    ///
    /// It must end soon after `context.cancel` fires.
    ///
    /// # Errors
    /// It cannot be opened.
    async fn open(
        &self,
        context: &Context<Self::Data>,
        call: Open<Self::Model>,
    ) -> Result<Opening<Self::Model>, Diagnostics>;

    /// Keeps alive what was opened. Called at [`Opened::renew_at`].
    async fn renew(&self, _context: &Context<Self::Data>, private: Private) -> Renewed {
        Renewed { private, ..Renewed::default() }
    }

    /// Ends what was opened.
    async fn close(&self, _context: &Context<Self::Data>, _private: Private) -> Diagnostics {
        Diagnostics::new()
    }
}
