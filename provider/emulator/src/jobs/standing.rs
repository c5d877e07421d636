//! Whether a job needs attention: what the status page sorts and counts by.

use super::{Phase, State};

/// How a job stands, the one that needs attention first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// It failed, or its precheck or a change of its objects did.
    Failed,
    /// It has begun and moves no data now.
    Interrupted,
    /// It works.
    Running,
    /// It follows the source without delay.
    CaughtUp,
    /// It waits for a call.
    Waiting,
    /// It has ended.
    Finished,
}

impl Standing {
    /// How a job in this state and phase stands.
    pub(crate) fn of(state: State, phase: Option<Phase>) -> Self {
        match state {
            State::CheckFailed | State::Failed | State::ModifyFailed => Self::Failed,
            State::Paused | State::Retrying | State::Locked => Self::Interrupted,
            State::Running if phase == Some(Phase::CaughtUp) => Self::CaughtUp,
            State::Running | State::Checking | State::Modifying | State::Upgrading | State::Downgrading => {
                Self::Running
            }
            State::Unconfigured | State::Ready | State::CheckPassed => Self::Waiting,
            State::Finished | State::Canceled => Self::Finished,
        }
    }

    /// As the status page names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Running => "running",
            Self::CaughtUp => "caught_up",
            Self::Waiting => "waiting",
            Self::Finished => "finished",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_comes_first() {
        let failed = [State::Failed, State::CheckFailed, State::ModifyFailed];
        for state in failed {
            assert_eq!(Standing::of(state, Some(Phase::CaughtUp)), Standing::Failed, "{state:?}");
        }
        let order = [State::Failed, State::Paused, State::Running, State::CheckPassed, State::Finished];
        let sorted = order.map(|state| Standing::of(state, Some(Phase::Full)));
        assert!(sorted.is_sorted_by(|a, b| a < b), "{sorted:?}");
        assert_eq!(Standing::of(State::Running, Some(Phase::CaughtUp)), Standing::CaughtUp);
        assert_eq!(Standing::of(State::Running, None), Standing::Running);
    }
}
