//! Finds the job that a call names, if the caller may use it.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::gateway::{Call, Refusal, Service};
use crate::alibaba::ids;
use crate::policy::Ask;

use super::direction::Direction;
use super::jobs::JobEntry;
use super::model::Job;

/// The parameter of a direction.
const DIRECTION: &str = "SynchronizationDirection";

/// The job that a call names by a job or an instance, and a direction.
pub(crate) fn job<'a>(dts: &'a mut Dts, context: CallContext<'_>, call: &Call) -> Result<JobEntry<'a>, Refusal> {
    let id = id(dts, context, call, "DtsInstanceId")?;
    by_id(dts, context, call, &id)
}

/// The ID of the job that a call names by a job or an instance, and a direction; `instance` is the name of the parameter
/// with the instance ID. An ID without a job is returned as it is.
pub(crate) fn id(dts: &Dts, context: CallContext<'_>, call: &Call, instance: &str) -> Result<String, Refusal> {
    let wanted = direction(call)?;
    let own = |job: &&Job| is_visible(job, call);
    let Some(id) = call.parameters.get("DtsJobId") else {
        let instance = call.parameters.get(instance).ok_or_else(|| Refusal::missing("DtsJobId"))?;
        let jobs = dts.jobs.of_instance(instance);
        let Some(first) = jobs.first().filter(|job| own(job)) else {
            return Ok(instance.strip_prefix("dts").unwrap_or(instance).to_owned());
        };
        let found = jobs.iter().find(|job| job.direction == wanted.unwrap_or_default());
        return found.map(|job| job.id.clone()).ok_or_else(|| no_such_direction(first, wanted.unwrap_or_default()));
    };
    let Some(job) = dts.jobs.get(id).filter(own) else { return Ok(id.to_owned()) };
    let follows = !context.accounts.alibaba_switches().direction_is_required && wanted.is_none();
    let wanted = wanted.unwrap_or_default();
    if job.direction == wanted || follows {
        return Ok(id.to_owned());
    }
    if job.partner.is_none() {
        return Err(no_such_direction(job, wanted));
    }
    let is = job.direction.name();
    Err(Refusal::wrong_for_dts("DtsJobId", &format!("it is the {is} job of its instance; send {DIRECTION} {is}")))
}

/// The direction that a call names.
pub(crate) fn direction(call: &Call) -> Result<Option<Direction>, Refusal> {
    let Some(name) = call.parameters.get(DIRECTION) else { return Ok(None) };
    Direction::named(name).map(Some).ok_or_else(|| Refusal::invalid_for_dts(DIRECTION))
}

fn no_such_direction(job: &Job, wanted: Direction) -> Refusal {
    let why = format!("the instance {} has no {} job", job.instance_id(), wanted.name());
    Refusal::wrong_for_dts(DIRECTION, &why)
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
    dts.jobs.get(id).filter(|job| is_visible(job, call)).ok_or_else(|| not_found(id))
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

/// The first job of an instance, which is the forward job of a two-way synchronization.
pub(crate) fn of_instance(dts: &Dts, context: CallContext<'_>, call: &Call, instance: &str) -> Result<String, Refusal> {
    let jobs = dts.jobs.of_instance(instance);
    let found = jobs.first().filter(|job| is_visible(job, call)).map(|job| job.id.clone());
    let id = found.unwrap_or_else(|| instance.strip_prefix("dts").unwrap_or_default().to_owned());
    seen_by_id(dts, context, call, &id)?;
    Ok(id)
}

/// Whether a job is in the account of the caller and in the region that the call names. A call without a region finds the jobs of all
/// regions. It is not documented what DTS does with a job of another region.
pub(crate) fn is_visible(job: &Job, call: &Call) -> bool {
    let region = call.parameters.get("RegionId");
    job.account == call.caller.account && region.is_none_or(|region| job.parameters.get("RegionId") == Some(region))
}

fn permit_job(dts: &Dts, context: CallContext<'_>, call: &Call, id: &str) -> Result<(), Refusal> {
    let job = dts.jobs.get(id);
    let region = job.map_or("*", |job| job.parameters.get("RegionId").unwrap_or("*"));
    permit(context, call, region, &job.map_or_else(|| ids::instance_id(id), Job::instance_id))
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

const NOT_FOUND: &str = "Forbidden.InstanceNotFound";

/// The refusal for an unknown job and for a job of another account: it is the same.
pub(crate) fn not_found(id: &str) -> Refusal {
    Refusal::gateway(404, NOT_FOUND, format!("The instance of job {id} is not found."))
}

/// Whether this is the refusal of [`not_found`].
pub(crate) fn is_not_found(refusal: &Refusal) -> bool {
    refusal.code() == NOT_FOUND
}
