//! The trade status of a job.

use std::fmt;

use serde_json::Value;

use crate::wire::{Mismatch, Read};

/// Trade status of a job: whether it is bought, isolated or destroyed.
///
/// ```
/// use tencent::dts::TradeStatus;
///
/// assert_eq!(TradeStatus::of("offlined"), TradeStatus::Offlined);
/// assert_eq!(TradeStatus::Offlined.as_str(), "offlined");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TradeStatus {
    /// Billed, or to be billed.
    Normal,
    /// The class is being changed.
    Resizing,
    /// A change is being reversed, for a short time.
    Reversing,
    /// Being isolated, for a short time.
    Isolating,
    /// Isolated: it can be recovered or destroyed.
    Isolated,
    /// Being destroyed.
    Offlining,
    /// Destroyed. Its details can still be read.
    Offlined,
    /// Not billed: it is destroyed when it is isolated.
    NotBilled,
    /// The answer has no trade status.
    #[default]
    Absent,
    /// A status that is not documented.
    Other(String),
}

impl TradeStatus {
    /// All documented statuses.
    pub const KNOWN: [Self; 8] = [
        Self::Normal,
        Self::Resizing,
        Self::Reversing,
        Self::Isolating,
        Self::Isolated,
        Self::Offlining,
        Self::Offlined,
        Self::NotBilled,
    ];

    /// Reads a status.
    pub fn of(word: &str) -> Self {
        if word.is_empty() {
            return Self::Absent;
        }
        let known = Self::KNOWN.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(word));
        known.unwrap_or_else(|| Self::Other(word.to_owned()))
    }

    /// The status as DTS writes it; empty when absent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Normal => "normal",
            Self::Resizing => "resizing",
            Self::Reversing => "reversing",
            Self::Isolating => "isolating",
            Self::Isolated => "isolated",
            Self::Offlining => "offlining",
            Self::Offlined => "offlined",
            Self::NotBilled => "notBilled",
            Self::Absent => "",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for TradeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Read for TradeStatus {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        String::read(value).map(|word| Self::of(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::TradeStatus;

    #[test]
    fn every_status_is_read_as_it_is_written_and_an_unknown_one_is_kept() {
        for status in TradeStatus::KNOWN {
            assert_eq!(TradeStatus::of(status.as_str()), status);
        }
        assert_eq!(TradeStatus::of(""), TradeStatus::Absent);
        assert_eq!(TradeStatus::of("renewing"), TradeStatus::Other("renewing".into()));
    }
}
