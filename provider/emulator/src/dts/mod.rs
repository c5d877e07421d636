//! DTS 2020-01-01: migration jobs, configured first and bought later.
//!
//! | file | subject |
//! |---|---|
//! | `configure` | ConfigureDtsJob: a new job, or a new configuration of one that has not started |
//! | `options`, `sides` | what ConfigureDtsJob takes and refuses |
//! | `cluster` | dedicated clusters and their jobs |
//! | `precheck/` | computing, showing and skipping precheck items |
//! | `purchase` | CreateDtsInstance, TransferInstanceClass |
//! | `start_stop` | StartDtsJob, SuspendDtsJob, StopDtsJob, DeleteDtsJob |
//! | `describe/` | DescribeDtsJobDetail, DescribeDtsJobs |
//! | `modify`, `modify_endpoint`, `tags`, `network` | the other calls |
//! | `job`, `life`, `status`, `permitted` | what a job is, how it moves, which calls its status lets through |
//! | `cross_account`, `locate` | may DTS use this role? which database is meant? |
//! | `endpoint`, `objects`, `reserve/`, `verification` | views of a job's parameters |
//! | `settings` | settings that travel as JSON text |
//!
//! Only configure-first migration jobs are emulated. A poll is a describe call that names the job; polls move it on.

mod cluster;
mod configure;
mod cross_account;
mod describe;
mod endpoint;
mod find;
mod job;
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
mod reserve;
mod settings;
mod sides;
mod start_stop;
mod status;
mod tags;
mod verification;

pub(crate) use cluster::used;
pub(crate) use endpoint::{ENGINES, KINDS};
pub(crate) use job::{Job, Jobs};
pub(crate) use precheck::{ITEM_CODES, PRIVILEGES};
pub(crate) use status::{Phase, Status};

use crate::exchange::Handler;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("ConfigureDtsJob", configure::configure),
    ("CreateDtsInstance", purchase::create_instance),
    ("DeleteDtsJob", start_stop::delete),
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
    ("SkipPreCheck", precheck::skip),
    ("StartDtsJob", start_stop::start),
    ("StopDtsJob", start_stop::stop),
    ("SuspendDtsJob", start_stop::suspend),
    ("TagResources", tags::tag),
    ("TransferInstanceClass", purchase::transfer_class),
    ("UntagResources", tags::untag),
    ("WhiteIpList", network::white_ip_list),
];
