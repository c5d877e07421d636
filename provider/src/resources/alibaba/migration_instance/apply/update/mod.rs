//! Update in place: class or DUs, tags, and the desired status.

mod desired_status;

use alibaba::dts::JobSummary;
use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

pub(in crate::resources::alibaba) use self::desired_status::{start_if_desired, suspend_or_stop};
use crate::{
    accounts::{Clouds, account},
    resources::{
        alibaba::{
            job::{
                OperationError, StatusChange, change_tags, limit_du, live_status, raise_class, read_existing,
                replacement, wait_until_stable,
            },
            migration_instance::{
                TIMEOUTS,
                apply::create::wait::{Goal, wait_until_ready},
                plan::{must_be_changeable, released, status::must_be_as_planned},
                read::{history, state::applied},
                schema::InstanceModel,
                waiting,
            },
        },
        shared::{Session, is_released, tag_change},
    },
};

pub(in crate::resources::alibaba::migration_instance) async fn update(
    context: &Context<Clouds>,
    apply: Apply<InstanceModel>,
) -> Outcome<InstanceModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    let mut private = apply.private.clone();
    let outcome = match try_update(context, &apply, &prior).await {
        Ok(state) => {
            live_status::forget(&mut private);
            Outcome::done(state)
        }
        // The next refresh shows what was done, and the next plan continues from there.
        Err(OperationError::Interrupted(doing)) => Outcome::with_state(prior, interrupted(&doing)),
        Err(OperationError::Failed(diagnostics)) => Outcome::with_state(prior, diagnostics),
    };
    replacement::forget(&mut private);
    if let Some(state) = &outcome.state {
        history::record(&mut private, state, Timestamp::now());
    }
    outcome.with_private(private)
}

fn interrupted(doing: &str) -> Diagnostic {
    Diagnostic::error(
        "Interrupted",
        format!("{doing} was interrupted. DTS continues with what it has accepted; apply again to complete it."),
    )
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
    prior: &InstanceModel,
) -> Result<InstanceModel, OperationError> {
    let planned = &apply.planned;
    if is_released(prior) {
        return of_released(prior, planned).map_err(OperationError::from);
    }
    let account = account(context)?;
    account.must_be_place_of(&apply.private, &context.cancel).await?;
    // Values that were unknown at plan are known now.
    must_be_changeable(prior, planned)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let waits = waiting::is_unfinished(&apply.private, prior, planned);
    change(&session, prior, planned, waits).await
}

/// The update of an instance that does not exist any more: only arguments that the provider itself uses can change.
fn of_released(prior: &InstanceModel, planned: &InstanceModel) -> Result<InstanceModel, Diagnostics> {
    let rejected = released::rejected_changes(prior, planned);
    if rejected.has_errors() {
        return Err(rejected);
    }
    let mut state = planned.clone();
    released::keep_last_values(prior, &mut state);
    Ok(state)
}

/// Changes that need a running migration come after the start, and before the stop.
async fn change(
    session: &Session<'_>,
    prior: &InstanceModel,
    planned: &InstanceModel,
    waits: bool,
) -> Result<InstanceModel, OperationError> {
    let task_id = prior.task_id.or(String::new());
    let job = wait_until_stable(session, &prior.kind, &task_id, "update").await?;
    check_again(prior, planned, waits, &job)?;
    let desired = planned.desired_status.as_str().filter(|_| prior.desired_status != planned.desired_status);
    change_tags(session, &prior.id.or(String::new()), tag_change(&prior.tags, &planned.tags)).await?;
    if let Some(desired) = desired {
        start_if_desired(session, &prior.kind, &task_id, desired, &job).await?;
    }
    if waits {
        let goal = Goal { wait_for: &planned.wait_for.or(planned.kind.wait_for.to_owned()), timeout: "update" };
        wait_until_ready(session, &prior.kind, &task_id, &goal, &StatusChange::none()).await?;
    }
    if let Some(class) = planned.instance_class.as_str().filter(|_| prior.instance_class != planned.instance_class) {
        raise_class(session, &prior.kind, &task_id, class, "update").await?;
    }
    if let Some(du) = planned.du.get().copied().filter(|_| prior.du != planned.du) {
        limit_du(session, &prior.kind, &task_id, du).await?;
    }
    if let Some(desired) = desired {
        suspend_or_stop(session, &prior.kind, &task_id, desired, planned.max_delay_ms.or(5000)).await?;
    }
    read_existing(session, &prior.kind, &task_id).await.map(|job| applied(job, planned))
}

/// Checks by the status that DTS returns now, before the first call that changes something: the plan may be old.
fn check_again(
    prior: &InstanceModel,
    planned: &InstanceModel,
    waits: bool,
    job: &JobSummary,
) -> Result<(), Diagnostics> {
    let now = InstanceModel { status: job.status.as_str().into(), ..prior.clone() };
    must_be_changeable(&now, planned)?;
    let calls = waits
        || prior.desired_status != planned.desired_status
        || prior.instance_class != planned.instance_class
        || prior.du != planned.du
        || prior.tags != planned.tags;
    if calls { must_be_as_planned(prior, planned, job).map_err(Diagnostics::from) } else { Ok(()) }
}
