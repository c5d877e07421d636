//! The measurement of synchronizations: the statuses of their jobs, and how an object gets its arguments, in each direction.

pub(super) mod changes;

use super::change::{Change, Settings};
use super::status::{Preparation, Status};
use super::table::head;

pub(super) const TASK: &str = "dts_synchronization_task";
pub(super) const INSTANCE: &str = "dts_synchronization_instance";

/// The environment variable that selects the changes whose name contains its value, in place of a share of them.
const CHOICE: &str = "SYNCHRONIZATION_MATRIX";
/// Its value for the changes that the table does not have.
const MISSING: &str = "missing";
/// Of how many changes one is measured by default.
const SHARE: usize = 20;

/// The direction whose job has the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The only one.
    OneWay,
    /// The forward one of two; the other one is synchronizing.
    Forward,
    /// The reverse one of two; the other one is synchronizing.
    Reverse,
}

impl Direction {
    pub(super) const ALL: [Self; 3] = [Self::OneWay, Self::Forward, Self::Reverse];

    /// The word in the table.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::OneWay => "one-way",
            Self::Forward => "forward",
            Self::Reverse => "reverse",
        }
    }
}

/// Whether this is a resource of synchronizations.
pub(super) fn is_synchronization(resource: &str) -> bool {
    [TASK, INSTANCE].contains(&resource)
}

const fn configured(name: &'static str) -> Status {
    Status { name, preparation: Preparation::Configured }
}

const fn moved(name: &'static str) -> Status {
    Status { name, preparation: Preparation::Moved }
}

const RELEASED: Status = Status { name: "Released", preparation: Preparation::Released };

/// Every status of a synchronization job, including the released one.
pub(super) const STATUSES: [Status; 18] = [
    configured("NotConfigured"),
    configured("NotStarted"),
    configured("Prechecking"),
    configured("PrecheckFailed"),
    configured("PreCheckPass"),
    moved("Initializing"),
    moved("InitializeFailed"),
    moved("Synchronizing"),
    moved("Modifying"),
    moved("ModifyFailed"),
    moved("Suspending"),
    moved("Retrying"),
    moved("Failed"),
    moved("Finished"),
    moved("Upgrade"),
    moved("Downgrade"),
    moved("Locked"),
    RELEASED,
];

/// Every status of the reverse job. It exists only after the purchase, and has no initial phases.
pub(super) const OF_REVERSE: [Status; 16] = [
    moved("NotConfigured"),
    moved("NotStarted"),
    moved("Prechecking"),
    moved("PrecheckFailed"),
    moved("PreCheckPass"),
    moved("Synchronizing"),
    moved("Modifying"),
    moved("ModifyFailed"),
    moved("Suspending"),
    moved("Retrying"),
    moved("Failed"),
    moved("Finished"),
    moved("Upgrade"),
    moved("Downgrade"),
    moved("Locked"),
    RELEASED,
];

/// Whether the status is one in which the reverse direction waits for its start: every apply of the task starts it.
pub(super) fn is_not_started(status: &str) -> bool {
    OF_REVERSE[..5].iter().any(|known| known.name == status)
}

/// The instance of a task; DTS units on a dedicated cluster, and a class elsewhere.
pub(super) fn instance_of(task: &Settings) -> Settings {
    let size = match task.contains_key("dedicated_cluster_id") {
        true => ("du", "2"),
        false => ("instance_class", "\"small\""),
    };
    [size].into_iter().map(|(path, value)| (path.to_owned(), value.to_owned())).collect()
}

/// The changes that are measured.
pub(super) fn chosen(all: Vec<Change>, table: &str) -> Vec<Change> {
    match std::env::var(CHOICE).ok().filter(|part| !part.is_empty()) {
        Some(part) if part == MISSING => all.into_iter().filter(|change| !table.contains(&head(change))).collect(),
        Some(part) => all.into_iter().filter(|change| change.name().contains(&part)).collect(),
        None => all.into_iter().step_by(SHARE).collect(),
    }
}
