//! Update in place: class or units, tags, and the wanted status.

mod status;

use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use self::status::{begin, end};
use super::{
    TIMEOUTS, loss, memory,
    model::InstanceModel,
    plan::refuse_change,
    replacing,
    state::applied,
    steps::{change_tags, limit_units, look, raise_class, settled},
};
use crate::{
    accounts::{Clouds, account, planned_account},
    resources::alibaba::job::OperationError,
    resources::shared::{Session, tag_change},
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    let outcome = match try_update(context, &apply, &prior).await {
        Ok(state) => Outcome::done(state),
        // What was done shows at the next refresh, and the plan goes on from there.
        Err(OperationError::Interrupted(doing)) => Outcome::with_state(prior, interrupted(&doing)),
        Err(OperationError::Failed(diagnostics)) => Outcome::with_state(prior, diagnostics),
    };
    let mut private = apply.private;
    replacing::forget(&mut private);
    if let Some(state) = &outcome.state {
        memory::note(&mut private, state, Timestamp::now());
    }
    outcome.with_private(private)
}

fn interrupted(doing: &str) -> Diagnostic {
    Diagnostic::error(
        "Interrupted",
        format!("{doing} was interrupted. DTS goes on with what it was told; apply again to do the rest."),
    )
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
    prior: &InstanceModel,
) -> Result<InstanceModel, OperationError> {
    let planned = &apply.planned;
    if loss::is_released(prior) {
        return of_released(prior, planned).map_err(OperationError::from);
    }
    let account = account(context)?;
    account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // Values that were unknown at plan are known now.
    refuse_change(prior, planned)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    change(&session, prior, planned).await
}

/// Nothing is left to change but wishes.
fn of_released(prior: &InstanceModel, planned: &InstanceModel) -> Result<InstanceModel, Diagnostics> {
    let refused = loss::refused_changes(prior, planned);
    if refused.has_errors() {
        return Err(refused);
    }
    let mut state = planned.clone();
    loss::stays(prior, &mut state);
    Ok(state)
}

/// What needs a running migration comes after its start, and before its end.
async fn change(
    session: &Session<'_>,
    prior: &InstanceModel,
    planned: &InstanceModel,
) -> Result<InstanceModel, OperationError> {
    let task_id = prior.task_id.or(String::new());
    let wanted = planned.desired_status.or("running".to_owned());
    change_tags(session, &prior.id.or(String::new()), tag_change(&prior.tags, &planned.tags)).await?;
    let class = planned.instance_class.as_str().filter(|_| prior.instance_class != planned.instance_class);
    let du = planned.du.get().copied().filter(|_| prior.du != planned.du);
    let job = settled(session, &task_id, "update").await?;
    begin(session, &task_id, &wanted, &job).await?;
    if let Some(class) = class {
        raise_class(session, &task_id, class, "update").await?;
    }
    if let Some(du) = du {
        limit_units(session, &task_id, du).await?;
    }
    end(session, &task_id, &wanted, planned.max_delay_ms.or(5000)).await?;
    look(session, &task_id).await.map(|job| applied(job, planned))
}
