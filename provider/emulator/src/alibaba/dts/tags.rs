//! TagResources, UntagResources and ListTagResources of DTS. Lists are flat parameters, and the listed tags are nested.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};

use super::Dts;
use super::job::{Direction, Job, find};

const RESOURCE_TYPE: &str = "ALIYUN::DTS::INSTANCE";

/// Most resources and most tags of one call.
const RESOURCE_LIMIT: usize = 50;
const TAG_LIMIT: usize = 20;

/// Entries of one page of a list; Alibaba Cloud does not document the number.
const PAGE: usize = 50;

pub(crate) fn tag(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let tags = call.parameters.pairs("Tag");
    if tags.is_empty() || tags.len() > TAG_LIMIT || tags.iter().any(|(key, _)| key.is_empty()) {
        return Err(Refusal::invalid_for_dts("Tag"));
    }
    each(dts, context, call, |job| {
        job.tags.extend(tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    })
}

/// If keys are named, `All` has no effect; one of the two is required.
pub(crate) fn untag(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let keys = call.parameters.list("TagKey");
    let all = call.parameters.flag("All")?.unwrap_or(false);
    if keys.len() > TAG_LIMIT || (keys.is_empty() && !all) {
        return Err(Refusal::invalid_for_dts("TagKey"));
    }
    each(dts, context, call, |job| job.tags.retain(|key, _| !keys.is_empty() && !keys.contains(&key.as_str())))
}

pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    resource_type(call)?;
    let wanted = call.parameters.pairs("Tag");
    let mut instances: Vec<String> = call.parameters.list("ResourceId").into_iter().map(str::to_owned).collect();
    if instances.is_empty() && wanted.is_empty() {
        return Err(Refusal::missing("ResourceId"));
    }
    find::permit(context, call, "*", "*")?;
    if instances.is_empty() {
        let jobs = dts.jobs.of_account(&call.caller.account).filter(|job| find::is_visible(job, call));
        instances = jobs.filter(|job| job.direction == Direction::Forward).map(Job::instance_id).collect();
    }
    let mut rows: Vec<Value> = Vec::new();
    for instance in instances {
        let Ok(id) = find::of_instance(dts, context, call, &instance) else { continue };
        let Some(job) = dts.jobs.get(&id) else { continue };
        // It is not documented how several tags are combined. Here an instance is listed when it has all of them, and
        // only these tags are listed.
        let has = |key: &str, value: &str| job.tags.get(key).is_some_and(|it| value.is_empty() || it == value);
        if !wanted.iter().all(|(key, value)| has(key, value)) {
            continue;
        }
        let fitting =
            job.tags.iter().filter(|(key, _)| wanted.is_empty() || wanted.iter().any(|(wanted, _)| wanted == key));
        rows.extend(fitting.map(|(key, value)| {
            json!({"ResourceId": instance, "ResourceType": RESOURCE_TYPE, "TagKey": key, "TagValue": value})
        }));
    }
    // The token is the number of entries on the pages before.
    let from = match call.parameters.get("NextToken").map(str::parse::<usize>) {
        None => 0,
        Some(Ok(from)) => from,
        Some(Err(_)) => return Err(Refusal::invalid_for_dts("NextToken")),
    };
    let next = if rows.len() > from.saturating_add(PAGE) { (from + PAGE).to_string() } else { String::new() };
    let page: Vec<Value> = rows.into_iter().skip(from).take(PAGE).collect();
    Ok(fields(json!({"NextToken": next, "TagResources": {"TagResource": page}})))
}

/// Changes the tags of every named instance; if one of them is unknown, it changes none.
fn each(dts: &mut Dts, context: CallContext<'_>, call: &Call, change: impl Fn(&mut Job)) -> Outcome {
    resource_type(call)?;
    let instances = call.parameters.list("ResourceId");
    if instances.is_empty() || instances.len() > RESOURCE_LIMIT {
        return Err(Refusal::invalid_for_dts("ResourceId"));
    }
    let found: Result<Vec<String>, Refusal> =
        instances.iter().map(|instance| find::of_instance(dts, context, call, instance)).collect();
    for id in found? {
        change(&mut *find::by_id(dts, context, call, &id)?);
    }
    Ok(Fields::new())
}

fn resource_type(call: &Call) -> Result<(), Refusal> {
    if call.parameters.required("ResourceType")? == RESOURCE_TYPE {
        return Ok(());
    }
    Err(Refusal::invalid_for_dts("ResourceType"))
}
