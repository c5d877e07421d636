//! Create: configure the job, or adopt one that is provably ours, then run its precheck.

mod adopted;
mod equal_at_once;
mod new_job;
#[cfg(test)]
mod tests;

use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Map},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use self::{
    adopted::{complete_adopted, hold_adopted},
    equal_at_once::must_be_first,
    new_job::{JobIds, create_job},
};
use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    apply::{
        check::check,
        equal_jobs::JobSearch,
        ownership::{Ownership, Proof, adopted_warning, leftover_warnings, search_failed},
    },
    plan::{changes::remember_configured, preflight},
    request::{configure, derived},
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::{
        alibaba::job::{JobKind, tag_as_owned},
        shared::{CreateRecords, Session, Subject, digest, job_history, lock_name},
    },
};

pub(crate) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let mut private = apply.private;
            job_history::reset(&mut private);
            remember_configured(&mut private);
            if let Some(state) = &outcome.state {
                job_history::record_stage(&mut private, state);
            }
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TaskModel>) -> Result<Outcome<TaskModel>, Diagnostics> {
    let noun = apply.planned.kind.noun;
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    preflight(context, account, &account_id, &apply.config, true).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let mut planned = apply.planned.clone();
    let request = configure(&planned, &apply.config, session.region());
    let (name, in_flight) = (request.dts_job_name.clone(), &context.data()?.jobs);
    let lock = lock_name(&session, in_flight, &name, &format!("{noun} task {name:?} was configured")).await?;
    let ownership = Ownership {
        kind: &apply.planned.kind,
        subject: &subject(&planned, &account_id, &session),
        records: CreateRecords::of_process(),
        in_flight,
        ownership_id: account.ownership_id(),
    };
    let search = JobSearch { task: &apply.planned };
    let mut found = search.run(&session).await.map_err(|error| search_failed(&planned, &error))?;
    if let Some((job, proof)) = ownership.decide(&session, &search, &mut found).await? {
        hold_adopted(&session, &ownership, &job);
        drop(lock);
        set_ids(&mut planned, &job.dts_job_id, &job.dts_instance_id);
        let mut outcome = complete_adopted(&session, planned, request, &job).await;
        ownership.records.returned(ownership.subject);
        outcome.diagnostics.push(adopted_warning(&apply.planned.kind, &job, proof));
        if proof != Proof::Tag {
            outcome.diagnostics.extend(tag(&session, &apply.planned.kind, &ownership, &job.dts_instance_id).await);
        }
        return Ok(outcome);
    }
    let warnings = leftover_warnings(&apply.planned.kind, &ownership, &found);
    let created = create_job(&session, &search, &request, &found, &ownership).await?;
    let (JobIds { id, instance_id }, unchecked) = must_be_first(&session, &search, &found, &ownership, created).await?;
    in_flight.hold(&id);
    drop(lock);
    set_ids(&mut planned, &id, &instance_id);
    let tagged = tag(&session, &planned.kind, &ownership, &instance_id).await;
    let mut outcome = check(&session, planned, Operation::Create).await;
    ownership.records.returned(ownership.subject);
    outcome.diagnostics.extend(warnings.into_iter().chain(unchecked).chain(tagged));
    Ok(outcome)
}

/// What the create creates, for its record. The content is the request as reviewers see it, which has no secrets.
fn subject(planned: &TaskModel, account_id: &str, session: &Session<'_>) -> Subject {
    let mut planned = planned.clone();
    // Values that were unknown at plan are known now.
    derived::fill(&mut planned);
    let preview = planned.request_preview.get().into_iter().flat_map(Map::known);
    let content: Vec<String> = preview.map(|(name, value)| format!("{name}={value}")).collect();
    Subject {
        kind: planned.kind.task,
        account_id: account_id.to_owned(),
        region: session.region(),
        name: planned.name.or(String::new()),
        content: digest(&content),
    }
}

/// Adds the ownership tag to the instance of the job. Returns a warning if that fails: the job is created then.
async fn tag(
    session: &Session<'_>,
    kind: &JobKind,
    ownership: &Ownership<'_>,
    instance_id: &str,
) -> Option<Diagnostic> {
    let noun = kind.noun;
    let error = tag_as_owned(session, instance_id, ownership.ownership_id?).await.err()?;
    let failed = cloud_error(
        &format!("The {noun} task has no ownership tag"),
        &format!(
            "The {noun} task was created. Adding the tag dts-ownership-id, which shows that it belongs to this configuration, to \
             instance {instance_id}"
        ),
        &error,
    );
    Some(Diagnostic::warning(failed.summary, failed.detail))
}

/// Sets the IDs of the job.
fn set_ids(planned: &mut TaskModel, id: &str, instance_id: &str) {
    planned.id = id.into();
    planned.dts_instance_id = Attr::from(instance_id);
}
