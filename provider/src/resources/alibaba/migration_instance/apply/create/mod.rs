//! Create: buy an instance unless the task has one, start it, set its tags, wait.

pub(super) mod wait;

use std::collections::BTreeSet;

use alibaba::dts::{CreateDtsInstance, JobStatus, JobSummary};
use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use self::wait::{Goal, wait_until_ready, with_still_exists_note};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::{
        alibaba::{
            job::{
                JobKind, NotPurchased, OperationError, Purchase, StatusChange, Step, change_tags, is_tagged_as_owned,
                limit_du, live_status, purchase, raise_class, read_existing, replacement, start, step, summary_of,
            },
            migration_instance::{
                TIMEOUTS,
                ownership::{Ownership, subject},
                plan::{cluster::must_fit_cluster, existing::must_fit_existing, preflight, task::must_fit_task},
                read::{
                    history,
                    state::{applied, tags_of},
                },
                schema::InstanceModel,
                waiting,
            },
            migration_task::{preceded, preceding_equal_jobs},
        },
        shared::{Absence, CreateRecords, OWNERSHIP_TAG, Session, job_history, lock_name, tag_change},
    },
};

/// The only payment type of migration instances.
const PAY_TYPE: &str = "PostPaid";

pub(in crate::resources::alibaba::migration_instance) async fn create(
    context: &Context<Clouds>,
    apply: Apply<InstanceModel>,
) -> Outcome<InstanceModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let private = private_of(apply.private, outcome.state.as_ref());
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

fn private_of(mut private: Private, state: Option<&InstanceModel>) -> Private {
    replacement::forget(&mut private);
    job_history::reset(&mut private);
    live_status::forget(&mut private);
    if let Some(state) = state {
        history::record(&mut private, state, Timestamp::now());
        waiting::record_create(&mut private, state);
        job_history::record_start_request(&mut private, state);
    }
    private
}

async fn try_create(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
) -> Result<Outcome<InstanceModel>, Diagnostics> {
    let kind = apply.planned.kind.0;
    let noun = kind.noun;
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    let planned = &apply.planned;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Create))?;
    let task_id = planned.task_id.or(String::new());
    let ownership = Ownership {
        kind,
        subject: subject(kind, &account_id, session.region(), &task_id),
        records: CreateRecords::of_process(),
        in_flight: &context.data()?.instances,
        ownership_id: account.ownership_id(),
    };
    // A second resource for the same task waits here, and then finds the instance of the first one.
    let step = format!("an instance of {noun} task {task_id:?} was bought");
    let lock = lock_name(&session, ownership.in_flight, &task_id, &step).await?;
    let job = summary_of(&session, kind, &task_id, Absence::Repeated).await.map_err(|error| {
        cloud_error(&format!("Cannot read the {noun} task"), &format!("Reading {noun} task {task_id}"), &error)
    })?;
    preflight(&apply.config)?;
    must_fit_task(planned, &task_id, job.as_ref())?;
    let job = job.unwrap_or_default();
    must_fit_cluster(&session, planned, &job).await?;
    let existed = kind.has_instance(&job);
    let job = if existed {
        ownership.take(&job).await?;
        job
    } else {
        buy(&session, kind, &ownership, job.clone(), &order(&session, &job, planned)).await?
    };
    drop(lock);
    let outcome = complete(&session, planned, Bought { job, existed, ownership_id: account.ownership_id() }).await?;
    ownership.records.returned(&ownership.subject);
    Ok(outcome)
}

/// Buys an instance for a job that has none. If there is an equal job that is to be kept, nothing is bought.
async fn buy(
    session: &Session<'_>,
    kind: &'static JobKind,
    ownership: &Ownership<'_>,
    job: JobSummary,
    order: &CreateDtsInstance,
) -> Result<JobSummary, Diagnostic> {
    let noun = kind.noun;
    let task_id = job.dts_job_id.clone();
    must_have_passed_precheck(kind, &task_id, &job)?;
    let others = preceding_equal_jobs(session, kind, &job).await.map_err(|error| {
        let tried = format!("Looking for other jobs named {:?} before the purchase", job.dts_job_name);
        cloud_error(&format!("Cannot look for an equal {noun} task"), &tried, &error)
    })?;
    if !others.is_empty() {
        return Err(preceded(kind, &task_id, &others));
    }
    ownership.records.begin(&ownership.subject, &BTreeSet::new(), session.server_time());
    match purchase(session, kind, job, order).await {
        Ok(Purchase::Own(job)) => {
            ownership.bought(&job);
            Ok(*job)
        }
        Ok(Purchase::Existing(job)) => {
            ownership.records.forget(&ownership.subject);
            Err(ownership.not_ours(&job))
        }
        Err(NotPurchased { diagnostic, may_exist }) => {
            if !may_exist {
                ownership.records.forget(&ownership.subject);
            }
            Err(diagnostic)
        }
    }
}

/// A job with an instance of this configuration.
struct Bought<'a> {
    job: JobSummary,
    /// Whether an earlier create bought the instance.
    existed: bool,
    ownership_id: Option<&'a str>,
}

fn order(session: &Session<'_>, job: &JobSummary, planned: &InstanceModel) -> CreateDtsInstance {
    CreateDtsInstance {
        region_id: Some(session.region()),
        dts_region: Some(session.region()),
        pay_type: PAY_TYPE.to_owned(),
        job_id: Some(job.dts_job_id.clone()),
        auto_start: Some(true),
        instance_class: planned.instance_class.clone().into_option(),
        du: planned.du.get().copied(),
        resource_group_id: planned.resource_group_id.clone().into_option(),
        sync_architecture: planned.kind.architecture_of(&job.reserved),
        ..CreateDtsInstance::default()
    }
}

/// An instance for a job that cannot start would cost money for nothing.
fn must_have_passed_precheck(kind: &JobKind, task_id: &str, job: &JobSummary) -> Result<(), Diagnostic> {
    let (title, task) = (kind.title, kind.task);
    if job.status == JobStatus::PreCheckPass {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The task has not passed its precheck",
        format!(
            "{title} task {task_id} is {}; an instance is bought only for a task with the status PreCheckPass. Nothing was bought. \
             Apply the {task} first; its errors say what to fix.",
            job.status
        ),
    )
    .at(AttributePath::of(&["task_id"])))
}

/// From the purchase on there is an instance that costs money. After an interruption it is in the state. After an error it is not: the next
/// apply finds it by its task and continues with it, whereas Terraform would destroy a tainted instance and buy another one.
async fn complete(
    session: &Session<'_>,
    planned: &InstanceModel,
    bought: Bought<'_>,
) -> Result<Outcome<InstanceModel>, Diagnostics> {
    let mut warnings = Diagnostics::new();
    if bought.existed {
        must_fit_existing(planned, &bought.job)?;
        warnings.push(adopted_warning(&planned.kind, &bought.job));
    }
    let last = bought.job.clone();
    let task_id = last.dts_job_id.as_str();
    match start_and_wait(session, planned, bought).await {
        // The instance is the one that was bought, whatever the wait has read.
        Ok(job) => {
            let job = JobSummary { dts_instance_id: last.dts_instance_id.clone(), ..job };
            Ok(Outcome::with_state(applied(job, planned), warnings))
        }
        Err(OperationError::Interrupted(doing)) => {
            warnings.push(interrupted(&planned.kind, task_id, &doing));
            // The state is what was planned. The next refresh shows what DTS has.
            Ok(Outcome::with_state(applied(last, planned), warnings))
        }
        Err(OperationError::Failed(diagnostics)) => Err(with_still_exists_note(&planned.kind, diagnostics, task_id)),
    }
}

/// Everything after the purchase.
async fn start_and_wait(
    session: &Session<'_>,
    planned: &InstanceModel,
    bought: Bought<'_>,
) -> Result<JobSummary, OperationError> {
    let Bought { job, existed, ownership_id } = bought;
    let task_id = job.dts_job_id.as_str();
    let starts = !existed || step(&planned.kind, &job.status, "running") == Step::Start;
    if existed && starts {
        start(session, &planned.kind, task_id).await?;
    }
    let change = if starts { StatusChange::requested_now(job.status.clone()) } else { StatusChange::none() };
    let mut tags = tag_change(&tags_of(&job, &Attr::Null), &planned.tags);
    if let Some(id) = ownership_id.filter(|_| !is_tagged_as_owned(&job.tags, ownership_id)) {
        tags.set.push((OWNERSHIP_TAG.to_owned(), id.to_owned()));
    }
    change_tags(session, &job.dts_instance_id, tags).await?;
    let goal = Goal { wait_for: &planned.wait_for.or(planned.kind.wait_for.to_owned()), timeout: "create" };
    let job = wait_until_ready(session, &planned.kind, task_id, &goal, &change).await?;
    if existed { change_class_or_du(session, task_id, planned, job).await } else { Ok(job) }
}

/// An instance that existed gets the configured class and DUs.
async fn change_class_or_du(
    session: &Session<'_>,
    task_id: &str,
    planned: &InstanceModel,
    job: JobSummary,
) -> Result<JobSummary, OperationError> {
    let class = planned.instance_class.as_str().filter(|class| !job.dts_job_class.eq_ignore_ascii_case(class));
    let du = planned.du.get().copied().filter(|du| job.du_usage != Some(*du) && job.status != JobStatus::Finished);
    if let Some(class) = class {
        raise_class(session, &planned.kind, task_id, class, "create").await?;
    }
    if let Some(du) = du {
        limit_du(session, &planned.kind, task_id, du).await?;
    }
    if class.is_none() && du.is_none() { Ok(job) } else { read_existing(session, &planned.kind, task_id).await }
}

fn adopted_warning(kind: &JobKind, job: &JobSummary) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    Diagnostic::warning(
        format!("The {noun} task has an instance already"),
        format!(
            "{title} task {} has instance {} (status {}), which an earlier apply of this configuration bought. Terraform now manages \
             this instance; nothing was bought.",
            job.dts_job_id, job.dts_instance_id, job.status
        ),
    )
}

fn interrupted(kind: &JobKind, task_id: &str, doing: &str) -> Diagnostic {
    let noun = kind.noun;
    Diagnostic::warning(
        format!("Interrupted while waiting for the {noun}"),
        format!(
            "The instance of {noun} task {task_id} was bought and still exists. Interrupted: {doing}. The next apply \
             continues to wait until wait_for is reached."
        ),
    )
}
