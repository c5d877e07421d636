//! `SubSyncJob` in the answer of DescribeDtsJobDetail: the changes of the objects of a synchronization.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Modes, Side};
use crate::alibaba::dts::job::{Change, ChangeState, ItemState, Job};
use crate::core::time::to_seconds;

use super::shared;

/// The newest change, or all of them, the newest first.
pub(super) fn shown(context: CallContext<'_>, job: &Job, all: bool) -> Vec<Value> {
    let most = if all { usize::MAX } else { 1 };
    job.changes.iter().rev().take(most).map(|change| sub_job(context, job, change)).collect()
}

fn sub_job(context: CallContext<'_>, job: &Job, change: &Change) -> Value {
    let Modes { schema, full, incremental } = change.modes;
    let (word, percent) = match change.state {
        ChangeState::Running => ("Migrating", job.machine.percent(context.moment())),
        ChangeState::Finished => ("Finished", 100),
        ChangeState::Failed => ("Failed", 0),
    };
    let phase = json!({"Status": word, "Percent": percent.to_string(), "Progress": "0", "ErrorMessage": ""});
    let mut shown = json!({
        "DtsJobId": change.id,
        "DtsInstanceID": job.instance_id(),
        "DtsJobName": job.name,
        "JobType": "subSync",
        "TaskType": "subSync",
        "Status": change.status(),
        "ErrorMessage": "",
        "CreateTime": to_seconds(change.created),
        "Delay": -1,
        "DbObject": change.objects,
        "MigrationMode": {
            "StructureInitialization": schema, "DataInitialization": full, "DataSynchronization": incremental,
        },
        "SourceEndpoint": endpoint(context, job, Side::Source),
        "DestinationEndpoint": endpoint(context, job, Side::Destination),
        "PrecheckStatus": precheck(change),
    });
    if schema {
        shown["StructureInitializationStatus"] = phase.clone();
    }
    if full {
        shown["DataInitializationStatus"] = phase;
    }
    shown
}

/// The owner is in it, too.
fn endpoint(context: CallContext<'_>, job: &Job, side: Side) -> Value {
    let mut shown = shared::endpoint(context, job, side);
    shown.extend(shared::owner(job, side));
    Value::Object(shown)
}

fn precheck(change: &Change) -> Value {
    let detail: Vec<Value> = change
        .items
        .iter()
        .map(|item| {
            let failed = item.state == ItemState::Failed;
            let mut row = json!({
                "CheckItem": item.code,
                "CheckItemDescription": format!("{}_DETAIL", item.code),
                "CheckResult": if failed { "Failed" } else { "Success" },
            });
            if failed {
                let [_, reason, repair] = item.texts();
                (row["FailedReason"], row["RepairMethod"]) = (json!(reason), json!(repair));
            }
            row
        })
        .collect();
    let state = if change.fails() { "Failed" } else { "Finished" };
    json!({"Status": state, "Percent": "100", "ErrorMessage": "", "Detail": detail})
}
