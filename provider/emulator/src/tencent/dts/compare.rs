//! Comparisons of the data of source and destination: CreateCompareTask, StartCompare, StopCompare, ModifyCompareTask,
//! DeleteCompareTask, DescribeCompareTasks.

use serde_json::{Value, json};

use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, Refusal, fields, nothing};
use crate::tencent::ids;

use super::Dts;
use super::find::{active_job, conflict, job};
use super::job::{CompareState, CompareTask};

pub(super) fn create(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if !["running", "readyComplete"].contains(&job.status()) {
        return Err(conflict(call, &job, "running or readyComplete"));
    }
    let mode = call.parameters.text("ObjectMode");
    if !["", "sameAsMigrate", "custom"].contains(&mode) {
        return Err(Refusal::value("ObjectMode", "it must be sameAsMigrate or custom"));
    }
    let task = CompareTask {
        id: ids::compare_id(&job.id),
        name: call.parameters.text("TaskName").to_owned(),
        request: call.parameters.clone(),
        state: CompareState::Created,
        polls: 0,
        since: context.now,
        created: context.now,
        started: None,
        finished: None,
    };
    let id = task.id.clone();
    job.compare_tasks.push(task);
    Ok(fields(json!({"CompareTaskId": id})))
}

/// The newest comes first.
pub(super) fn describe(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = job(dts, context, call)?.id.clone();
    let offset = call.parameters.number_in("Offset", 0..=i64::MAX, 0)?;
    let limit = call.parameters.number_in("Limit", 1..=100, 20)?;
    dts.poll(&id, context.moment());
    let job = job(dts, context, call)?;
    let wanted = call.parameters.texts("Status");
    let task_id = call.parameters.get("CompareTaskId");
    let found = job.compare_tasks.iter().rev().filter(|task| {
        task_id.is_none_or(|id| id == task.id) && (wanted.is_empty() || wanted.contains(&task.status()))
    });
    let rows: Vec<Value> = found.map(|task| task.to_json(&job.id)).collect();
    let total = rows.len();
    let (offset, limit) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(20));
    let page: Vec<Value> = rows.into_iter().skip(offset).take(limit).collect();
    Ok(fields(json!({"TotalCount": total, "Items": page})))
}

pub(super) fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    change(dts, context, call, &[CompareState::Created, CompareState::Success, CompareState::Canceled], |task| {
        (task.state, task.polls, task.since) = (CompareState::Running, 0, context.now);
        (task.started, task.finished) = (Some(context.now), None);
    })
}

pub(super) fn stop(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    change(dts, context, call, &[CompareState::Running], |task| {
        (task.state, task.finished) = (CompareState::Canceled, Some(context.now));
    })
}

pub(super) fn modify(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    change(dts, context, call, &[CompareState::Created], |task| {
        if let Some(name) = call.parameters.get("TaskName") {
            name.clone_into(&mut task.name);
        }
        for name in ["Objects", "ObjectMode", "Options"] {
            if let Some(value) = call.parameters.value(name) {
                task.request.0.insert(name.to_owned(), value.clone());
            }
        }
    })
}

/// A canceled comparison cannot be deleted, and a running one neither.
pub(super) fn delete(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("CompareTaskId")?.to_owned();
    change(dts, context, call, &[CompareState::Created, CompareState::Success], |_| ())?;
    job(dts, context, call)?.compare_tasks.retain(|task| task.id != id);
    nothing()
}

fn change(
    dts: &mut Dts,
    context: CallContext<'_>,
    call: &Call,
    allowed: &[CompareState],
    how: impl FnOnce(&mut CompareTask),
) -> Outcome {
    let id = call.parameters.required("CompareTaskId")?;
    let mut job = job(dts, context, call)?;
    let task = job.compare_tasks.iter().find(|task| task.id == id).ok_or_else(|| {
        Refusal::new("ResourceNotFound.ResourceNotFoundError", format!("The comparison {id} does not exist."))
    })?;
    if !allowed.contains(&task.state) {
        let message = format!("{} is not allowed in the status {} of the comparison {id}.", call.action, task.status());
        return Err(Refusal::new("OperationDenied.OperationDeniedError", message));
    }
    if let Some(task) = job.compare_tasks.iter_mut().find(|task| task.id == id) {
        how(task);
    }
    job.advance(context.moment());
    nothing()
}
