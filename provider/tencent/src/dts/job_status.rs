//! The status of a job.

use std::fmt;

use serde_json::Value;

use crate::wire::{Mismatch, Read};

/// Status of a job. DTS documents some of them only for the list of jobs.
///
/// ```
/// use tencent::dts::JobStatus;
///
/// assert_eq!(JobStatus::of("checkNotPass"), JobStatus::CheckNotPass);
/// assert_eq!(JobStatus::CheckNotPass.as_str(), "checkNotPass");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum JobStatus {
    /// Bought, and not ready to be configured.
    Creating,
    /// Bought, or configured, and not checked.
    Created,
    /// The check is running.
    Checking,
    /// The check passed.
    CheckPass,
    /// The check failed.
    CheckNotPass,
    /// Started, and waiting for its time or for resources.
    ReadyRun,
    /// Running.
    Running,
    /// The increments are applied until the job is completed.
    ReadyComplete,
    /// Completed.
    Success,
    /// Failed.
    Failed,
    /// Failed, and can be resumed.
    ResumableError,
    /// Being resumed after a failure.
    Resuming,
    /// Being stopped.
    Stopping,
    /// Stopped. It cannot run again.
    Canceled,
    /// Being completed.
    Completing,
    /// Being paused.
    Pausing,
    /// Paused.
    ManualPaused,
    /// DTS does not know the status.
    Unknown,
    /// Failed; not further described.
    Error,
    /// The answer has no status.
    #[default]
    Absent,
    /// A status that is not documented.
    Other(String),
}

impl JobStatus {
    /// All documented statuses.
    pub const KNOWN: [Self; 19] = [
        Self::Creating,
        Self::Created,
        Self::Checking,
        Self::CheckPass,
        Self::CheckNotPass,
        Self::ReadyRun,
        Self::Running,
        Self::ReadyComplete,
        Self::Success,
        Self::Failed,
        Self::ResumableError,
        Self::Resuming,
        Self::Stopping,
        Self::Canceled,
        Self::Completing,
        Self::Pausing,
        Self::ManualPaused,
        Self::Unknown,
        Self::Error,
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
            Self::Creating => "creating",
            Self::Created => "created",
            Self::Checking => "checking",
            Self::CheckPass => "checkPass",
            Self::CheckNotPass => "checkNotPass",
            Self::ReadyRun => "readyRun",
            Self::Running => "running",
            Self::ReadyComplete => "readyComplete",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::ResumableError => "resumableErr",
            Self::Resuming => "resuming",
            Self::Stopping => "stopping",
            Self::Canceled => "canceled",
            Self::Completing => "completing",
            Self::Pausing => "pausing",
            Self::ManualPaused => "manualPaused",
            Self::Unknown => "unknown",
            Self::Error => "error",
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
    fn every_status_is_read_as_it_is_written_and_an_unknown_one_is_kept() {
        for status in JobStatus::KNOWN {
            assert_eq!(JobStatus::of(status.as_str()), status);
        }
        assert_eq!(JobStatus::of(""), JobStatus::Absent);
        assert_eq!(JobStatus::of("isolated"), JobStatus::Other("isolated".into()));
    }
}
