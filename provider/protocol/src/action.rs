//! The interface that an action implements: an operation on objects that no state stores.

use async_trait::async_trait;
use tokio::sync::watch;

use crate::{context::Context, diagnostic::Diagnostics, model::Model};

/// An operation that the user starts with `terraform apply -invoke`, or that a managed resource triggers.
///
/// Terraform 1.14 and later call it. It returns no state: the next refresh of the resources shows what it has changed.
#[async_trait]
pub trait Action: Send + Sync + 'static {
    /// The model of the `config` block. It has no computed attributes.
    type Model: Model + Send + Sync;
    /// The data that the provider's `configure` creates.
    type Data: Send + Sync + 'static;

    /// Its type name in HCL, including the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// Validates the configuration across attributes. Unknown values must be accepted.
    ///
    /// The server calls it before each plan and each invocation and does not continue after an error.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Checks what the invocation would do. It must not change anything. Values that are known only after apply are unknown.
    /// Warnings belong here and not into [`Action::validate`]. Default: accepts everything.
    async fn plan(&self, _context: &Context<Self::Data>, _config: &Self::Model) -> Diagnostics {
        Diagnostics::new()
    }

    /// Does the work. All values of the configuration are known. It failed if the returned diagnostics contain an error.
    ///
    /// It must return soon after `context.cancel` is cancelled, with an error that says what was done and what was not done.
    async fn invoke(&self, context: &Context<Self::Data>, config: Self::Model, progress: &Progress) -> Diagnostics;
}

/// Shows the progress of an action to the user.
#[derive(Debug)]
pub struct Progress(watch::Sender<String>);

impl Progress {
    /// A sender of messages, and the receiver for the server.
    pub(crate) fn channel() -> (Self, watch::Receiver<String>) {
        let (sender, receiver) = watch::channel(String::new());
        (Self(sender), receiver)
    }

    /// Shows one line. The server sends at most one line in a second: it replaces a line that was not sent yet.
    ///
    /// Terraform prints and logs it, so it must not have secrets.
    pub fn report(&self, line: impl Into<String>) {
        self.0.send_replace(line.into());
    }
}
