//! What the binary says about itself.

use tokio_util::sync::CancellationToken;

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// File name of the binary, for people who start it by hand.
    pub binary: String,
    /// The provider's address, such as `registry.terraform.io/crossaccount/dts`.
    pub address: String,
    /// Cancelled when running operations should come to an end: on SIGINT, SIGTERM and every other end. The provider
    /// cancels the same token when Terraform sends `StopProvider`.
    pub stop: CancellationToken,
    /// Serve without Terraform as the parent process, for a debugger.
    pub debug: bool,
}

impl ServeOptions {
    /// Options for a start by Terraform, with a fresh token.
    pub fn new(binary: impl Into<String>, address: impl Into<String>) -> Self {
        Self { binary: binary.into(), address: address.into(), stop: CancellationToken::new(), debug: false }
    }
}
