//! Create: buy a job, unless an earlier run of this configuration has bought it, and wait until it can be configured.

use std::collections::BTreeSet;

use tencent::dts::{JobItem, JobStatus};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation as Timeout,
};

use super::{
    TIMEOUTS,
    job::{WaitFailed, jobs_named, state_of, wait_failed, wait_until},
    model::InstanceModel,
    ownership::{Ownership, adopted, subject},
    purchase::buy,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::shared::{Absence, CreateRecords, WaitError, job_history, lock_name},
};

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let private = private_of(apply.private, outcome.state.as_ref());
            outcome.with_private(private)
        }
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

fn private_of(mut private: Private, state: Option<&InstanceModel>) -> Private {
    job_history::reset(&mut private);
    if let Some(state) = state {
        job_history::record_stage(&mut private, state);
    }
    private
}

async fn try_create(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
) -> Result<Outcome<InstanceModel>, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    let planned = &apply.planned;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Timeout::Create))?;
    let ownership = Ownership {
        planned,
        subject: subject(&account_id, account.required_region()?, planned),
        records: CreateRecords::of_process(),
        in_flight: &context.data()?.tencent_jobs,
        ownership_id: account.ownership_id(),
    };
    let name = planned.name.or(String::new());
    // A second resource of the same name waits here, and then finds the job of the first one.
    let lock = lock_name(&session, ownership.in_flight, &name, &format!("migration job {name:?} was bought")).await?;
    let existing = jobs_named(&session, &name).await.map_err(|error| {
        cloud_error("Cannot look for the migration job", &format!("Looking for migration jobs named {name:?}"), &error)
    })?;
    let (id, warnings) = match take(&ownership, &existing).await? {
        Some(job) => (job.job_id.clone(), Diagnostics::from(adopted(job))),
        None => (buy(&session, &ownership, &existing).await?, Diagnostics::new()),
    };
    ownership.records.created(&ownership.subject, &id);
    ownership.in_flight.hold(&id);
    drop(lock);
    let state = wait_until_created(&session, &id, planned, warnings).await;
    ownership.records.returned(&ownership.subject);
    Ok(state)
}

/// The job of an earlier run of this configuration.
///
/// # Errors
/// There are jobs of the name, and none of them is ours.
async fn take<'j>(ownership: &Ownership<'_>, existing: &'j [JobItem]) -> Result<Option<&'j JobItem>, Diagnostic> {
    let earlier = ownership.records.earlier(&ownership.subject).await;
    let ours = existing.iter().find(|job| ownership.is_ours(job, earlier.as_ref()));
    match ours {
        Some(job) => {
            ownership.records.begin(&ownership.subject, &BTreeSet::new(), None);
            Ok(Some(job))
        }
        None if existing.is_empty() => Ok(None),
        None => Err(ownership.exist_already(existing)),
    }
}

/// The job is bought and costs money, so it is in the state whatever the wait returns.
async fn wait_until_created(
    session: &Session<'_>,
    id: &str,
    planned: &InstanceModel,
    mut diagnostics: Diagnostics,
) -> Outcome<InstanceModel> {
    let bought = InstanceModel { id: id.into(), ..planned.clone() };
    let doing = format!("migration job {id} to be created");
    let is_created =
        |job: &tencent::dts::MigrationDetail| !matches!(job.status, JobStatus::Creating | JobStatus::Absent);
    let state = match wait_until(session, id, Absence::New, is_created).await {
        Ok(Some(job)) => applied(state_of(&job, bought.clone()), &bought),
        Ok(None) => {
            diagnostics.push(vanished(id));
            unread(bought)
        }
        Err(WaitFailed { error: WaitError::Cancelled, .. }) => {
            diagnostics.push(interrupted(id));
            unread(bought)
        }
        Err(failed) => {
            diagnostics.push(wait_failed("Cannot read the migration job", &doing, "create", failed));
            unread(bought)
        }
    };
    Outcome::with_state(state, diagnostics)
}

/// The state after an apply has what was planned; the next refresh shows what differs.
fn applied(read: InstanceModel, planned: &InstanceModel) -> InstanceModel {
    InstanceModel {
        name: planned.name.clone(),
        source_engine: planned.source_engine.clone(),
        destination_engine: planned.destination_engine.clone(),
        source_region: planned.source_region.clone().into_option().map_or(read.source_region.clone(), Into::into),
        destination_region: planned
            .destination_region
            .clone()
            .into_option()
            .map_or(read.destination_region.clone(), Into::into),
        instance_class: planned.instance_class.clone(),
        tags: planned.tags.clone(),
        ..read
    }
}

/// The state of a job that was not read after its purchase: nothing in it is unknown.
fn unread(bought: InstanceModel) -> InstanceModel {
    let empty = InstanceModel::default();
    InstanceModel {
        status: JobStatus::Creating.as_str().into(),
        trade_status: empty.trade_status,
        create_time: empty.create_time,
        source_region: bought.source_region.clone().into_option().map_or(empty.source_region, Into::into),
        destination_region: bought
            .destination_region
            .clone()
            .into_option()
            .map_or(empty.destination_region, Into::into),
        ..bought
    }
}

fn vanished(id: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration job does not exist",
        format!(
            "Migration job {id} was bought, but DTS does not return it. Run terraform plan to see whether it exists now."
        ),
    )
}

fn interrupted(id: &str) -> Diagnostic {
    Diagnostic::warning(
        "Interrupted while waiting for the migration job",
        format!("Migration job {id} was bought and still exists. The next refresh shows its status."),
    )
}
