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
    /// The schema or full phase of a synchronization is running.
    Initializing,
    /// The incremental phase of a synchronization is running.
    Synchronizing,
    /// A change of the objects of a synchronization is running.
    Modifying,
    /// Suspended. There is no other status for it.
    Suspending,
    /// DTS retries automatically.
    Retrying,
    /// A migration failed.
    MigrationFailed,
    /// The schema or full phase of a synchronization failed.
    InitializeFailed,
    /// The incremental phase of a synchronization failed.
    Failed,
    /// A change of the objects of a synchronization failed.
    ModifyFailed,
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
    /// All documented statuses of migrations.
    pub const MIGRATION: [Self; 13] = [
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

    /// All documented statuses of synchronizations.
    pub const SYNCHRONIZATION: [Self; 17] = [
        Self::NotConfigured,
        Self::NotStarted,
        Self::Prechecking,
        Self::PrecheckFailed,
        Self::PreCheckPass,
        Self::Initializing,
        Self::InitializeFailed,
        Self::Synchronizing,
        Self::Failed,
        Self::Suspending,
        Self::Modifying,
        Self::ModifyFailed,
        Self::Retrying,
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
        // The old calls spell one status differently.
        let word_now = if word.eq_ignore_ascii_case("Initializating") { "Initializing" } else { word };
        let mut known = Self::MIGRATION.into_iter().chain(Self::SYNCHRONIZATION);
        let known = known.find(|status| status.as_str().eq_ignore_ascii_case(word_now));
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
            Self::Initializing => "Initializing",
            Self::Synchronizing => "Synchronizing",
            Self::Modifying => "Modifying",
            Self::Suspending => "Suspending",
            Self::Retrying => "Retrying",
            Self::MigrationFailed => "MigrationFailed",
            Self::InitializeFailed => "InitializeFailed",
            Self::Failed => "Failed",
            Self::ModifyFailed => "ModifyFailed",
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
        assert_eq!(JobStatus::of("synchronizing"), JobStatus::Synchronizing);
        assert_eq!(JobStatus::of("Initializating"), JobStatus::Initializing);
        assert_eq!(JobStatus::of("Sleeping"), JobStatus::Other("Sleeping".into()));
        for status in JobStatus::MIGRATION.into_iter().chain(JobStatus::SYNCHRONIZATION) {
            assert_eq!(JobStatus::of(status.as_str()), status);
        }
    }
}
