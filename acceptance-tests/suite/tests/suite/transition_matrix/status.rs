//! The statuses a job can have, and how each is reached.

use super::change::Change;
use super::synchronization::{self, Direction};

/// The preparation before a status is forced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Preparation {
    /// The job is configured and not purchased.
    Configured,
    /// The job was purchased, and its data has moved.
    Moved,
    /// The job was released after its data had moved.
    Released,
}

/// A status of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) name: &'static str,
    pub(super) preparation: Preparation,
}

/// The statuses that the job of a change can have.
pub(super) fn of(change: &Change) -> &'static [Status] {
    match change.direction {
        Some(Direction::Reverse) => &synchronization::OF_REVERSE,
        Some(Direction::OneWay | Direction::Forward) => &synchronization::STATUSES,
        None if change.resource.starts_with("dts_tencent_") => &super::tencent::STATUSES,
        None => &ALL,
    }
}

/// Every status of a migration job of Alibaba Cloud, including the released one.
pub(super) const ALL: [Status; 14] = [
    Status { name: "NotConfigured", preparation: Preparation::Configured },
    Status { name: "NotStarted", preparation: Preparation::Configured },
    Status { name: "Prechecking", preparation: Preparation::Configured },
    Status { name: "PrecheckFailed", preparation: Preparation::Configured },
    Status { name: "PreCheckPass", preparation: Preparation::Configured },
    Status { name: "Migrating", preparation: Preparation::Moved },
    Status { name: "Suspending", preparation: Preparation::Moved },
    Status { name: "Retrying", preparation: Preparation::Moved },
    Status { name: "MigrationFailed", preparation: Preparation::Moved },
    Status { name: "Finished", preparation: Preparation::Moved },
    Status { name: "Upgrade", preparation: Preparation::Moved },
    Status { name: "Downgrade", preparation: Preparation::Moved },
    Status { name: "Locked", preparation: Preparation::Moved },
    Status { name: "Released", preparation: Preparation::Released },
];
