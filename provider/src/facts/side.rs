//! Types that several tables use.

use std::fmt;

use serde::Deserialize;

/// The side of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    /// The database that DTS reads from.
    Source,
    /// The database that DTS writes to.
    Destination,
}

impl Side {
    /// Name of the block of this side.
    pub(crate) fn block(self) -> &'static str {
        match self {
            Side::Source => "source",
            Side::Destination => "destination",
        }
    }

    /// The other side.
    pub(crate) fn other(self) -> Self {
        match self {
            Side::Source => Side::Destination,
            Side::Destination => Side::Source,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.block())
    }
}

/// Whether an argument must be set.
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
