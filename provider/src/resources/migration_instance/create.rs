//! Create: buy unless bought, start, tag, wait.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use dts_cloud::{
    Error,
    dts::{CreateDtsInstance, JobStatus, JobSummary, StartDtsJob, TagResources},
    wire::{FlatList, FlatTags},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    cluster::fits_cluster,
    model::InstanceModel,
    plan::{fits_task, refuse_first},
    state::applied,
    status::{Start, Step, arrived, step},
};
use crate::{
    clouds::{Clouds, account, planned_account},
    resources::job::{is_purchased, precheck, summary},
    shared::{Poll, Session, Stopped, cloud_error, tag_change, wait},
};

/// DTS's word for its instances in tag calls.
pub(super) const RESOURCE_TYPE: &str = "ALIYUN::DTS::INSTANCE";
/// Migrations can be paid in no other way.
const PAY_TYPE: &str = "PostPaid";

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => outcome.remembering(apply.private),
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
) -> Result<Outcome<InstanceModel>, Diagnostics> {
    let account = account(context)?;
    account.must_be(planned_account(&apply.private), &context.cancel).await?;
    let planned = &apply.planned;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Create))?;
    let task_id = planned.task_id.or(String::new());
    let job = read(&session, &task_id).await?;
    refuse_first(&apply.config)?;
    fits_task(planned, &task_id, job.as_ref())?;
    let job = job.unwrap_or_default();
    fits_cluster(&session, planned, &job).await?;
    if is_purchased(&job.pay_type, &job.dts_job_class, &job.status) {
        resume(&session, &task_id, &job).await?;
    } else {
        precheck_passed(&task_id, &job)?;
        buy(&session, &task_id, planned).await?;
    }
    tag(&session, &job.dts_instance_id, planned).await?;
    arrive(&session, &task_id, planned, job).await
}

async fn read(session: &Session<'_>, task_id: &str) -> Result<Option<JobSummary>, Diagnostic> {
    summary(session, task_id).await.map_err(|error| {
        cloud_error("Cannot read the migration task", &format!("Reading migration task {task_id}"), &error)
    })
}

/// Buying a job that cannot start would cost money for nothing.
fn precheck_passed(task_id: &str, job: &JobSummary) -> Result<(), Diagnostic> {
    if job.status == JobStatus::PreCheckPass {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The task has not passed its precheck",
        format!(
            "Migration task {task_id} is {}; an instance is bought only for a task that is PreCheckPass. Nothing was bought. \
             Apply the dts_migration_task first; its errors say what is in the way.",
            job.status
        ),
    )
    .at(AttributePath::of(&["task_id"])))
}

async fn buy(session: &Session<'_>, task_id: &str, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let action = CreateDtsInstance {
        region_id: Some(session.region()),
        dts_region: Some(session.region()),
        pay_type: PAY_TYPE.to_owned(),
        job_id: Some(task_id.to_owned()),
        auto_start: Some(true),
        instance_class: planned.instance_class.clone().into_option(),
        du: planned.du.get().copied(),
        resource_group_id: planned.resource_group_id.clone().into_option(),
        ..CreateDtsInstance::default()
    };
    let error = match session.call(&action).await {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    // An answer that was lost is looked for, not asked for again.
    if error.outcome_unknown()
        && !error.is_cancelled()
        && let Some(job) = read(session, task_id).await?
        && is_purchased(&job.pay_type, &job.dts_job_class, &job.status)
    {
        return Ok(());
    }
    Err(cloud_error(
        "Cannot buy the migration instance",
        &format!("Buying an instance for migration task {task_id}"),
        &error,
    ))
}

/// The job was bought before: by an apply that did not end, or by hand. It goes on from where it is.
async fn resume(session: &Session<'_>, task_id: &str, job: &JobSummary) -> Result<(), Diagnostic> {
    if step(&job.status, "running") == Step::Start { start(session, task_id).await } else { Ok(()) }
}

/// Starts, or starts again.
pub(super) async fn start(session: &Session<'_>, task_id: &str) -> Result<(), Diagnostic> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(task_id.to_owned()),
        ..StartDtsJob::default()
    };
    session.call(&action).await.map(|_| ()).map_err(|error| {
        cloud_error("Cannot start the migration", &format!("Starting migration task {task_id}"), &error)
    })
}

async fn tag(session: &Session<'_>, instance_id: &str, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let tags = tag_change(&Attr::Null, &planned.tags).set;
    if tags.is_empty() {
        return Ok(());
    }
    let action = TagResources {
        region_id: session.region(),
        resource_type: RESOURCE_TYPE.to_owned(),
        resource_ids: FlatList(vec![instance_id.to_owned()]),
        tags: FlatTags(tags),
    };
    session.call(&action).await.map(|_| ()).map_err(|error| {
        let mut diagnostic =
            cloud_error("Cannot tag the migration instance", &format!("Tagging instance {instance_id}"), &error);
        diagnostic.detail.push_str(
            "\n\nThe instance was bought and lives on. Apply again to go on with it: nothing is bought twice.",
        );
        diagnostic
    })
}

/// Waits as the user wishes. An instance that was bought and did not arrive is left out of the state: the next apply finds
/// it by its task and goes on, where a spoilt one in the state would be destroyed and bought again.
async fn arrive(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    bought: JobSummary,
) -> Result<Outcome<InstanceModel>, Diagnostics> {
    let wait_for = planned.wait_for.or("running".to_owned());
    let began = Start::now(bought.status.clone());
    let last = Mutex::new(bought);
    let waited = wait(session, || async {
        let job = summary(session, task_id).await?.unwrap_or_default();
        let over = arrived(&job, &wait_for) || began.failed(&job);
        *last.lock().unwrap_or_else(PoisonError::into_inner) = job.clone();
        Ok::<_, Error>(if over { Poll::Ready(job) } else { Poll::Pending })
    })
    .await;
    match waited {
        Ok(job) if began.failed(&job) => Err(ended(session, task_id, &job).await),
        Ok(job) => Ok(Outcome::done(applied(job, planned))),
        Err(Stopped::Failed(error)) => {
            let tried = format!("The instance was bought. Waiting for migration task {task_id}");
            Err(lives_on(cloud_error("Cannot watch the migration", &tried, &error), task_id).into())
        }
        Err(Stopped::TimedOut) => Err(lives_on(too_slow(task_id, &wait_for), task_id).into()),
        Err(Stopped::Cancelled) => {
            Ok(interrupted(task_id, planned, last.into_inner().unwrap_or_else(PoisonError::into_inner)))
        }
    }
}

fn too_slow(task_id: &str, wait_for: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration takes longer than allowed",
        format!(
            "Migration task {task_id} is not {wait_for} within the time allowed. Raise timeouts {{ create }}, or wait for \
             less (wait_for)."
        ),
    )
}

/// What was planned is in the state as planned: it was all asked for, and the next refresh shows what came of it.
fn interrupted(task_id: &str, planned: &InstanceModel, last: JobSummary) -> Outcome<InstanceModel> {
    let caution = Diagnostic::warning(
        "Interrupted while waiting for the migration",
        format!("The instance of migration task {task_id} is bought and goes on. The next plan shows how far it is."),
    );
    Outcome::with_state(applied(last, planned), caution)
}

async fn ended(session: &Session<'_>, task_id: &str, job: &JobSummary) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if job.status == JobStatus::PrecheckFailed
        && let Ok(report) = precheck::latest(session, task_id).await
    {
        diagnostics.extend(precheck::failures(task_id, &report.items, &BTreeSet::new()));
    }
    let said = if job.error_message.is_empty() { "nothing more".to_owned() } else { job.error_message.clone() };
    diagnostics.push(lives_on(
        Diagnostic::error(
            "The migration did not start",
            format!("Migration task {task_id} is {}. DTS says: {said}.", job.status),
        ),
        task_id,
    ));
    diagnostics
}

fn lives_on(mut diagnostic: Diagnostic, task_id: &str) -> Diagnostic {
    diagnostic.detail.push_str(&format!(
        "\n\nThe instance of task {task_id} was bought and lives on. Apply again to go on with it: nothing is bought twice. \
         To give it up instead, apply again with wait_for = \"accepted\" and on_destroy = \"stop_and_release\", then destroy."
    ));
    diagnostic
}
