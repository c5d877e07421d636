//! The statuses of a job as the API names them.

use crate::jobs::State;

/// Job status. There is no `Suspended`: `Suspending` is the status of a suspended job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    NotConfigured,
    NotStarted,
    Prechecking,
    PrecheckFailed,
    PreCheckPass,
    Migrating,
    Suspending,
    Retrying,
    MigrationFailed,
    Finished,
    Upgrade,
    Downgrade,
    Locked,
}

impl Status {
    const ALL: [(Self, State, &'static str); 13] = [
        (Self::NotConfigured, State::Unconfigured, "NotConfigured"),
        (Self::NotStarted, State::Ready, "NotStarted"),
        (Self::Prechecking, State::Checking, "Prechecking"),
        (Self::PrecheckFailed, State::CheckFailed, "PrecheckFailed"),
        (Self::PreCheckPass, State::CheckPassed, "PreCheckPass"),
        (Self::Migrating, State::Running, "Migrating"),
        (Self::Suspending, State::Paused, "Suspending"),
        (Self::Retrying, State::Retrying, "Retrying"),
        (Self::MigrationFailed, State::Failed, "MigrationFailed"),
        (Self::Finished, State::Finished, "Finished"),
        (Self::Upgrade, State::Upgrading, "Upgrade"),
        (Self::Downgrade, State::Downgrading, "Downgrade"),
        (Self::Locked, State::Locked, "Locked"),
    ];

    /// The status of a job in this state.
    pub(crate) fn of(state: State) -> Self {
        Self::ALL.iter().find(|(_, known, _)| *known == state).map_or(Self::Locked, |(status, ..)| *status)
    }

    /// The state of a job with this status.
    pub(crate) fn state(self) -> State {
        Self::ALL.iter().find(|(status, ..)| *status == self).map_or(State::Locked, |(_, state, _)| *state)
    }

    /// The API value; note the letter case of the two precheck results.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, ..)| *status == self).map_or("", |(.., name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(.., known)| *known == name).map(|(status, ..)| *status)
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn every_status_has_its_own_state() {
        for (status, state, name) in Status::ALL {
            assert_eq!((Status::of(state), status.state(), Status::named(name)), (status, state, Some(status)));
        }
    }
}
