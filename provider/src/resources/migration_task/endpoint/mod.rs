//! The `source` and `destination` blocks.

mod model;
mod password;

pub(super) use model::{CrossAccount, Endpoint};
pub(super) use password::{check_passwords, password_changed, password_of};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Read from.
    Source,
    /// Written to.
    Destination,
}

impl Side {
    /// Name of its block.
    pub(super) fn block(self) -> &'static str {
        match self {
            Side::Source => "source",
            Side::Destination => "destination",
        }
    }

    /// How ModifyDtsJobPassword names it.
    pub(super) fn wire(self) -> &'static str {
        match self {
            Side::Source => "src",
            Side::Destination => "dest",
        }
    }
}
