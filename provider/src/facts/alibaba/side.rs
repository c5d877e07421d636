//! Words several tables use.

use std::fmt;

use serde::Deserialize;

/// Which end of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    /// Read from.
    Source,
    /// Written to.
    Destination,
}

impl Side {
    /// Name of its block.
    pub(crate) fn block(self) -> &'static str {
        match self {
            Side::Source => "source",
            Side::Destination => "destination",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.block())
    }
}

/// Whether an argument has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Need {
    /// It must be set.
    Required,
    /// It may be set.
    Optional,
    /// It must not be set.
    Forbidden,
}
