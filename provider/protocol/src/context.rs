//! What every operation is handed.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::diagnostic::Diagnostic;

/// The configured provider and the wish to stop.
#[derive(Debug)]
pub struct Context<D> {
    data: Option<Arc<D>>,
    /// Fires when the user interrupts Terraform. Running operations end soon after, keeping what they made.
    pub cancel: CancellationToken,
}

impl<D> Context<D> {
    /// For the server, and for tests of resources without a server.
    pub fn new(data: Option<Arc<D>>, cancel: CancellationToken) -> Self {
        Self { data, cancel }
    }

    /// What the provider's configure made.
    ///
    /// # Errors
    /// The provider has not been configured: the core does so before any operation that may call a cloud.
    pub fn data(&self) -> Result<&Arc<D>, Diagnostic> {
        self.data
            .as_ref()
            .ok_or_else(|| Diagnostic::bug("An operation was asked for before the provider was configured."))
    }
}
