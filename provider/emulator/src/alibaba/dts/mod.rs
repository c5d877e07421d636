//! DTS 2020-01-01: migration jobs.
//!
//! | folder | subject |
//! |---|---|
//! | `configuration/` | views of a job's parameters: endpoints, objects, reserved settings, verification |
//! | `job/` | what a job is, all jobs, its status and the calls that status lets through |
//! | `reach/` | may DTS use this role? which database is meant? can it connect? |
//! | `precheck/` | computing and skipping precheck items |
//! | `configure/` | ConfigureDtsJob: a new job, or a new configuration of one that has not started |
//! | `instance/` | CreateDtsInstance, TransferInstanceClass |
//! | `lifecycle/` | StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob, and the same for several jobs |
//! | `modify/` | the calls that change a job |
//! | `describe/` | DescribeDtsJobDetail, DescribeDtsJobs, DescribePreCheckStatus |
//! | `cluster`, `tags`, `network` | the other calls |
//! | `status_view` | what the status page shows of a job |
//!
//! Only migration jobs are emulated, configured first or bought first. A poll is a describe call that names the job; polls
//! move it on.

pub(crate) mod cluster;
pub(crate) mod configuration;
mod configure;
mod describe;
mod instance;
pub(crate) mod job;
mod lifecycle;
mod modify;
mod network;
pub(crate) mod precheck;
mod reach;
pub(crate) mod status_view;
mod tags;

use crate::alibaba::gateway::Handler;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("ConfigureDtsJob", configure::configure),
    ("CreateDtsInstance", instance::create_instance),
    ("DeleteDtsJob", lifecycle::start_stop::delete),
    ("DeleteDtsJobs", lifecycle::batch::delete),
    ("DescribeConnectionStatus", configure::describe_connection_status),
    ("DescribeDTSIP", network::describe_dts_ip),
    ("DescribeDedicatedCluster", cluster::describe),
    ("DescribeDtsJobDetail", describe::detail),
    ("DescribeDtsJobs", describe::list),
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
    ("WhiteIpList", network::white_ip_list),
];
