//! The words for where a job is.

/// Job status. There is no `Suspended`: `Suspending` is the final word for a paused job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    const ALL: [(Self, &'static str); 13] = [
        (Self::NotConfigured, "NotConfigured"),
        (Self::NotStarted, "NotStarted"),
        (Self::Prechecking, "Prechecking"),
        (Self::PrecheckFailed, "PrecheckFailed"),
        (Self::PreCheckPass, "PreCheckPass"),
        (Self::Migrating, "Migrating"),
        (Self::Suspending, "Suspending"),
        (Self::Retrying, "Retrying"),
        (Self::MigrationFailed, "MigrationFailed"),
        (Self::Finished, "Finished"),
        (Self::Upgrade, "Upgrade"),
        (Self::Downgrade, "Downgrade"),
        (Self::Locked, "Locked"),
    ];

    /// The word on the wire; note the letter case of the two precheck results.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(status, _)| *status)
    }
}

/// What a running job is doing, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    Schema,
    Full,
    /// Comparing the data; a phase of its own only where no incremental phase goes on beside it.
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
