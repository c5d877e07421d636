//! Create: buy unless bought, start, tag, wait.

mod arrive;
mod bought;
mod buy;

use alibaba::dts::{JobStatus, JobSummary};
use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

pub(super) use self::bought::fits_bought;
use self::{
    arrive::{arrive, lives_on},
    buy::{Purchase, buy},
};
use super::{
    KIND, TIMEOUTS,
    cluster::fits_cluster,
    memory,
    model::InstanceModel,
    plan::{fits_task, refuse_first},
    replacing,
    state::{applied, tags_of},
    status::{Start, Step, step},
    steps::{change_tags, limit_units, look, raise_class, start},
};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::cloud_error,
    resources::alibaba::job::{OperationError, summary},
    resources::shared::{Session, tag_change},
};

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let private = remembered(apply.private, outcome.state.as_ref());
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

fn remembered(mut private: Private, state: Option<&InstanceModel>) -> Private {
    replacing::forget(&mut private);
    memory::begin(&mut private);
    if let Some(state) = state {
        memory::note(&mut private, state, Timestamp::now());
        memory::note_start(&mut private, state);
    }
    private
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
    let purchase = if is_bought(&job) {
        Purchase::Found(Box::new(job))
    } else {
        precheck_passed(&task_id, &job)?;
        buy(&session, &task_id, planned, job).await?
    };
    go_on(&session, &task_id, planned, purchase).await
}

fn is_bought(job: &JobSummary) -> bool {
    KIND.has_instance(job)
}

async fn read(session: &Session<'_>, task_id: &str) -> Result<Option<JobSummary>, Diagnostic> {
    summary(session, KIND, task_id).await.map_err(|error| {
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
    .at(tfplugin::path::AttributePath::of(&["task_id"])))
}

/// From the purchase on there is something that costs money: an interruption hands it over, and an error leaves it out of
/// the state. The next apply finds it by its task and goes on, where a spoilt one in the state would be destroyed and
/// bought again.
async fn go_on(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    purchase: Purchase,
) -> Result<Outcome<InstanceModel>, Diagnostics> {
    let (bought, found) = match purchase {
        Purchase::Made(job) => (*job, false),
        Purchase::Found(job) => {
            fits_bought(planned, &job)?;
            (*job, true)
        }
    };
    let mut cautions = Diagnostics::new();
    if found {
        cautions.push(adopted(&bought));
    }
    let last = bought.clone();
    match complete(session, task_id, planned, bought, found).await {
        Ok(job) => Ok(Outcome::with_state(applied(job, planned), cautions)),
        Err(OperationError::Interrupted(doing)) => {
            cautions.push(interrupted(task_id, &doing));
            // What was planned is in the state as planned; the next refresh shows what came of it.
            Ok(Outcome::with_state(applied(last, planned), cautions))
        }
        Err(OperationError::Failed(diagnostics)) => Err(lives_on(diagnostics, task_id)),
    }
}

/// Everything after the purchase.
async fn complete(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    bought: JobSummary,
    found: bool,
) -> Result<JobSummary, OperationError> {
    let starts = !found || step(&bought.status, "running") == Step::Start;
    if found && starts {
        start(session, task_id).await?;
    }
    let began = if starts { Start::now(bought.status.clone()) } else { Start::none() };
    change_tags(session, &bought.dts_instance_id, tag_change(&tags_of(&bought, &Attr::Null), &planned.tags)).await?;
    let job = arrive(session, task_id, &planned.wait_for.or("running".to_owned()), &began).await?;
    if found { brought_up(session, task_id, planned, job).await } else { Ok(job) }
}

/// An instance that was bought otherwise gets the class and the units that are wanted now.
async fn brought_up(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    job: JobSummary,
) -> Result<JobSummary, OperationError> {
    let class = planned.instance_class.as_str().filter(|class| !job.dts_job_class.eq_ignore_ascii_case(class));
    let du = planned.du.get().copied().filter(|du| job.du_usage != Some(*du) && job.status != JobStatus::Finished);
    if let Some(class) = class {
        raise_class(session, task_id, class, "create").await?;
    }
    if let Some(du) = du {
        limit_units(session, task_id, du).await?;
    }
    if class.is_none() && du.is_none() { Ok(job) } else { look(session, task_id).await }
}

fn adopted(job: &JobSummary) -> Diagnostic {
    Diagnostic::warning(
        "The migration task has an instance already",
        format!(
            "Migration task {} was bought before: by an apply that did not come to its end, or by somebody. Its instance {} \
             (status {}) is taken over; nothing was bought.",
            job.dts_job_id, job.dts_instance_id, job.status
        ),
    )
}

fn interrupted(task_id: &str, doing: &str) -> Diagnostic {
    Diagnostic::warning(
        "Interrupted while waiting for the migration",
        format!(
            "The instance of migration task {task_id} is bought and goes on. Interrupted: {doing}. The next plan shows how far \
             it is."
        ),
    )
}
