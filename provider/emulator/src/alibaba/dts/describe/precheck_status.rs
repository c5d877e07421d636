//! DescribePreCheckStatus: the items of the precheck, or the progress of a phase.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::job::{Item, ItemState, Job, Status, can_skip, find};
use crate::alibaba::gateway::{Call, Outcome, Refusal, fields};
use crate::core::time::to_milliseconds;
use crate::jobs::{Moment, Phase};

use super::progress::{phase_items, phase_state};
use super::rows::rows;

/// The subject of a `JobCode`.
enum Subtask {
    Precheck,
    Phase(Phase),
}

pub(crate) fn describe(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let id = parameters.required("DtsJobId")?;
    let code = parameters.required("JobCode")?;
    find::refuse_hidden(context, call, id)?;
    let job = find::polled_by_id(dts, context, call, id)?;
    let subtask = match code {
        "01" => Subtask::Precheck,
        // The other codes are those of a migration; for a synchronization they fail or say nothing.
        _ if job.is_synchronization() => return Err(Refusal::invalid_for_dts("JobCode")),
        "02" => Subtask::Phase(Phase::Schema),
        "03" => Subtask::Phase(Phase::Full),
        "04" => Subtask::Phase(Phase::Incremental),
        _ => return Err(Refusal::invalid_for_dts("JobCode")),
    };
    let number = |name: &str, default: u64| parameters.number(name, 1..=10_000).map(|it| it.unwrap_or(default));
    let (page, size) = (number("PageNo", 1)?, number("PageSize", 20)?);
    let job = find::seen_by_id(dts, context, call, id)?;
    let (state, task_id, items) = match subtask {
        Subtask::Precheck => (precheck_state(job), job.precheck.id.clone(), precheck_items(job, context.moment())),
        Subtask::Phase(phase) => {
            let source_rows = rows(context, &job.account, job);
            (
                phase_state(job, phase),
                format!("{}{code}", job.id),
                phase_items(job, phase, context.moment(), &source_rows),
            )
        }
    };
    let wanted = parameters.get("Name").unwrap_or_default();
    let items: Vec<Value> =
        items.into_iter().filter(|item| item["Names"].as_str().unwrap_or_default().contains(wanted)).collect();
    let failed = items.iter().filter(|item| item["State"] == "Failed").count();
    let total = items.len();
    let skip = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let shown: Vec<Value> = items.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(20)).collect();
    Ok(fields(json!({
        "JobId": task_id,
        "JobName": job.name,
        "Code": code,
        "State": state,
        "Total": total,
        "ErrorItem": failed,
        "ErrorAnalysisItem": 0,
        "PageNumber": page,
        "PageRecordCount": shown.len(),
        "TotalRecordCount": total,
        "JobProgress": shown,
        "AnalysisJobProgress": [],
        "SubDistributedJobStatus": [],
        "FullNetCheckJobStatus": [],
    })))
}

fn precheck_state(job: &Job) -> &'static str {
    let failed = job.precheck.items.iter().any(|item| item.state == ItemState::Failed);
    match (job.precheck.id.is_empty(), job.status() == Status::Prechecking, failed) {
        (true, _, _) => "NotStarted",
        (false, true, _) => "Checking",
        (false, false, true) => "Failed",
        (false, false, false) => "Finished",
    }
}

fn precheck_items(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let items = job.visible_items(moment);
    items.iter().enumerate().map(|(position, item)| item_json(job, position, item)).collect()
}

fn item_json(job: &Job, position: usize, item: &Item) -> Value {
    let [message, detail, repair] = item.texts();
    let begun = job.precheck.started.map(to_milliseconds).unwrap_or_default();
    let ended = matches!(item.state, ItemState::Success | ItemState::Warning | ItemState::Failed);
    let logs = if message.is_empty() {
        Vec::new()
    } else {
        let level = if item.state == ItemState::Failed { "ERROR" } else { "WARN" };
        vec![json!({"ErrType": item.error_code(), "ErrMsg": item.found, "ErrData": "", "LogLevel": level})]
    };
    json!({
        "Id": format!("{}{position:02}", job.precheck.id),
        "JobId": job.precheck.id,
        "OrderNum": position + 1,
        "Item": item.code,
        "Names": format!("{}_DETAIL", item.code),
        "State": item.state.name(),
        "CanSkip": can_skip(item.code),
        "Skip": item.skip,
        "IgnoreFlag": if item.skip { "Y" } else { "N" },
        "ErrMsg": message,
        "ErrDetail": detail,
        "RepairMethod": repair,
        "Sub": "[]",
        "BootTime": begun,
        "FinishTime": if ended { begun.clone() } else { String::new() },
        "Current": if ended { "1" } else { "0" },
        "Total": 1,
        "DelaySeconds": 0,
        "DiffRow": 0,
        "Logs": logs,
    })
}
