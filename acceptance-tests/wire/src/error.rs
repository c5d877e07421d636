//! The errors of this crate, besides the diagnostics of the provider.

use acceptance_harness::HarnessError;
use tfplugin_conformance::PluginError;

use super::Reported;

/// Why a call over the wire did not do its part.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The provider is not there.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The process or the connection.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// A value that does not fit its schema.
    #[error("{what}: {reason}")]
    Value {
        /// Which one.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The provider has no such resource.
    #[error("the provider has no resource {0}")]
    NoResource(String),
    /// The provider refused what had to work.
    #[error("{what} was refused: {reported:#?}")]
    Refused {
        /// What was tried.
        what: String,
        /// What the provider says.
        reported: Vec<Reported>,
    },
}

impl From<tonic::Status> for WireError {
    fn from(status: tonic::Status) -> Self {
        Self::Plugin(status.into())
    }
}

impl WireError {
    /// For `map_err` on values.
    pub(super) fn value<E: ToString>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |error| Self::Value { what, reason: error.to_string() }
    }
}
