//! The words DTS uses for how far a job is.

use std::fmt;

use serde_json::Value;

use crate::wire::{Mismatch, Read, answer};

/// Status of a job. Compared without regard to case, because the service's own spellings differ between calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum JobStatus {
    /// Bought, not configured.
    NotConfigured,
    /// Configured, nothing run yet.
    NotStarted,
    /// Precheck runs.
    Prechecking,
    /// Precheck failed.
    PrecheckFailed,
    /// Precheck passed.
    PreCheckPass,
    /// Schema, full or incremental migration runs.
    Migrating,
    /// Paused. There is no further "suspended" status.
    Suspending,
    /// DTS retries by itself.
    Retrying,
    /// Failed.
    MigrationFailed,
    /// Completed, stopped, or released.
    Finished,
    /// Its class is being raised.
    Upgrade,
    /// Its class is being lowered.
    Downgrade,
    /// Locked for an overdue payment.
    Locked,
    /// None was given.
    #[default]
    Absent,
    /// A word this crate does not know.
    Other(String),
}

impl JobStatus {
    /// All words that are documented.
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

    /// Recognises a status word.
    pub fn of(word: &str) -> Self {
        if word.is_empty() {
            return Self::Absent;
        }
        let known = Self::KNOWN.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(word));
        known.unwrap_or_else(|| Self::Other(word.to_owned()))
    }

    /// The service's word, in its documented spelling; empty when absent.
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

answer! {
    /// Which phases a job has.
    MigrationMode {
        /// Schema.
        structure_initialization: bool = "StructureInitialization",
        /// Full data.
        data_initialization: bool = "DataInitialization",
        /// Incremental data.
        data_synchronization: bool = "DataSynchronization",
        /// Transformation of the rows on their way.
        data_extract_transform_load: bool = "DataExtractTransformLoad",
    }
}

answer! {
    /// How far schema migration, full migration or a verification is.
    Phase {
        /// `NotStarted`, `Migrating` (a verification: `Checking`), `Failed` or `Finished`, a verification of incremental
        /// data also `Catched`; empty when the job has no such phase.
        status: String = "Status",
        /// 0 to 100, a text.
        percent: String = "Percent",
        /// Tables (schema) or records (full, verification) done, a text.
        progress: String = "Progress",
        /// Why it failed.
        error_message: String = "ErrorMessage",
    }
}

answer! {
    /// How far incremental migration is.
    SyncPhase {
        /// `NotStarted`, `Migrating`, `Failed`, `Finished`, or `Catched` when there is no delay.
        status: String = "Status",
        /// 0 to 100, a text.
        percent: String = "Percent",
        /// Rate, e.g. `0.00RPS/(0.000MB/s)`.
        progress: String = "Progress",
        /// Whether the class is too small.
        need_upgrade: bool = "NeedUpgrade",
        /// Why it failed.
        error_message: String = "ErrorMessage",
    }
}

answer! {
    /// How far the precheck is.
    PrecheckPhase {
        /// `NotStarted`, `Suspending`, `Checking` or `Prechecking`, `Failed` or `PrecheckFailed`, `Finished`.
        status: String = "Status",
        /// 0 to 100, a text.
        percent: String = "Percent",
        /// Why it failed.
        error_message: String = "ErrorMessage",
        /// Item by item.
        detail: Vec<PrecheckDetail> = "Detail",
    }
}

answer! {
    /// One precheck item as the job descriptions show it; `DescribePreCheckStatus` says more.
    PrecheckDetail {
        /// Code, e.g. `CHECK_CONN_SRC`.
        check_item: String = "CheckItem",
        /// What it checks.
        check_item_description: String = "CheckItemDescription",
        /// `Success` or `Failed`.
        check_result: String = "CheckResult",
        /// Only when failed.
        failed_reason: String = "FailedReason",
        /// Only when failed.
        repair_method: String = "RepairMethod",
    }
}

answer! {
    /// Throughput, both texts.
    Performance {
        /// Records a second.
        rps: String = "Rps",
        /// Megabytes a second.
        flow: String = "Flow",
    }
}

#[cfg(test)]
mod tests {
    use super::JobStatus;

    #[test]
    fn a_status_is_known_in_any_case_and_shown_as_documented() {
        assert_eq!(JobStatus::of("precheckpass"), JobStatus::PreCheckPass);
        assert_eq!(JobStatus::PreCheckPass.as_str(), "PreCheckPass");
        assert_eq!(JobStatus::of(""), JobStatus::Absent);
        assert_eq!(JobStatus::of("Modifying"), JobStatus::Other("Modifying".into()));
        for status in JobStatus::KNOWN {
            assert_eq!(JobStatus::of(status.as_str()), status);
        }
    }
}
