//! What every operation receives.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::diagnostic::Diagnostic;

/// The data of the configured provider, and the token that cancels the operation.
#[derive(Debug)]
pub struct Context<D> {
    data: Option<Arc<D>>,
    /// Cancelled when the user interrupts Terraform. The operation must then return soon, with the state of everything that
    /// it has created.
    pub cancel: CancellationToken,
}

impl<D> Context<D> {
    /// Creates a context: for the server, and for tests of a resource without a server.
    pub fn new(data: Option<Arc<D>>, cancel: CancellationToken) -> Self {
        Self { data, cancel }
    }

    /// The data that the provider's `configure` created.
    ///
    /// # Errors
    /// The provider is not configured. Terraform configures it before every operation that may call an API.
    pub fn data(&self) -> Result<&Arc<D>, Diagnostic> {
        self.data
            .as_ref()
            .ok_or_else(|| Diagnostic::bug("Terraform called an operation before it configured the provider."))
    }
}
