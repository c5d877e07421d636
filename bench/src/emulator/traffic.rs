//! Which calls the load consists of.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acceptance_harness::load::Api;

/// A call of the load.
pub(super) struct Call {
    pub(super) api: Api,
    pub(super) action: &'static str,
    pub(super) parameters: Vec<(&'static str, Cow<'static, str>)>,
}

/// A kind of load.
pub(super) trait Traffic {
    /// The function that returns the calls of one caller.
    fn caller(&self) -> Box<dyn FnMut() -> Call + Send>;
}

/// ConfigureDtsJob.
pub(super) struct New;

/// StartDtsJob, which before a purchase is the precheck, of one job after the other.
pub(super) struct Precheck {
    jobs: Arc<[String]>,
    begun: Arc<AtomicUsize>,
}

/// Of random jobs: mostly details, then lists by id, tags, and the results of the precheck.
pub(super) struct Reads<'a>(pub(super) &'a [String]);

/// Of random jobs: another name, settings of a module.
pub(super) struct Updates<'a>(pub(super) &'a [String]);

impl Traffic for New {
    fn caller(&self) -> Box<dyn FnMut() -> Call + Send> {
        Box::new(|| {
            let mut parameters: Vec<(&'static str, Cow<'static, str>)> =
                CONFIGURATION.iter().map(|(name, value)| (*name, (*value).into())).collect();
            parameters.push(("DtsJobName", format!("orders {}", fastrand::u32(..)).into()));
            dts("ConfigureDtsJob", parameters)
        })
    }
}

impl Precheck {
    pub(super) fn new(jobs: &[String]) -> Self {
        Self { jobs: jobs.into(), begun: Arc::default() }
    }
}

impl Traffic for Precheck {
    fn caller(&self) -> Box<dyn FnMut() -> Call + Send> {
        let (jobs, begun) = (Arc::clone(&self.jobs), Arc::clone(&self.begun));
        Box::new(move || {
            let job = jobs.get(begun.fetch_add(1, Ordering::Relaxed)).cloned().unwrap_or_default();
            dts("StartDtsJob", vec![("DtsJobId", job.into())])
        })
    }
}

impl Traffic for Reads<'_> {
    fn caller(&self) -> Box<dyn FnMut() -> Call + Send> {
        let jobs = self.0.to_vec();
        Box::new(move || {
            let job = any(&jobs);
            match fastrand::u8(0..6) {
                0 => dts("DescribeDtsJobs", vec![("DtsJobId", job.into())]),
                1 => dts("DescribePreCheckStatus", vec![("DtsJobId", job.into()), ("JobCode", "01".into())]),
                2 => {
                    let instance = format!("dts{job}");
                    let of = vec![("ResourceType", "ALIYUN::DTS::INSTANCE".into()), ("ResourceId.1", instance.into())];
                    dts("ListTagResources", of)
                }
                _ => dts("DescribeDtsJobDetail", vec![("DtsJobId", job.into())]),
            }
        })
    }
}

impl Traffic for Updates<'_> {
    fn caller(&self) -> Box<dyn FnMut() -> Call + Send> {
        let jobs = self.0.to_vec();
        Box::new(move || {
            let (job, number) = (any(&jobs), fastrand::u32(..));
            if fastrand::bool() {
                let name = format!("orders {number}");
                return dts("ModifyDtsJobName", vec![("DtsJobId", job.into()), ("DtsJobName", name.into())]);
            }
            let settings = format!(r#"[{{"module":"03","name":"number","value":"{number}"}}]"#);
            dts("ModifyDtsJobConfig", vec![("DtsJobId", job.into()), ("Parameters", settings.into())])
        })
    }
}

fn any(jobs: &[String]) -> String {
    fastrand::choice(jobs).cloned().unwrap_or_default()
}

fn dts(action: &'static str, parameters: Vec<(&'static str, Cow<'static, str>)>) -> Call {
    Call { api: Api::Dts, action, parameters }
}

/// A job of the destination's owner, without the objects.
const CONFIGURATION: [(&str, &str); 18] = [
    ("RegionId", "cn-hangzhou"),
    ("JobType", "MIGRATION"),
    ("StructureInitialization", "true"),
    ("DataInitialization", "true"),
    ("DataSynchronization", "true"),
    ("DbList", r#"{"orders":{"name":"orders","all":false,"Table":{"customers":{"name":"customers","all":true}}}}"#),
    ("Reserve", r#"{"whitelist.dms.online.ddl.enable":true,"maxRetryTime":7200}"#),
    ("SourceEndpointInstanceType", "RDS"),
    ("SourceEndpointEngineName", "MYSQL"),
    ("SourceEndpointInstanceID", "rm-destination-orders"),
    ("SourceEndpointRegion", "cn-hangzhou"),
    ("SourceEndpointUserName", "dts"),
    ("SourceEndpointPassword", "source-db-password"),
    ("DestinationEndpointInstanceType", "RDS"),
    ("DestinationEndpointInstanceID", "rm-destination-orders"),
    ("DestinationEndpointRegion", "cn-hangzhou"),
    ("DestinationEndpointUserName", "dts"),
    ("DestinationEndpointPassword", "destination-db-password"),
];
