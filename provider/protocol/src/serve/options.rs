//! The options of [`serve`](super::serve).

use tokio_util::sync::CancellationToken;

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// File name of the binary, for the message to users who run it directly.
    pub binary: String,
    /// The provider's address, such as `registry.terraform.io/crossaccount/dts`.
    pub address: String,
    /// Cancelled when running operations should finish early: on SIGINT, on SIGTERM and on every other shutdown. The provider
    /// cancels the same token when Terraform calls `StopProvider`.
    pub stop: CancellationToken,
    /// Serve for a debugger, without Terraform as the parent process. Default: `false`.
    pub debug: bool,
}

impl ServeOptions {
    /// Options for a start by Terraform, with a new token.
    pub fn new(binary: impl Into<String>, address: impl Into<String>) -> Self {
        Self { binary: binary.into(), address: address.into(), stop: CancellationToken::new(), debug: false }
    }
}
