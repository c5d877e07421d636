//! DescribeDtsJobDetail: the only call that returns the account and the role of a side.

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Side, reserve, text};
use crate::alibaba::dts::job::{Job, find};
use crate::alibaba::gateway::{Call, Outcome};
use crate::core::time::to_seconds;

use super::progress::synchronization_status;
use super::shared;

pub(crate) fn detail(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::id(call, "DtsInstanceID")?;
    find::refuse_hidden(context, call, &id)?;
    let job = find::polled_by_id(dts, context, call, &id)?;
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
    put("InitCheckpoint", json!(job.parameters.get("Checkpoint").unwrap_or_default()));
    put("DbObjectOssUrl", json!(job.parameters.get("FileOssUrl").unwrap_or_default()));
    let script = transformation(job);
    put("MigrationMode", shared::mode(job, &[("DataExtractTransformLoad", script.is_some())]));
    put("EtlCalculator", json!(script.unwrap_or_default()));
    put("SourceEndpoint", Value::Object(endpoint(job, Side::Source)));
    put("DestinationEndpoint", Value::Object(endpoint(job, Side::Destination)));
    if job.modes.incremental {
        put("DataSynchronizationStatus", synchronization_status(job, context.moment()));
    }
    put("SubSyncJob", json!([]));
    put("SubDistributedJob", json!([]));
    Ok(shown)
}

/// The script that changes rows during the migration.
fn transformation(job: &Job) -> Option<String> {
    let settings = reserve::of(&job.parameters);
    text(&settings, "etlOperatorSetting").filter(|_| text(&settings, "etlOperatorCtl").as_deref() == Some("Y"))
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
