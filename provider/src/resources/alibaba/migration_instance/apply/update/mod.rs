//! Update in place: class or DUs, tags, and the desired status.

mod desired_status;

use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use self::desired_status::{start_if_desired, suspend_or_stop};
use crate::{
    accounts::{Clouds, account, planned_account},
    resources::{
        alibaba::{
            job::{OperationError, change_tags, limit_du, raise_class, read_existing, replacement, wait_until_stable},
            migration_instance::{
                KIND, TIMEOUTS,
                plan::{must_be_changeable, released},
                read::{history, state::applied},
                schema::InstanceModel,
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
    let outcome = match try_update(context, &apply, &prior).await {
        Ok(state) => Outcome::done(state),
        // The next refresh shows what was done, and the next plan continues from there.
        Err(OperationError::Interrupted(doing)) => Outcome::with_state(prior, interrupted(&doing)),
        Err(OperationError::Failed(diagnostics)) => Outcome::with_state(prior, diagnostics),
    };
    let mut private = apply.private;
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
    account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // Values that were unknown at plan are known now.
    must_be_changeable(prior, planned)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    change(&session, prior, planned).await
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
) -> Result<InstanceModel, OperationError> {
    let task_id = prior.task_id.or(String::new());
    let desired = planned.desired_status.or("running".to_owned());
    change_tags(session, &prior.id.or(String::new()), tag_change(&prior.tags, &planned.tags)).await?;
    let class = planned.instance_class.as_str().filter(|_| prior.instance_class != planned.instance_class);
    let du = planned.du.get().copied().filter(|_| prior.du != planned.du);
    let job = wait_until_stable(session, KIND, &task_id, "update").await?;
    start_if_desired(session, &task_id, &desired, &job).await?;
    if let Some(class) = class {
        raise_class(session, KIND, &task_id, class, "update").await?;
    }
    if let Some(du) = du {
        limit_du(session, KIND, &task_id, du).await?;
    }
    suspend_or_stop(session, &task_id, &desired, planned.max_delay_ms.or(5000)).await?;
    read_existing(session, KIND, &task_id).await.map(|job| applied(job, planned))
}
