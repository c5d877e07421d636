//! The accounts that the resources of a provider block work in: which of them are allowed, one folder for each cloud, and what
//! the resources of one process need to know of each other.

mod access;
mod account;
mod alibaba;
mod client;
mod guard;
mod in_flight_names;
mod lock;
mod planned_tasks;
mod reverse_jobs;
mod session;
pub(crate) mod tencent;

pub(crate) use access::{Access, ReportedOnce};
pub(crate) use account::{Account as AccountOf, IDENTITY_LIMIT, Settings};
pub(crate) use alibaba::{Account, REGION_VARIABLES, Session, account, same_account};
pub(crate) use client::{Client, Identity};
pub(crate) use guard::{AccountGuard, RuledOutBy, planned_account, planned_region, remember_account};
pub(crate) use in_flight_names::InFlightNames;
pub(crate) use planned_tasks::{PlannedTask, PlannedTasks};
pub(crate) use reverse_jobs::{ReverseJob, ReverseJobs};
pub(crate) use session::Session as SessionOf;

use tfplugin::{context::Context, diagnostic::Diagnostics};

use crate::rules::SuppressedWarnings;

/// What a provider block configures: one account for each cloud.
pub(crate) struct Clouds {
    /// The Alibaba Cloud account.
    pub(crate) alibaba: Account,
    /// The Tencent Cloud account.
    pub(crate) tencent: tencent::Account,
    /// The jobs that its resources hold.
    pub(crate) jobs: InFlightNames,
    /// The instances that its resources hold, by the IDs of their tasks.
    pub(crate) instances: InFlightNames,
    /// The jobs of Tencent Cloud that its tasks hold.
    pub(crate) tencent_tasks: InFlightNames,
    /// The roles that its resources hold, by the IDs that RAM gave them.
    pub(crate) roles: InFlightNames,
    /// The roles in CAM that its resources hold, by the IDs that CAM gave them.
    pub(crate) cam_roles: InFlightNames,
    /// The policies in CAM that its resources hold, by the IDs that CAM gave them.
    pub(crate) cam_policies: InFlightNames,
    /// The migration jobs of Tencent Cloud that its resources hold.
    pub(crate) tencent_jobs: InFlightNames,
    /// What the current plan makes of its tasks.
    pub(crate) planned_tasks: PlannedTasks,
    /// The reverse directions of its two-way synchronizations that are to be started.
    pub(crate) reverse_jobs: ReverseJobs,
    /// The warnings that are not shown.
    pub(crate) suppressed_warnings: SuppressedWarnings,
}

impl Clouds {
    /// Clouds in which no resource has done anything yet.
    pub(crate) fn new(alibaba: Account, tencent: tencent::Account) -> Self {
        Self {
            alibaba,
            tencent,
            jobs: InFlightNames::default(),
            instances: InFlightNames::default(),
            tencent_tasks: InFlightNames::default(),
            roles: InFlightNames::default(),
            cam_roles: InFlightNames::default(),
            cam_policies: InFlightNames::default(),
            tencent_jobs: InFlightNames::default(),
            planned_tasks: PlannedTasks::default(),
            reverse_jobs: ReverseJobs::default(),
            suppressed_warnings: SuppressedWarnings::default(),
        }
    }
}

/// Removes the warnings that the provider block suppresses.
pub(crate) fn suppress_warnings(context: &Context<Clouds>, diagnostics: &mut Diagnostics) {
    if let Ok(clouds) = context.data() {
        clouds.suppressed_warnings.filter(diagnostics);
    }
}
