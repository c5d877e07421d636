//! The status of a job.

use std::fmt;

use serde_json::Value;

use crate::wire::{Mismatch, Read};

/// Status of a job. Compared without regard to letter case, because the spelling differs between actions.
///
/// ```
/// use alibaba::dts::JobStatus;
///
/// assert_eq!(JobStatus::of("precheckpass"), JobStatus::PreCheckPass);
/// assert_eq!(JobStatus::PreCheckPass.as_str(), "PreCheckPass");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum JobStatus {
    /// Purchased, not configured.
    NotConfigured,
    /// Configured, not started.
    NotStarted,
    /// The precheck is running.
    Prechecking,
    /// The precheck failed.
    PrecheckFailed,
    /// The precheck passed.
    PreCheckPass,
    /// The schema, full or incremental migration is running.
    Migrating,
    /// Suspended. There is no other status for it.
    Suspending,
    /// DTS retries automatically.
    Retrying,
    /// Failed.
    MigrationFailed,
    /// Completed, stopped, or released.
    Finished,
    /// The class is being upgraded.
    Upgrade,
    /// The class is being downgraded.
    Downgrade,
    /// Locked because of an overdue payment.
    Locked,
    /// The answer has no status.
    #[default]
    Absent,
    /// A status that is not documented.
    Other(String),
}

impl JobStatus {
    /// All documented statuses.
    pub const KNOWN: [Self; 13] = [
        Self::NotConfigured,
        Self::NotStarted,
        Self::Prechecking,
        Self::PrecheckFailed,
        Self::PreCheckPass,
        Self::Migrating,
        Self::Suspending,
        Self::Retrying,
        Self::MigrationFailed,
        Self::Finished,
        Self::Upgrade,
        Self::Downgrade,
        Self::Locked,
    ];

    /// Reads a status.
    pub fn of(word: &str) -> Self {
        if word.is_empty() {
            return Self::Absent;
        }
        let known = Self::KNOWN.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(word));
        known.unwrap_or_else(|| Self::Other(word.to_owned()))
    }

    /// The status in its documented spelling; empty when absent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::NotConfigured => "NotConfigured",
            Self::NotStarted => "NotStarted",
            Self::Prechecking => "Prechecking",
            Self::PrecheckFailed => "PrecheckFailed",
            Self::PreCheckPass => "PreCheckPass",
            Self::Migrating => "Migrating",
            Self::Suspending => "Suspending",
            Self::Retrying => "Retrying",
            Self::MigrationFailed => "MigrationFailed",
            Self::Finished => "Finished",
            Self::Upgrade => "Upgrade",
            Self::Downgrade => "Downgrade",
            Self::Locked => "Locked",
            Self::Absent => "",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Read for JobStatus {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        String::read(value).map(|word| Self::of(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::JobStatus;

    #[test]
    fn a_status_is_read_in_any_case_and_shown_as_documented() {
        assert_eq!(JobStatus::of("precheckpass"), JobStatus::PreCheckPass);
        assert_eq!(JobStatus::PreCheckPass.as_str(), "PreCheckPass");
        assert_eq!(JobStatus::of(""), JobStatus::Absent);
        assert_eq!(JobStatus::of("Modifying"), JobStatus::Other("Modifying".into()));
        for status in JobStatus::KNOWN {
            assert_eq!(JobStatus::of(status.as_str()), status);
        }
    }
}
