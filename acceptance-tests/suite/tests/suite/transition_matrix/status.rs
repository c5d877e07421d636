//! The statuses a job can have, and how each is brought about.

/// What is done before a status is forced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Life {
    /// The job is configured and nobody bought it.
    Configured,
    /// It was bought, and its data has moved.
    Moved,
    /// It was released after that.
    Released,
}

/// A status of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) name: &'static str,
    pub(super) life: Life,
}

/// Every status of a migration job, and the end of all.
pub(super) const ALL: [Status; 14] = [
    Status { name: "NotConfigured", life: Life::Configured },
    Status { name: "NotStarted", life: Life::Configured },
    Status { name: "Prechecking", life: Life::Configured },
    Status { name: "PrecheckFailed", life: Life::Configured },
    Status { name: "PreCheckPass", life: Life::Configured },
    Status { name: "Migrating", life: Life::Moved },
    Status { name: "Suspending", life: Life::Moved },
    Status { name: "Retrying", life: Life::Moved },
    Status { name: "MigrationFailed", life: Life::Moved },
    Status { name: "Finished", life: Life::Moved },
    Status { name: "Upgrade", life: Life::Moved },
    Status { name: "Downgrade", life: Life::Moved },
    Status { name: "Locked", life: Life::Moved },
    Status { name: "Released", life: Life::Released },
];
