//! The reverse direction of a two-way synchronization: it is configured and started once the forward direction synchronizes. Whatever
//! fails here, the forward direction continues.

use alibaba::dts::{ConfigureDtsJob, JobDetail, JobStatus, JobSummary, ModifyDtsJob, UpgradeTwoWay};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    private::Private,
};

use super::in_reverse::in_reverse;
use crate::{
    accounts::{Clouds, ReverseJob, account, planned_account},
    diagnostics::cloud_error,
    resources::{
        alibaba::{
            job::{
                FORWARD, Kind, OperationError, REVERSE, detail_of,
                endpoint::{CrossAccount, Endpoint},
                job_failed,
                precheck::{self, Incomplete},
                retry_while_busy, summary_of, vanished, wait_for_job,
            },
            migration_task::{TaskModel, configure_error, configure_job, precheck_incomplete},
        },
        shared::{Absence, Poll, Session, Subject, wait},
    },
};

/// Whether a job of this status has to be configured and started. One that was started continues, or is suspended or fails as the forward
/// direction does: that is the matter of the instance.
pub(in crate::resources::alibaba) fn is_pending(status: &JobStatus) -> bool {
    matches!(
        status,
        JobStatus::NotConfigured
            | JobStatus::NotStarted
            | JobStatus::Prechecking
            | JobStatus::PrecheckFailed
            | JobStatus::PreCheckPass
    )
}

/// The start of the reverse direction of a task in the apply that creates its instance, for the record of that apply. None if the account
/// or the region is not known.
pub(in crate::resources::alibaba) fn start_subject(
    context: &Context<Clouds>,
    private: &Private,
    task_id: &str,
) -> Option<Subject> {
    let region = account(context).ok()?.region()?.to_owned();
    Some(Subject {
        kind: "start of the reverse direction",
        account_id: planned_account(private)?.to_owned(),
        region,
        name: task_id.to_owned(),
        content: String::new(),
    })
}

/// Configures the reverse job of an instance and starts it, unless it has been started. `forward` is its forward job, which synchronizes.
/// Returns whether it was configured: one that was started before has its previous configuration.
///
/// # Errors
/// The reverse direction does not run. The forward direction continues.
pub(in crate::resources::alibaba) async fn start(
    session: &Session<'_>,
    forward: &JobSummary,
    reverse: &ReverseJob,
) -> Result<bool, OperationError> {
    match try_start(session, forward, reverse).await {
        Err(OperationError::Failed(diagnostics)) => Err(in_reverse(&reverse.own, diagnostics).into()),
        other => other,
    }
}

async fn try_start(session: &Session<'_>, forward: &JobSummary, reverse: &ReverseJob) -> Result<bool, OperationError> {
    let mut job = existing(session, forward, &reverse.forward_settings).await?;
    let id = job.dts_job_id.clone();
    let sides = sides_of(&reverse.request);
    if job.status == JobStatus::Prechecking {
        precheck::wait_until_idle(session, &id).await.map_err(|ended| incomplete(&sides, &id, ended))?;
        job = existing(session, forward, &reverse.forward_settings).await?;
    }
    let is_configured = is_pending(&job.status);
    if is_configured {
        configure(session, forward, &id, &sides, reverse).await?;
        check(session, &id, &sides, reverse).await?;
    }
    wait_until_synchronizing(session, &id).await.map(|()| is_configured)
}

async fn configure(
    session: &Session<'_>,
    forward: &JobSummary,
    id: &str,
    sides: &TaskModel,
    reverse: &ReverseJob,
) -> Result<(), OperationError> {
    let request = ConfigureDtsJob {
        dts_instance_id: Some(forward.dts_instance_id.clone()),
        dts_job_id: Some(id.to_owned()),
        ..reverse.request.clone()
    };
    let tried = format!("Configuring reverse synchronization task {id}");
    let configured = configure_job(session, &request).await.map(|_| ());
    configured.map_err(|error| OperationError::of_call(&error, &tried, |error| configure_error(sides, &tried, error)))
}

/// The accounts and roles of a configuration, for messages.
fn sides_of(request: &ConfigureDtsJob) -> TaskModel {
    let end = |account: &Option<String>, role: &Option<String>| {
        let owner = CrossAccount { account_id: account.clone().into(), role_name: role.clone().into() };
        let cross_account = account.as_ref().map(|_| owner).into();
        Attr::Known(Endpoint { cross_account, ..Endpoint::default() })
    };
    TaskModel {
        kind: Kind(&REVERSE),
        source: end(&request.source_endpoint_owner_id, &request.source_endpoint_role),
        destination: end(&request.destination_endpoint_owner_id, &request.destination_endpoint_role),
        ..TaskModel::default()
    }
}

/// Starts the job: its precheck runs, and then the job itself.
async fn check(session: &Session<'_>, id: &str, sides: &TaskModel, reverse: &ReverseJob) -> Result<(), OperationError> {
    match precheck::run(session, &REVERSE, id, &reverse.ignore).await {
        Ok(outcome) if outcome.passed => Ok(()),
        Ok(outcome) => {
            let failures = precheck::failures(&REVERSE, id, &outcome.items, &reverse.ignore);
            Err(failures.into_iter().collect::<Diagnostics>().into())
        }
        Err(ended) => Err(incomplete(sides, id, ended)),
    }
}

fn incomplete(sides: &TaskModel, id: &str, ended: Incomplete) -> OperationError {
    match ended {
        Incomplete::Cancelled => OperationError::Interrupted(format!("The precheck of the reverse direction ({id})")),
        failed => precheck_incomplete(sides, id, failed).into(),
    }
}

async fn wait_until_synchronizing(session: &Session<'_>, id: &str) -> Result<(), OperationError> {
    let is_over = |job: &JobSummary| job.status == JobStatus::Synchronizing || REVERSE.has_failed(&job.status);
    let waited = wait_for_job(session, &REVERSE, id, "waiting for the reverse direction", is_over).await;
    let of_wait = |error| OperationError::of_wait(error, &REVERSE, "Waiting for the reverse direction", id, "update");
    match waited.map_err(of_wait)? {
        Some(job) if job.status == JobStatus::Synchronizing => Ok(()),
        Some(job) => Err(job_failed(&REVERSE, "Starting", &job).into()),
        None => Err(vanished(&REVERSE, id).into()),
    }
}

/// The reverse job of an instance. An instance that DTS bought with one direction gets the second one.
async fn existing(
    session: &Session<'_>,
    forward: &JobSummary,
    forward_settings: &str,
) -> Result<JobSummary, OperationError> {
    let tried = format!("Adding the reverse direction to instance {}", forward.dts_instance_id);
    let failed = |error: &alibaba::Error| {
        OperationError::of_call(error, &tried, |error| cloud_error("There is no reverse direction", &tried, error))
    };
    if let Some(job) = found(session, &forward.dts_job_id).await.map_err(|error| failed(&error))? {
        return Ok(job);
    }
    let action = UpgradeTwoWay {
        region_id: Some(session.region()),
        instance_id: forward.dts_instance_id.clone(),
        instance_class: forward.dts_job_class.clone(),
        ..UpgradeTwoWay::default()
    };
    retry_while_busy(session, &action).await.map_err(|error| failed(&error))?;
    let appeared = wait(session, || async {
        let job = found(session, &forward.dts_job_id).await?;
        Ok(job.map_or(Poll::Pending, Poll::Ready))
    });
    let of_wait = |error| OperationError::of_wait(error, &FORWARD, &tried, &forward.dts_job_id, "update");
    let job = appeared.await.map_err(of_wait)?;
    let action = ModifyDtsJob {
        region_id: Some(session.region()),
        dts_instance_id: forward.dts_instance_id.clone(),
        dts_job_id: Some(forward.dts_job_id.clone()),
        direction: FORWARD.direction(),
        reserved: Some(forward_settings.to_owned()),
        modify_type: Some("UPDATE_RESERVED".to_owned()),
        ..ModifyDtsJob::default()
    };
    retry_while_busy(session, &action).await.map_err(|error| failed(&error))?;
    Ok(job)
}

/// The reverse job of an instance, by its forward job; none if the synchronization has one direction.
///
/// # Errors
/// The call failed.
pub(in crate::resources::alibaba) async fn found(
    session: &Session<'_>,
    forward_id: &str,
) -> Result<Option<JobSummary>, alibaba::Error> {
    let forward = summary_of(session, &FORWARD, forward_id, Absence::Counts).await?;
    match forward {
        Some(forward) => of_forward(session, &forward).await,
        None => Ok(None),
    }
}

/// The reverse job of a forward job that was read.
///
/// # Errors
/// The call failed.
pub(in crate::resources::alibaba) async fn of_forward(
    session: &Session<'_>,
    forward: &JobSummary,
) -> Result<Option<JobSummary>, alibaba::Error> {
    match forward.reverse_job.dts_job_id.as_str() {
        "" => Ok(None),
        id => summary_of(session, &REVERSE, id, Absence::Repeated).await,
    }
}

/// What DTS returns about the reverse job of an instance, by its forward job; none if the synchronization has one direction.
///
/// # Errors
/// A call failed.
pub(super) async fn detail(session: &Session<'_>, forward_id: &str) -> Result<Option<JobDetail>, alibaba::Error> {
    let forward = summary_of(session, &FORWARD, forward_id, Absence::Counts).await?.unwrap_or_default();
    let id = forward.reverse_job.dts_job_id;
    if id.is_empty() {
        return Ok(None);
    }
    match detail_of(session, &REVERSE, &id, Absence::Repeated).await {
        Ok(job) => Ok(Some(job)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The error of an operation on the reverse direction that the user interrupted.
pub(in crate::resources::alibaba) fn interrupted(doing: &str) -> Diagnostic {
    let detail =
        format!("{doing} was interrupted. DTS continues with what it has accepted; apply again to complete it.");
    Diagnostic::error("Interrupted", detail)
}
