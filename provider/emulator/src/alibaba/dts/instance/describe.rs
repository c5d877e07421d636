//! DescribeDtsInstances and DescribeDtsInstanceDetail, which are in no published SDK, and ConvertInstanceResourceGroup.
//! Another Terraform provider calls them; the fields are those that it reads.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Side, engine_in_answers};
use crate::alibaba::dts::job::{Direction, Job, Purchase, Status, find};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::time::to_seconds;

pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    find::permit(context, call, "*", "*")?;
    let page = parameters.number("PageNum", 1..=100_000)?.unwrap_or(1);
    let size = parameters.number("PageSize", 1..=100)?.unwrap_or(20);
    let group = parameters.get("ResourceGroupId");
    let jobs = dts.jobs.of_account(&call.caller.account);
    let jobs = jobs.filter(|job| group.is_none_or(|group| job.parameters.get("ResourceGroupId") == Some(group)));
    let jobs = jobs.filter(|job| find::is_visible(job, call));
    let jobs = jobs.filter(|job| !context.hides_from_lists(&job.account, &job.id));
    let all: Vec<Value> = jobs.filter_map(instance).collect();
    let total = all.len();
    let skip = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let shown: Vec<Value> = all.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(20)).collect();
    Ok(fields(json!({
        "PageNumber": page, "PageRecordCount": shown.len(), "TotalRecordCount": total, "DtsInstanceStatusList": shown,
    })))
}

pub(crate) fn detail(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::of_instance(dts, context, call, call.parameters.required("DtsInstanceId")?)?;
    find::refuse_hidden(context, call, &id)?;
    let job = find::polled_by_id(dts, context, call, &id)?;
    let shown = instance(job).ok_or_else(|| find::not_found(&id))?;
    Ok(fields(json!({"DtsInstanceStatus": shown})))
}

/// The instance of a job; none for a job without a purchase and for a reverse job.
fn instance(job: &Job) -> Option<Value> {
    let purchase = job.purchase.as_ref().filter(|_| job.direction == Direction::Forward)?;
    let [source, destination] = Side::BOTH.map(|side| job.side(side));
    let tags: Vec<Value> = job.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value})).collect();
    Some(json!({
        "DtsInstanceId": job.instance_id(),
        "InstanceName": job.name,
        "Type": job.kind.name().to_ascii_lowercase(),
        "Status": if job.status() == Status::Finished { "finished" } else { job.status_word() },
        "CreateTime": to_seconds(job.created),
        "InstanceClass": purchase.class,
        "PayType": pay_type(purchase),
        "ResourceGroupId": job.parameters.get("ResourceGroupId").unwrap_or_default(),
        "SourceEndpointEngineType": engine_in_answers(source.engine()),
        "SourceEndpointRegion": source.field("Region"),
        "DestEndpointEngineType": engine_in_answers(destination.engine()),
        "DestEndpointRegion": destination.field("Region"),
        "Tags": tags,
    }))
}

/// These calls have other words than the calls on jobs.
fn pay_type(purchase: &Purchase) -> &'static str {
    if purchase.pay_type == "PrePaid" { "PREPAY" } else { "POSTPAY" }
}

/// Moves an instance with all its jobs to another resource group.
pub(crate) fn move_to_group(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("ResourceId")?;
    let group = call.parameters.required("NewResourceGroupId")?;
    find::of_instance(dts, context, call, instance)?;
    let ids: Vec<String> = dts.jobs.of_instance(instance).into_iter().map(|job| job.id.clone()).collect();
    if ids.is_empty() {
        return Err(Refusal::invalid_for_dts("ResourceId"));
    }
    for id in ids {
        find::by_id(dts, context, call, &id)?.parameters.set("ResourceGroupId", group);
    }
    Ok(Fields::new())
}
