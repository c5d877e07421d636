//! CreateJobMonitorRule and DescribeJobMonitorRule: alerts on the delay and on errors of a job. No alert is sent.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Outcome, Refusal, fields};

use super::Dts;
use super::job::find;

/// The types of rules; a job has at most one rule of each.
const TYPES: [&str; 2] = ["delay", "error"];

/// Creates a rule, or changes the rule of the same type: what the call does not name stays as it is.
pub(crate) fn set(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let id = parameters.required("DtsJobId")?;
    let kind = parameters.required("Type")?;
    if !TYPES.contains(&kind) {
        return Err(Refusal::invalid_for_dts("Type"));
    }
    let state = parameters.get("State");
    if state.is_some_and(|state| !["Y", "N"].contains(&state)) {
        return Err(Refusal::invalid_for_dts("State"));
    }
    let delay = parameters.number("DelayRuleTime", 1..=u64::from(u32::MAX))?;
    let phone = parameters.get("Phone");
    let mut job = find::by_id(dts, context, call, id)?;
    let rule = job.monitor_rules.entry(kind.to_owned()).or_default();
    if let Some(state) = state {
        state.clone_into(&mut rule.state);
    }
    if let Some(phone) = phone {
        phone.clone_into(&mut rule.phone);
    }
    rule.delay = delay.or(rule.delay);
    Ok(fields(json!({"DtsJobId": id})))
}

pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("DtsJobId")?;
    let job = find::seen_by_id(dts, context, call, id)?;
    let rules: Vec<Value> = job
        .monitor_rules
        .iter()
        .map(|(kind, rule)| {
            let mut shown = json!({"JobId": id, "Type": kind, "State": rule.state, "Phone": rule.phone});
            if let Some(delay) = rule.delay {
                shown["DelayRuleTime"] = json!(delay);
            }
            shown
        })
        .collect();
    Ok(fields(json!({"DtsJobId": id, "MonitorRules": rules, "Topics": []})))
}
