//! One or two directions of a synchronization.

use crate::alibaba::gateway::Parameters;

use super::reserve;
use super::settings::text;

/// The topology of a synchronization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topology {
    OneWay,
    TwoWay,
}

impl Topology {
    /// `SyncArchitecture` of a purchase and `syncArchitecture` of `Reserve`.
    pub(crate) fn named(word: &str) -> Option<Self> {
        [Self::OneWay, Self::TwoWay].into_iter().find(|topology| topology.name() == word)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OneWay => "oneway",
            Self::TwoWay => "bidirectional",
        }
    }

    /// The topology that the settings of a job name.
    pub(crate) fn of(parameters: &Parameters) -> Option<Self> {
        text(&reserve::of(parameters), "syncArchitecture").as_deref().and_then(Self::named)
    }
}
