//! The calls that change a started job, and the statuses in which DTS allows them.

use tencent::dts::JobStatus;

/// A call that changes a started job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// ModifyMigrateRateLimit.
    RateLimit,
    /// ModifyMigrateRuntimeAttribute, for some keys of `settings`.
    RuntimeAttributes,
}

impl Call {
    /// Whether DTS allows the call for a started job of this status.
    pub(crate) fn is_allowed(self, status: &JobStatus) -> bool {
        match self {
            Call::RateLimit => matches!(status, JobStatus::Running | JobStatus::ReadyComplete),
            Call::RuntimeAttributes => !matches!(status, JobStatus::Success | JobStatus::Canceled),
        }
    }
}
