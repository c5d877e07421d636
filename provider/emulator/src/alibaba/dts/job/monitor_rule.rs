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

/// A rule is on unless the call says otherwise.
impl Default for MonitorRule {
    fn default() -> Self {
        Self { state: "Y".to_owned(), phone: String::new(), delay: None }
    }
}
