//! The job of a call, and the codes of refusals that differ between actions.

use crate::policy::Ask;
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Refusal};

use super::Dts;
use super::job::{Job, TradeStatus};

/// A job that counts as changed from the first use that can change it.
pub(super) type JobEntry<'a> = crate::core::tracked::Entry<'a, String, Job>;

/// Actions whose refusal of an unknown job is `ResourceNotFound.JobNotExist`.
const JOB_NOT_EXIST: [&str; 6] = [
    "CreateMigrateCheckJob",
    "StartMigrateJob",
    "StopMigrateJob",
    "ResumeMigrateJob",
    "CompleteMigrateJob",
    "DescribeMigrationCheckJob",
];

/// Refuses unless the policies of the caller allow the action on a job; `*` stands for all jobs.
pub(super) fn permit(context: CallContext<'_>, call: &Call, job: &str) -> Result<(), Refusal> {
    let action = format!("dts:{}", call.action);
    let resource = format!("qcs::dts:{}:uin/{}:task/{job}", call.region, call.caller.account);
    context.permit(&call.caller, Ask { action: &action, resource: &resource, circumstances: &call.circumstances })
}

/// The job of a call, to read or to change it.
pub(super) fn job<'a>(dts: &'a mut Dts, context: CallContext<'_>, call: &Call) -> Result<JobEntry<'a>, Refusal> {
    let id = call.parameters.required("JobId")?;
    permit(context, call, id)?;
    let is_visible =
        dts.jobs.get(id).is_some_and(|job| is_own(job, call)) && !context.hides_from_details(&call.caller.account, id);
    let found = if is_visible { dts.jobs.get_mut(id) } else { None };
    found.ok_or_else(|| not_found(&call.action, id))
}

/// Whether a job is in the account of the caller and in the region of the call, which is that of its destination. It is not documented
/// what DTS does with a job of another region.
pub(super) fn is_own(job: &Job, call: &Call) -> bool {
    job.account == call.caller.account && job.link.destination_region == call.region
}

/// The same for a call that changes the job: it is neither isolated nor destroyed.
pub(super) fn active_job<'a>(dts: &'a mut Dts, context: CallContext<'_>, call: &Call) -> Result<JobEntry<'a>, Refusal> {
    let job = job(dts, context, call)?;
    match job.trade.status {
        TradeStatus::Normal | TradeStatus::Resizing | TradeStatus::NotBilled if !job.is_gone() => Ok(job),
        status => {
            let message = format!("The job {} is {}; this action is not allowed.", job.id, status.name());
            Err(Refusal::new("OperationDenied.OperationDeniedError", message))
        }
    }
}

fn not_found(action: &str, id: &str) -> Refusal {
    let code = if JOB_NOT_EXIST.contains(&action) { "JobNotExist" } else { "ResourceNotFoundError" };
    Refusal::new(format!("ResourceNotFound.{code}"), format!("The migration job {id} does not exist."))
}

/// The refusal of an action that the status of a job does not allow.
pub(super) fn conflict(call: &Call, job: &Job, allowed: &str) -> Refusal {
    let code = match call.action.as_str() {
        "CreateMigrateCheckJob" | "ResumeMigrateJob" => "FailedOperation.NotAllowOperation",
        "StartMigrateJob" | "StopMigrateJob" | "CompleteMigrateJob" | "ModifyMigrateRateLimit" => {
            "FailedOperation.StatusInConflict"
        }
        _ => "OperationDenied.OperationDeniedError",
    };
    let message = format!(
        "{} is not allowed in the status {} of the job {}; it needs {allowed}.",
        call.action,
        job.status(),
        job.id
    );
    Refusal::new(code, message)
}
