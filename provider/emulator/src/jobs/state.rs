//! The states and phases of a job.

use serde::{Deserialize, Serialize};

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// It was purchased and has no configuration yet.
    Unconfigured,
    /// It is configured and has not been started.
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
    /// It was stopped and cannot continue. Some clouds only have this state.
    Canceled,
    /// Its objects are changed while it runs.
    Modifying,
    /// A change of its objects failed; it still runs with the objects from before.
    ModifyFailed,
    /// Its instance gets a larger class.
    Upgrading,
    /// Its instance gets a smaller class.
    Downgrading,
    /// It cannot be changed, for example because a bill is not paid.
    Locked,
}

/// What a running job is doing, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    Schema,
    Full,
    /// Comparing the data; a separate phase only in a job without an incremental phase.
    Verification,
    /// Incremental, still with a delay.
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
