//! Why serving failed.

use std::io;

use crate::handshake::HandshakeError;

/// The plugin could not start, or its server failed. The text is for standard error.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The handshake failed.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),

    /// The socket could not be opened.
    #[error("opening the plugin's socket at {address} failed: {source}; {advice}")]
    Listen {
        /// The path, or the address and the ports.
        address: String,
        /// The error of the system.
        source: io::Error,
        /// What the user can do.
        advice: &'static str,
    },

    /// The handshake line could not be printed, usually because standard output is closed.
    #[error("printing the handshake line failed: {source}; the program that starts the provider must read its output")]
    Announce {
        /// The error of the system.
        source: io::Error,
    },

    /// The signal handlers could not be installed.
    #[error("installing the signal handlers failed: {source}; please report this as a bug of the provider")]
    Signals {
        /// The error of the system.
        source: io::Error,
    },

    /// The gRPC server failed.
    #[error("the gRPC server failed: {source}; please report this as a bug of the provider")]
    Server {
        /// The error of the gRPC library.
        source: tonic::transport::Error,
    },
}
