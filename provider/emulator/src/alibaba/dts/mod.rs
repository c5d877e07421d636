//! DTS 2020-01-01: migration jobs.
//!
//! | file | subject |
//! |---|---|
//! | `configure` | ConfigureDtsJob: a new job, or a new configuration of one that has not started |
//! | `options`, `sides` | what ConfigureDtsJob takes and refuses |
//! | `cluster` | dedicated clusters and their jobs |
//! | `precheck/` | computing, showing and skipping precheck items |
//! | `purchase`, `purchase_first` | CreateDtsInstance, TransferInstanceClass |
//! | `start_stop`, `batch` | StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob, and the same for several jobs |
//! | `describe/` | DescribeDtsJobDetail, DescribeDtsJobs |
//! | `modify`, `modify_endpoint`, `tags`, `network`, `connection` | the other calls |
//! | `job`, `jobs`, `life`, `status`, `permitted` | what a job is, how it moves, which calls its status lets through |
//! | `cross_account`, `locate` | may DTS use this role? which database is meant? |
//! | `endpoint`, `objects`, `reserve/`, `verification` | views of a job's parameters |
//! | `watched` | what the status page shows of a job |
//! | `settings` | settings that travel as JSON text |
//!
//! Only migration jobs are emulated, configured first or bought first. A poll is a describe call that names the job; polls
//! move it on.

mod batch;
mod cluster;
mod configure;
mod connection;
mod cross_account;
mod describe;
mod endpoint;
mod find;
mod job;
mod jobs;
mod life;
mod locate;
mod modify;
mod modify_endpoint;
mod network;
mod objects;
mod options;
mod permitted;
mod precheck;
mod purchase;
mod purchase_first;
mod reserve;
mod settings;
mod sides;
mod start_stop;
mod status;
mod tags;
mod verification;
mod watched;

pub(crate) use cluster::used;
pub(crate) use endpoint::{ENGINES, KINDS};
pub(crate) use job::Job;
pub(crate) use jobs::Jobs;
pub(crate) use precheck::{ITEM_CODES, PRIVILEGES};
pub(crate) use status::{Phase, Status};
pub(crate) use watched::watched;

use crate::exchange::Handler;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("ConfigureDtsJob", configure::configure),
    ("CreateDtsInstance", purchase::create_instance),
    ("DeleteDtsJob", start_stop::delete),
    ("DeleteDtsJobs", batch::delete),
    ("DescribeConnectionStatus", connection::describe),
    ("DescribeDTSIP", network::describe_dts_ip),
    ("DescribeDedicatedCluster", cluster::describe),
    ("DescribeDtsJobDetail", describe::detail),
    ("DescribeDtsJobs", describe::list),
    ("DescribePreCheckStatus", precheck::describe),
    ("ListDedicatedCluster", cluster::list),
    ("ListTagResources", tags::list),
    ("ModifyDtsJob", modify::reserved),
    ("ModifyDtsJobConfig", modify::config),
    ("ModifyDtsJobDedicatedCluster", cluster::move_jobs),
    ("ModifyDtsJobDuLimit", cluster::limit),
    ("ModifyDtsJobEndpoint", modify_endpoint::modify_endpoint),
    ("ModifyDtsJobName", modify::name),
    ("ModifyDtsJobPassword", modify::password),
    ("ModifyDynamicConfig", modify::dynamic_config),
    ("ShieldPrecheck", precheck::shield),
    ("SkipPreCheck", precheck::skip),
    ("StartDtsJob", start_stop::start),
    ("StartDtsJobs", batch::start),
    ("StopDtsJob", start_stop::stop),
    ("StopDtsJobs", batch::stop),
    ("SuspendDtsJob", start_stop::suspend),
    ("SuspendDtsJobs", batch::suspend),
    ("TagResources", tags::tag),
    ("TransferInstanceClass", purchase::transfer_class),
    ("UntagResources", tags::untag),
    ("WhiteIpList", network::white_ip_list),
];
