//! Where a job is.

use serde::{Deserialize, Serialize};

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// It was purchased and has no configuration yet.
    Unconfigured,
    /// It is configured and was not started.
    Ready,
    /// Its precheck is running.
    Checking,
    CheckFailed,
    /// It has passed the precheck, and is not purchased.
    CheckPassed,
    /// It is in one of its phases.
    Running,
    Paused,
    /// It tries to connect again, and continues when it can.
    Retrying,
    Failed,
    Finished,
    /// Its instance gets a larger class.
    Upgrading,
    /// Its instance gets a smaller class.
    Downgrading,
    /// It cannot be changed, as when a bill is not paid.
    Locked,
}

/// What a running job is doing, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    Schema,
    Full,
    /// Comparing the data; a separate phase only where no incremental phase runs beside it.
    Verification,
    /// Incremental, still behind.
    Incremental,
    /// Incremental, without delay.
    CaughtUp,
}

impl Phase {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Full => "full",
            Self::Verification => "verification",
            Self::Incremental => "incremental",
            Self::CaughtUp => "caught_up",
        }
    }
}
