//! Serves a provider on a socket, from the handshake line to the last response.
//!
//! A binary only has to call [`serve`]. It prints the handshake line, and nothing else, to standard output, accepts the
//! client that the handshake allows, and returns when Terraform, a signal or the caller stops the provider.

mod announce;
mod connection;
mod error;
mod incoming;
mod listener;
mod options;

mod prepare;
mod server;
mod shutdown;
mod signals;

use tokio_util::sync::CancellationToken;

use crate::generated::tfplugin6::provider_server::Provider;
use crate::handshake::Env;

pub use error::ServeError;
pub use options::ServeOptions;

/// Serves `provider` until Terraform shuts it down, SIGTERM arrives, the parent process exits, or `shutdown` is cancelled.
///
/// A shutdown cancels [`ServeOptions::stop`], so that running operations finish early. They have up to 10 seconds for that,
/// or up to 1 second when Terraform shuts the provider down; another SIGTERM ends this grace period. SIGINT does not stop the
/// provider, because the terminal also sends it to Terraform, which then calls `StopProvider`; it cancels `stop` 500 ms later.
///
/// With [`ServeOptions::debug`] there is no magic cookie and no TLS, the instructions to attach Terraform are printed instead
/// of the handshake line, and SIGINT stops the provider.
///
/// # Errors
/// [`ServeError`] when the handshake fails, the socket cannot be opened, the handshake line cannot be printed, or the gRPC
/// server fails.
pub async fn serve<P: Provider>(
    provider: P,
    env: &Env,
    options: ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    // Before the line is printed, so that a signal that follows it does not trigger the default action.
    let signals = signals::Signals::new().map_err(|source| ServeError::Signals { source })?;
    let prepared = prepare::prepare(env, &options)?;
    announce::print(&prepared.announcement).map_err(|source| ServeError::Announce { source })?;
    server::run(provider, prepared, signals.into_stream(), &options, shutdown).await
}

#[cfg(test)]
mod tests;
