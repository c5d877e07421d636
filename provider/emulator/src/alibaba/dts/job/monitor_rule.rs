//! A rule of an alert.

use serde::{Deserialize, Serialize};

/// A rule of an alert on the delay or on errors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MonitorRule {
    /// `Y` or `N`.
    pub(crate) state: String,
    pub(crate) phone: String,
    /// Seconds.
    pub(crate) delay: Option<u64>,
}
