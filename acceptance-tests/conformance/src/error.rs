//! What can go wrong between the client and a plugin.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// A plugin that could not be started, reached or ended.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// The system could not run the binary.
    #[error("starting {} failed: {source}; build the binary first", path.display())]
    Spawn {
        /// The binary.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The process ended before it printed a line.
    #[error("the plugin ended with {status} before it printed a handshake line; its standard error: {stderr}")]
    Ended {
        /// How it ended.
        status: ExitStatus,
        /// What it said.
        stderr: String,
    },

    /// Nothing happened in time.
    #[error("the plugin did not {what} within {limit:?}; its standard error: {stderr}")]
    TimedOut {
        /// What was waited for.
        what: &'static str,
        /// For how long.
        limit: Duration,
        /// What it said.
        stderr: String,
    },

    /// The line is not a handshake line.
    #[error("the plugin printed {line:?}, which is no handshake line: {problem}")]
    Line {
        /// What it printed.
        line: String,
        /// What is wrong with it.
        problem: String,
    },

    /// The client's own certificate could not be made or used.
    #[error("preparing the client's certificate failed: {reason}")]
    Certificate {
        /// What the TLS library said.
        reason: String,
    },

    /// No connection.
    #[error("connecting to the plugin failed: {reason}")]
    Connect {
        /// The chain of causes.
        reason: String,
    },

    /// A call was answered with a gRPC error.
    #[error("the plugin answered {code:?}: {message}")]
    Call {
        /// The gRPC code.
        code: tonic::Code,
        /// Its message.
        message: String,
    },

    /// The process could not be watched.
    #[error("waiting for the plugin failed: {source}")]
    Wait {
        /// What the system said.
        source: io::Error,
    },
}

impl From<tonic::Status> for PluginError {
    fn from(status: tonic::Status) -> Self {
        Self::Call { code: status.code(), message: status.message().to_owned() }
    }
}
