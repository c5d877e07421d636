//! SkipPreCheck and ShieldPrecheck: items that can fail in the next precheck without failing the precheck.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::job::{Job, Operation, can_shield, can_skip, check, find};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};

pub(crate) fn skip(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let id = parameters.required("DtsJobId")?;
    let skip = parameters.flag("Skip")?.ok_or_else(|| Refusal::missing("Skip"))?;
    let text = parameters.required("SkipPreCheckItems")?;
    let items = texts("SkipPreCheckItems", text)?;
    if items.is_empty() || !items.iter().all(|item| can_skip(item)) {
        return Err(Refusal::invalid_for_dts("SkipPreCheckItems"));
    }
    let names = parameters.get("SkipPreCheckNames");
    if let Some(names) = names {
        let expected: Vec<String> = items.iter().map(|item| format!("{item}_DETAIL")).collect();
        if texts("SkipPreCheckNames", names)? != expected {
            return Err(Refusal::invalid_for_dts("SkipPreCheckNames"));
        }
    }
    let mut job = find::by_id(dts, context, call, id)?;
    check(job.status(), Operation::SkipPreCheck)?;
    if parameters.get("JobId").is_some_and(|task| task != job.precheck.id) {
        return Err(Refusal::business(400, "InvalidJobId", "JobId is not the id of the job's last precheck."));
    }
    silence(&mut job, &items, skip);
    Ok(fields(json!({
        "MigrationJobId": job.precheck.id,
        "ScheduleJobId": job.precheck.id,
        "SkipItems": text,
        "SkipNames": names.unwrap_or_default(),
    })))
}

/// The older call: it accepts fewer items, and cannot be reversed.
pub(crate) fn shield(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("DtsInstanceId")?;
    let items = call.parameters.required("PrecheckItems")?.split(',').map(|item| item.trim().to_owned());
    let items: Vec<String> = items.collect();
    if !items.iter().all(|item| can_shield(item)) {
        return Err(Refusal::invalid_for_dts("PrecheckItems"));
    }
    let id = find::of_instance(dts, context, call, instance)?;
    let mut job = find::by_id(dts, context, call, &id)?;
    check(job.status(), Operation::SkipPreCheck)?;
    silence(&mut job, &items, true);
    Ok(Fields::new())
}

fn silence(job: &mut Job, items: &[String], skip: bool) {
    job.skipped.retain(|skipped| !items.contains(skipped));
    if skip {
        job.skipped.extend(items.iter().cloned());
    }
    for item in &mut job.precheck.items {
        item.skip = job.skipped.iter().any(|skipped| skipped == item.code);
    }
}

fn texts(name: &str, text: &str) -> Result<Vec<String>, Refusal> {
    serde_json::from_str(text).map_err(|_| Refusal::invalid_for_dts(name))
}
