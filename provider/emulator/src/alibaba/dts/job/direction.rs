//! The two directions of a two-way synchronization.

use serde::{Deserialize, Serialize};

/// A direction. Every job that is not the second job of a two-way synchronization is a forward job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Direction {
    #[default]
    Forward,
    Reverse,
}

impl Direction {
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Forward, Self::Reverse].into_iter().find(|direction| direction.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Forward => "Forward",
            Self::Reverse => "Reverse",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Forward => Self::Reverse,
            Self::Reverse => Self::Forward,
        }
    }
}
