//! What a job migrates.

use serde::{Deserialize, Serialize};

/// What a job migrates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Modes {
    pub(crate) schema: bool,
    pub(crate) full: bool,
    pub(crate) incremental: bool,
}
