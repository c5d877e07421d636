//! DTS 2020-01-01: migration and synchronization jobs.
//!
//! | folder | subject |
//! |---|---|
//! | `configuration/` | views of a job's parameters: endpoints, objects, reserved settings, verification |
//! | `job/` | the data of a job, all jobs, the status of a job and the calls that it allows |
//! | `reach/` | whether DTS may use a role, which database an endpoint means, whether DTS can log in |
//! | `precheck/` | computing and skipping precheck items |
//! | `configure/` | ConfigureDtsJob: a new job, or a new configuration of a job that has not started |
//! | `instance/` | CreateDtsInstance, TransferInstanceClass, UpgradeTwoWay, ReverseTwoWayDirection |
//! | `lifecycle/` | StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob, and the same for several jobs; ResetDtsJob |
//! | `modify/` | the calls that change a job |
//! | `describe/` | DescribeDtsJobDetail, DescribeDtsJobs, DescribePreCheckStatus |
//! | `alerts`, `cluster`, `tags`, `network` | the other calls |
//! | `status_view`, `state_view` | what the status page and the control API show of a job |
//! | `rehearsal/` | jobs between real servers, whose rows the engine moves |
//! | `force` | putting a job into another state, for tests |
//! | `store` | the rows in the data directory |
//!
//! Jobs are configured before or after the purchase. A two-way synchronization is one instance with two jobs. A poll is a
//! describe call that names the job; polls move the job to its next stages.

mod alerts;
mod cluster;
mod configuration;
mod configure;
mod describe;
mod force;
mod instance;
mod job;
mod lifecycle;
mod modify;
mod network;
mod precheck;
mod reach;
mod rehearsal;
mod state_view;
mod status_view;
mod store;
mod tags;

use super::context::CallContext;
use super::gateway::{Call, Outcome};
use crate::jobs::Moment;

pub(crate) use cluster::CLUSTER_STATES;
pub(crate) use configuration::{ENGINES, KINDS};
pub(crate) use configure::configure_refusal;
pub(crate) use job::ITEM_CODES;
pub(crate) use precheck::PRIVILEGES;

use job::Jobs;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Dts, CallContext<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("ConfigureDtsJob", configure::configure),
    ("ConvertInstanceResourceGroup", instance::describe::move_to_group),
    ("CreateDtsInstance", instance::create_instance),
    ("CreateJobMonitorRule", alerts::set),
    ("DeleteDtsJob", lifecycle::release::delete),
    ("DeleteDtsJobs", lifecycle::batch::delete),
    ("DeleteMigrationJob", lifecycle::release::delete_migration_instance),
    ("DeleteSynchronizationJob", lifecycle::release::delete_synchronization_instance),
    ("DescribeConnectionStatus", configure::describe_connection_status),
    ("DescribeDTSIP", network::describe_dts_ip),
    ("DescribeDedicatedCluster", cluster::describe),
    ("DescribeDtsInstanceDetail", instance::describe::detail),
    ("DescribeDtsInstances", instance::describe::list),
    ("DescribeDtsJobConfig", modify::describe_config),
    ("DescribeDtsJobDetail", describe::detail),
    ("DescribeDtsJobs", describe::list),
    ("DescribeJobMonitorRule", alerts::list),
    ("DescribePreCheckStatus", describe::precheck_status),
    ("ListDedicatedCluster", cluster::list),
    ("ListTagResources", tags::list),
    ("ModifyDtsJob", modify::reserved),
    ("ModifyDtsJobConfig", modify::config),
    ("ModifyDtsJobDedicatedCluster", cluster::move_jobs),
    ("ModifyDtsJobDuLimit", cluster::limit),
    ("ModifyDtsJobEndpoint", modify::modify_endpoint),
    ("ModifyDtsJobName", modify::name),
    ("ModifyDtsJobPassword", modify::password),
    ("ModifyDynamicConfig", modify::dynamic_config),
    ("ResetDtsJob", lifecycle::release::reset),
    ("ReverseTwoWayDirection", instance::two_way::switch),
    ("ShieldPrecheck", precheck::shield),
    ("SkipPreCheck", precheck::skip),
    ("StartDtsJob", lifecycle::start_stop::start),
    ("StartDtsJobs", lifecycle::batch::start),
    ("StopDtsJob", lifecycle::start_stop::stop),
    ("StopDtsJobs", lifecycle::batch::stop),
    ("SuspendDtsJob", lifecycle::start_stop::suspend),
    ("SuspendDtsJobs", lifecycle::batch::suspend),
    ("TagResources", tags::tag),
    ("TransferInstanceClass", instance::transfer_class),
    ("UntagResources", tags::untag),
    ("UpgradeTwoWay", instance::two_way::upgrade),
    ("WhiteIpList", network::white_ip_list),
];

/// The jobs of all accounts.
#[derive(Default)]
pub(crate) struct Dts {
    jobs: Jobs,
}

impl Dts {
    /// The name of a job, by its ID or the ID of its instance.
    pub(crate) fn name_of_job(&self, id: &str) -> Option<&str> {
        let job = self.jobs.of_instance(id).into_iter().next().or_else(|| self.jobs.get(id));
        job.map(|job| job.name.as_str())
    }

    /// Moves all jobs as far as the pace allows.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) {
        self.jobs.advance(moment);
    }

    /// Moves the jobs between real servers as far as the engine is.
    pub(crate) fn drive_rehearsals(&mut self, context: CallContext<'_>) {
        rehearsal::drive(self, context);
    }

    pub(crate) fn count_jobs(&self, account: &str) -> usize {
        self.jobs.of_account(account).count()
    }
}
