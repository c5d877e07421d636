//! A provider on a socket: from the handshake line to the last answer.
//!
//! [`serve`] is all a binary needs. It prints the handshake line on standard output and nothing else, lets in whom the
//! handshake allows, and returns when Terraform, a signal or the caller ends it.

mod announce;
mod connection;
mod error;
mod incoming;
mod listener;
mod options;
mod orphan;
mod prepare;
mod server;
mod shutdown;
mod signals;

use tokio_util::sync::CancellationToken;

use crate::generated::tfplugin6::provider_server::Provider;
use crate::handshake::Env;

pub use error::ServeError;
pub use options::ServeOptions;

/// Serves `provider` until Terraform shuts it down, SIGTERM arrives, the parent process is gone, or `shutdown` is
/// cancelled.
///
/// SIGINT ends nothing: Terraform gets it too and sends `StopProvider`. It cancels [`ServeOptions::stop`], as every end
/// does, so that running operations finish early; they get a bounded time for it, which a second SIGTERM ends. With [`ServeOptions::debug`] there
/// is no cookie and no TLS, the attach line is printed instead of the handshake line, and SIGINT does end the process.
///
/// # Errors
/// [`ServeError`] when the handshake is refused or the socket cannot be opened; its text is for standard error.
pub async fn serve<P: Provider>(
    provider: P,
    env: &Env,
    options: ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    // Before the line is printed: a signal that follows it must not hit the default action.
    let signals = signals::Signals::new().map_err(|source| ServeError::Signals { source })?;
    let prepared = prepare::prepare(env, &options)?;
    announce::print(&prepared.announcement).map_err(|source| ServeError::Announce { source })?;
    server::run(provider, prepared, signals.into_stream(), &options, shutdown).await
}

#[cfg(test)]
mod tests;
