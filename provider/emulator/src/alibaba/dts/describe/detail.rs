//! DescribeDtsJobDetail: the only call that returns the account and the role of a side.

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Side, reserve, text};
use crate::alibaba::dts::job::{Job, find};
use crate::alibaba::gateway::{Call, Outcome};
use crate::core::time::to_seconds;

use super::progress::{delay, synchronization_status};
use super::{shared, sub_jobs};

pub(crate) fn detail(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::id(dts, context, call, "DtsInstanceID")?;
    find::refuse_hidden(context, call, &id)?;
    let job = find::polled_by_id(dts, context, call, &id)?;
    let mut shown = shared::common(context, job);
    let at = |time: Option<jiff::Timestamp>| json!(time.map(to_seconds).unwrap_or_default());
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    // The direction is blank unless there are two.
    let direction = if job.is_synchronization() && job.partner.is_none() { "" } else { job.direction.name() };
    put("DtsJobDirection", json!(direction));
    put("SynchronizationDirection", json!(direction));
    put("Status", json!(shared::status_in_detail(job)));
    put("Delay", json!(delay(job)));
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
    put("SourceEndpoint", Value::Object(endpoint(context, job, Side::Source)));
    put("DestinationEndpoint", Value::Object(endpoint(context, job, Side::Destination)));
    if job.modes.incremental {
        put("DataSynchronizationStatus", synchronization_status(job, context.moment()));
    }
    let all = call.parameters.flag("SyncSubJobHistory")?.unwrap_or(false);
    put("SubSyncJob", json!(sub_jobs::shown(context, job, all)));
    put("SubDistributedJob", json!([]));
    Ok(shown)
}

/// The script that changes rows during the migration.
fn transformation(job: &Job) -> Option<String> {
    let settings = reserve::of(&job.parameters);
    text(&settings, "etlOperatorSetting").filter(|_| text(&settings, "etlOperatorCtl").as_deref() == Some("Y"))
}

fn endpoint(context: CallContext<'_>, job: &Job, side: Side) -> Map<String, Value> {
    let mut shown = shared::endpoint(context, job, side);
    shown.extend(shared::owner(job, side));
    shown.insert("CanModifyPassword".to_owned(), json!(true));
    shown
}
