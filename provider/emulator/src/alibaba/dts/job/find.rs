//! Finds the job that a call names, if the caller may use it.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::gateway::{Call, Refusal, Service};
use crate::alibaba::ids;
use crate::policy::Ask;

use super::jobs::JobEntry;
use super::model::Job;

/// The job named by `DtsJobId` or else `DtsInstanceId`.
pub(crate) fn job<'a>(dts: &'a mut Dts, context: CallContext<'_>, call: &Call) -> Result<JobEntry<'a>, Refusal> {
    let id = id(call, "DtsInstanceId")?;
    by_id(dts, context, call, &id)
}

/// The job ID that a call names; `instance` is the name of the parameter with the instance ID.
pub(crate) fn id(call: &Call, instance: &str) -> Result<String, Refusal> {
    if let Some(id) = call.parameters.get("DtsJobId") {
        return Ok(id.to_owned());
    }
    let instance = call.parameters.get(instance).ok_or_else(|| Refusal::missing("DtsJobId"))?;
    Ok(instance.strip_prefix("dts").unwrap_or(instance).to_owned())
}

/// The job with this ID, if the caller's policies allow the action and the job belongs to the caller's account.
pub(crate) fn by_id<'a>(
    dts: &'a mut Dts,
    context: CallContext<'_>,
    call: &Call,
    id: &str,
) -> Result<JobEntry<'a>, Refusal> {
    seen_by_id(dts, context, call, id)?;
    dts.jobs.get_mut(id).ok_or_else(|| not_found(id))
}

/// The same for reading only.
pub(crate) fn seen_by_id<'a>(
    dts: &'a Dts,
    context: CallContext<'_>,
    call: &Call,
    id: &str,
) -> Result<&'a Job, Refusal> {
    permit_job(dts, context, call, id)?;
    dts.jobs.get(id).filter(|job| job.account == call.caller.account).ok_or_else(|| not_found(id))
}

/// The same for a poll, which moves the job.
pub(crate) fn polled_by_id<'a>(
    dts: &'a mut Dts,
    context: CallContext<'_>,
    call: &Call,
    id: &str,
) -> Result<&'a Job, Refusal> {
    seen_by_id(dts, context, call, id)?;
    dts.jobs.poll(id, context.moment()).ok_or_else(|| not_found(id))
}

fn permit_job(dts: &Dts, context: CallContext<'_>, call: &Call, id: &str) -> Result<(), Refusal> {
    let region = dts.jobs.get(id).map_or("*", |job| job.parameters.get("RegionId").unwrap_or("*"));
    permit(context, call, region, &ids::instance_id(id))
}

/// Refuses unless the caller's policies allow the action on an instance (`*` for none in particular).
pub(crate) fn permit(context: CallContext<'_>, call: &Call, region: &str, instance: &str) -> Result<(), Refusal> {
    let action = format!("dts:{}", call.action);
    let resource = format!("acs:dts:{region}:{}:instance/{instance}", call.caller.account);
    let ask = Ask { action: &action, resource: &resource, circumstances: &call.circumstances };
    context.permit(&call.caller, Service::Dts, ask)
}

/// Refuses a job that a fault hides from the calls that describe one job.
pub(crate) fn refuse_hidden(context: CallContext<'_>, call: &Call, id: &str) -> Result<(), Refusal> {
    if context.hides_from_details(&call.caller.account, id) { Err(not_found(id)) } else { Ok(()) }
}

/// The refusal for an unknown job and for a job of another account: it is the same.
pub(crate) fn not_found(id: &str) -> Refusal {
    Refusal::gateway(404, "Forbidden.InstanceNotFound", format!("The instance of job {id} is not found."))
}
