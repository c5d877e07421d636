//! DeleteDtsJob, ResetDtsJob, and the calls of the first generation that release an instance.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::instance::two_way;
use crate::alibaba::dts::job::{Direction, Job, JobKind, Operation, Status, check, find};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal};
use crate::alibaba::ids;

/// Releases the job and its instance. The job is removed immediately, or stays in the lists as finished when the
/// options say so.
pub(crate) fn delete(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::id(dts, context, call, "DtsInstanceId")?;
    let kind = find::seen_by_id(dts, context, call, &id)?.kind;
    if call.parameters.get("JobType").is_some_and(|given| given != kind.name()) {
        return Err(Refusal::invalid_for_dts("JobType"));
    }
    release(dts, context, call, &id)
}

/// The calls of the first generation, which name an instance and release it with all its jobs. For them, an instance that
/// does not exist is a wrong ID.
pub(crate) fn delete_migration_instance(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("MigrationJobId")?.to_owned();
    delete_instance(dts, context, call, &instance, JobKind::Migration)
}

/// The same for a synchronization.
pub(crate) fn delete_synchronization_instance(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("SynchronizationJobId")?.to_owned();
    delete_instance(dts, context, call, &instance, JobKind::Synchronization)
}

fn delete_instance(dts: &mut Dts, context: CallContext<'_>, call: &Call, instance: &str, kind: JobKind) -> Outcome {
    let wrong = |why: &str| Refusal::business(400, "InvalidJobId", format!("The instance {instance} {why}."));
    let absent = |refusal: Refusal| if find::is_not_found(&refusal) { wrong("does not exist") } else { refusal };
    let id = find::of_instance(dts, context, call, instance).map_err(absent)?;
    if dts.jobs.get(&id).is_some_and(|job| job.kind != kind) {
        return Err(wrong("is of another type"));
    }
    release(dts, context, call, &id).map_err(absent)
}

/// Releases a job. With the forward job of a two-way synchronization, the reverse job is released, too.
fn release(dts: &mut Dts, context: CallContext<'_>, call: &Call, id: &str) -> Outcome {
    let job = find::seen_by_id(dts, context, call, id)?;
    check(job.status(), Operation::Delete)?;
    if job.released {
        return Err(find::not_found(id));
    }
    if job.purchase.as_ref().is_some_and(|purchase| purchase.pay_type == "PrePaid") {
        let message = "The instance is paid in advance; the API does not release it. Cancel the subscription.";
        return Err(Refusal::business(403, "OperationDenied", message));
    }
    let partner = job.partner.clone().and_then(|id| dts.jobs.get(&id));
    if job.direction == Direction::Forward
        && context.accounts.alibaba_switches().forward_is_released_last
        && partner.is_some_and(|partner| partner.status() != Status::NotConfigured)
    {
        let message = "The reverse job is configured; release it first, with SynchronizationDirection Reverse.";
        return Err(Refusal::business(403, "OperationDenied", message));
    }
    let partner = partner.map(|partner| (partner.id.clone(), job.direction == Direction::Forward));
    match partner {
        Some((partner, true)) => remove(dts, context, &partner),
        Some((partner, false)) => {
            if let Some(mut partner) = dts.jobs.get_mut(&partner) {
                partner.partner = None;
            }
        }
        None => {}
    }
    remove(dts, context, id);
    Ok(Fields::new())
}

/// A removed job stays in the lists when the options say so.
fn remove(dts: &mut Dts, context: CallContext<'_>, id: &str) {
    if !context.options.keep_released && !context.accounts.alibaba_switches().released_jobs_stay {
        dts.jobs.remove(id);
        return;
    }
    if let Some(mut job) = dts.jobs.get_mut(id) {
        job.machine.force(Status::Finished.state(), context.now);
        job.released = true;
    }
}

/// Gives a synchronization a new job without a configuration. It costs nothing until the job is started again.
pub(crate) fn reset(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = find::id(dts, context, call, "DtsInstanceId")?;
    let job = find::seen_by_id(dts, context, call, &id)?;
    if !job.is_synchronization() {
        return Err(Refusal::business(400, "UnSupportedTaskType", "A migration cannot be reset."));
    }
    check(job.status(), Operation::Reset)?;
    if job.purchase.is_none() {
        let message = "The job is not purchased; release it.";
        return Err(Refusal::business(403, "DTS.Msg.OperationDenied.NotPurchased", message));
    }
    let fresh = two_way::without_configuration(job, context.now);
    if !context.accounts.alibaba_switches().reset_changes_id {
        if let Some(mut job) = dts.jobs.get_mut(&id) {
            *job = fresh;
        }
        return Ok(Fields::new());
    }
    let first = Some(fresh.first_of_instance.clone().unwrap_or_else(|| fresh.id.clone()));
    let fresh = Job { id: ids::job_id(), first_of_instance: first, ..fresh };
    if let Some(mut partner) = fresh.partner.as_ref().and_then(|id| dts.jobs.get_mut(id)) {
        partner.partner = Some(fresh.id.clone());
    }
    dts.jobs.remove(&id);
    dts.jobs.insert(fresh);
    Ok(Fields::new())
}
