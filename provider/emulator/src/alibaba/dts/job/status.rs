//! The statuses of a job as the API names them.

use crate::jobs::{Phase, State};

use super::kind::JobKind;

/// Job status. There is no `Suspended`: `Suspending` is the status of a suspended job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    NotConfigured,
    NotStarted,
    Prechecking,
    PrecheckFailed,
    PreCheckPass,
    Migrating,
    Initializing,
    Synchronizing,
    Suspending,
    Retrying,
    MigrationFailed,
    InitializeFailed,
    Failed,
    Modifying,
    ModifyFailed,
    Finished,
    Upgrade,
    Downgrade,
    Locked,
}

/// Status, state, name. Note the letter case of the two precheck results.
type Row = (Status, State, &'static str);

/// The statuses that all jobs have.
const COMMON: [Row; 11] = [
    (Status::NotConfigured, State::Unconfigured, "NotConfigured"),
    (Status::NotStarted, State::Ready, "NotStarted"),
    (Status::Prechecking, State::Checking, "Prechecking"),
    (Status::PrecheckFailed, State::CheckFailed, "PrecheckFailed"),
    (Status::PreCheckPass, State::CheckPassed, "PreCheckPass"),
    (Status::Suspending, State::Paused, "Suspending"),
    (Status::Retrying, State::Retrying, "Retrying"),
    (Status::Finished, State::Finished, "Finished"),
    (Status::Upgrade, State::Upgrading, "Upgrade"),
    (Status::Downgrade, State::Downgrading, "Downgrade"),
    (Status::Locked, State::Locked, "Locked"),
];

const OF_MIGRATIONS: [Row; 2] =
    [(Status::Migrating, State::Running, "Migrating"), (Status::MigrationFailed, State::Failed, "MigrationFailed")];

/// In a synchronization the phase decides between two statuses: the first of them is before the incremental phase.
const OF_SYNCHRONIZATIONS: [Row; 6] = [
    (Status::Initializing, State::Running, "Initializing"),
    (Status::Synchronizing, State::Running, "Synchronizing"),
    (Status::InitializeFailed, State::Failed, "InitializeFailed"),
    (Status::Failed, State::Failed, "Failed"),
    (Status::Modifying, State::Modifying, "Modifying"),
    (Status::ModifyFailed, State::ModifyFailed, "ModifyFailed"),
];

fn rows(kind: JobKind) -> impl Iterator<Item = &'static Row> {
    let own = match kind {
        JobKind::Migration => &OF_MIGRATIONS[..],
        JobKind::Synchronization => &OF_SYNCHRONIZATIONS[..],
    };
    COMMON.iter().chain(own)
}

impl Status {
    /// The status of a job of this kind in this state and phase.
    pub(crate) fn of(kind: JobKind, state: State, phase: Option<Phase>) -> Self {
        let late = phase >= Some(Phase::Incremental);
        let fits = |status: Self| match status {
            Self::Initializing | Self::InitializeFailed => !late,
            Self::Synchronizing | Self::Failed => late,
            _ => true,
        };
        let row = rows(kind).find(|(status, known, _)| *known == state && fits(*status));
        row.map_or(Self::Locked, |(status, ..)| *status)
    }

    /// The state of a job with this status.
    pub(crate) fn state(self) -> State {
        self.row().map_or(State::Locked, |(_, state, _)| *state)
    }

    /// The API value.
    pub(crate) fn name(self) -> &'static str {
        self.row().map_or("", |(.., name)| name)
    }

    fn row(self) -> Option<&'static Row> {
        COMMON.iter().chain(&OF_MIGRATIONS).chain(&OF_SYNCHRONIZATIONS).find(|(status, ..)| *status == self)
    }

    /// The status that a job of this kind has under this name.
    pub(crate) fn named(kind: JobKind, name: &str) -> Option<Self> {
        rows(kind).find(|(.., known)| *known == name).map(|(status, ..)| *status)
    }

    /// Whether a phase of the job failed.
    pub(crate) fn is_failed(self) -> bool {
        matches!(self, Self::MigrationFailed | Self::InitializeFailed | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::{JobKind, Phase, Status, rows};

    #[test]
    fn every_status_has_a_separate_state_and_phase() {
        for kind in [JobKind::Migration, JobKind::Synchronization] {
            for (status, state, name) in rows(kind) {
                let early = matches!(status, Status::Initializing | Status::InitializeFailed);
                let phase = if early { Phase::Full } else { Phase::CaughtUp };
                assert_eq!(Status::of(kind, *state, Some(phase)), *status);
                assert_eq!((status.state(), status.name()), (*state, *name));
                assert_eq!(Status::named(kind, name), Some(*status));
            }
        }
        assert_eq!(Status::named(JobKind::Migration, "Synchronizing"), None);
        assert_eq!(Status::named(JobKind::Synchronization, "Migrating"), None);
    }
}
