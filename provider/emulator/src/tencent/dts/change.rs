//! Changes of a job that do not need a new check: ModifyMigrateName, ModifyMigrateJobSpec, ModifyMigrateRateLimit,
//! ModifyMigrateRuntimeAttribute.

use serde_json::{Value, json};

use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, Refusal, nothing};

use super::Dts;
use super::find::{active_job, conflict};
use super::job::TradeStatus;
use super::purchase::job_name;

/// The classes to which a job can be changed.
const CLASSES: [&str; 6] = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];

/// The limits of a running job, and the largest value of each.
pub(super) const LIMITS: [(&str, i64); 5] =
    [("DumpThread", 16), ("DumpRps", 50_000_000), ("LoadThread", 16), ("LoadRps", 50_000_000), ("SinkerThread", 128)];

/// Attributes that can be changed while a job runs.
const ATTRIBUTES: [&str; 2] = ["DstWriteMode", "IsDstReadOnly"];

pub(super) fn name(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    call.parameters.required("JobName")?;
    job_name(&call.parameters)?.clone_into(&mut job.name);
    job.updated = context.now;
    nothing()
}

/// The new class is visible at once. The same class again is allowed.
pub(super) fn class(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    let class = call.parameters.required("NewInstanceClass")?;
    if !CLASSES.contains(&class) {
        return Err(Refusal::value("NewInstanceClass", &format!("it must be one of {}", CLASSES.join(", "))));
    }
    if job.trade.status != TradeStatus::Normal {
        return Err(conflict(call, &job, "the trade status normal"));
    }
    if job.trade.class != class {
        class.clone_into(&mut job.trade.class);
        job.trade.enter(TradeStatus::Resizing, context.now);
    }
    job.updated = context.now;
    job.advance(context.moment());
    nothing()
}

/// The limits of a running job. A value of 0 or -1 counts as one that was not given.
pub(super) fn rate_limit(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    if !["running", "readyComplete"].contains(&job.status()) {
        return Err(conflict(call, &job, "running or readyComplete"));
    }
    let given: Vec<(&str, i64, i64)> = LIMITS
        .iter()
        .filter_map(|(name, most)| call.parameters.number(name).map(|value| (*name, value, *most)))
        .filter(|(_, value, _)| *value != 0 && *value != -1)
        .collect();
    if let Some((name, _, most)) = given.iter().find(|(_, value, most)| !(1..=*most).contains(value)) {
        return Err(Refusal::value(name, &format!("it must be a number from 1 to {most}")));
    }
    job.rate_limit.extend(given.into_iter().map(|(name, value, _)| (name.to_owned(), value)));
    job.updated = context.now;
    nothing()
}

pub(super) fn runtime_attributes(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let mut job = active_job(dts, context, call)?;
    let options = call.parameters.pairs("OtherOptions", "Key", "Value");
    if options.is_empty() {
        return Err(Refusal::missing("OtherOptions"));
    }
    if let Some((key, _)) = options.iter().find(|(key, _)| !ATTRIBUTES.contains(&key.as_str())) {
        return Err(Refusal::value("OtherOptions", &format!("{key} cannot be changed while a job runs")));
    }
    let Some(configuration) = job.configuration.as_ref() else {
        let message = "The job is not configured yet.";
        return Err(Refusal::new("FailedOperation.NotAllowOperation", message));
    };
    let mut attributes = configuration.option.list("ExtraAttr").to_vec();
    for (key, value) in options {
        attributes.retain(|attribute| attribute["Key"] != key.as_str());
        attributes.push(json!({"Key": key, "Value": value}));
    }
    if let Some(configuration) = &mut job.configuration {
        configuration.option.0.insert("ExtraAttr".to_owned(), Value::Array(attributes));
    }
    job.updated = context.now;
    nothing()
}
