//! Why serving ended badly.

use std::io;

use crate::handshake::HandshakeError;

/// The plugin could not start, or its server failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The handshake was refused.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),

    /// The socket could not be opened.
    #[error("opening the plugin's socket at {address} failed: {source}; {advice}")]
    Listen {
        /// Where.
        address: String,
        /// What the system said.
        source: io::Error,
        /// What to do.
        advice: &'static str,
    },

    /// Standard output is closed.
    #[error("printing the handshake line failed: {source}; the program that starts a plugin must read its output")]
    Announce {
        /// What the system said.
        source: io::Error,
    },

    /// Signal handlers could not be set.
    #[error("setting the signal handlers failed: {source}; please report this as a bug of the provider")]
    Signals {
        /// What the system said.
        source: io::Error,
    },

    /// The gRPC server stopped by itself.
    #[error("the gRPC server failed: {source}; please report this as a bug of the provider")]
    Server {
        /// What the gRPC library said.
        source: tonic::transport::Error,
    },
}
