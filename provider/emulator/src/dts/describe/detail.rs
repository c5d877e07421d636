//! DescribeDtsJobDetail: the one call that shows a side's account and role.

use serde_json::{Map, Value, json};

use crate::answer::Outcome;
use crate::dts::endpoint::Side;
use crate::dts::find;
use crate::dts::job::Job;
use crate::emulation::Emulation;
use crate::exchange::Call;
use crate::time::to_seconds;

use super::progress::synchronization_status;
use super::shared;

pub(in crate::dts) fn detail(emulation: &mut Emulation, call: &Call) -> Outcome {
    let id = find::id(call, "DtsInstanceID")?;
    let (pace, now) = (emulation.options.polls, emulation.now());
    let job = find::by_id(emulation, call, &id)?;
    job.poll(pace, now);
    let mut shown = shared::common(job);
    let at = |time: Option<jiff::Timestamp>| json!(time.map(to_seconds).unwrap_or_default());
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("DtsJobDirection", json!("Forward"));
    put("SynchronizationDirection", json!("Forward"));
    put("TaskType", json!(""));
    put("BootTime", at(job.booted));
    put("FinishTime", at(job.finished));
    put("ExpireTime", json!(""));
    put("Checkpoint", json!(shared::checkpoint(job)));
    put("SourceEndpoint", Value::Object(endpoint(job, Side::Source)));
    put("DestinationEndpoint", Value::Object(endpoint(job, Side::Destination)));
    if job.modes.incremental {
        put("DataSynchronizationStatus", synchronization_status(job, pace));
    }
    put("SubSyncJob", json!([]));
    put("SubDistributedJob", json!([]));
    Ok(shown)
}

fn endpoint(job: &Job, side: Side) -> Map<String, Value> {
    let mut shown = shared::endpoint(job, side);
    if let Some((owner, role)) = job.side(side).cross_account() {
        shown.insert("AliyunUid".to_owned(), json!(owner));
        shown.insert("RoleName".to_owned(), json!(role));
    }
    shown.insert("CanModifyPassword".to_owned(), json!(true));
    shown
}
