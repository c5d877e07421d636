//! The accounts that the resources of a provider block work in: which of them are allowed, one folder for each cloud, and what
//! the resources of one process need to know of each other.

mod access;
mod alibaba;
mod guard;
mod in_flight_names;
mod lock;
mod planned_tasks;

pub(crate) use access::{Access, ReportedOnce};
pub(crate) use alibaba::{Account, Session, Settings, account, same_account};
pub(crate) use guard::{AccountGuard, planned_account, remember_account};
pub(crate) use in_flight_names::InFlightNames;
pub(crate) use planned_tasks::{PlannedTask, PlannedTasks};

/// What a provider block configures: one account for each cloud.
pub(crate) struct Clouds {
    /// The Alibaba Cloud account.
    pub(crate) alibaba: Account,
    /// The jobs that its resources hold.
    pub(crate) jobs: InFlightNames,
    /// The instances that its resources hold, by the IDs of their tasks.
    pub(crate) instances: InFlightNames,
    /// The roles that its resources hold, by the IDs that RAM gave them.
    pub(crate) roles: InFlightNames,
    /// What the current plan makes of its tasks.
    pub(crate) planned_tasks: PlannedTasks,
}

impl Clouds {
    /// Clouds in which no resource has done anything yet.
    pub(crate) fn new(alibaba: Account) -> Self {
        Self {
            alibaba,
            jobs: InFlightNames::default(),
            instances: InFlightNames::default(),
            roles: InFlightNames::default(),
            planned_tasks: PlannedTasks::default(),
        }
    }
}
