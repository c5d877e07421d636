//! The plan of an instance: what the class, the status and the task allow.

mod changes;
pub(super) mod cluster;
pub(super) mod existing;
pub(super) mod guards;
pub(super) mod released;
pub(super) mod status;
pub(super) mod task;
mod warnings;

use alibaba::dts::JobStatus;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::Plan,
};

pub(in crate::resources::alibaba) use self::changes::cannot_catch_up;
pub(super) use self::changes::{cannot_cut_over, must_be_changeable};
use super::{rules, schema::InstanceModel, waiting};
use crate::{
    accounts::{Clouds, account},
    resources::{
        alibaba::job::{Step, replacement},
        shared::is_released,
    },
    rules::{Violation, alibaba::room_for_ownership},
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    if let Some(account_id) = account.id_at_plan(&context.cancel).await? {
        account.remember_place(&mut plan.private, &account_id);
    }
    plan.diagnostics.extend(room_for_ownership(&plan.config.tags, account.ownership_id()));
    let Some(prior) = plan.prior.clone() else {
        let task_id = plan.planned.task_id.as_str();
        let instances = &context.data()?.instances;
        let first = replacement::record_create(&plan.planned.kind, &mut plan.private, task_id)
            .and_then(|()| replacement::must_be_first(&plan.planned.kind, instances, task_id));
        if let Err(rejected) = first {
            plan.diagnostics.push(rejected);
            return Ok(());
        }
        plan.diagnostics.extend(must_begin_running(&plan.planned).err());
        plan.diagnostics.extend(task::check(context, account, &plan.planned, true).await?);
        return Ok(());
    };
    replacement::record_change(&mut plan.private, prior.task_id.as_str());
    // A new instance follows. The old one is not changed, but it must be released before.
    if !plan.replace.is_empty() {
        plan.diagnostics.extend(guards::may_destroy_by_state(&prior).err());
        plan.diagnostics.extend(released::may_replace(&prior, &plan.planned).err());
        plan.diagnostics.extend(guards::may_start_over(&prior, &plan.planned, &context.data()?.planned_tasks).err());
        return Ok(());
    }
    if is_released(&prior) {
        plan.diagnostics.push(warnings::released(&plan.private, &prior));
        plan.diagnostics.extend(released::rejected_changes(&prior, &plan.planned));
        released::keep_last_values(&prior, &mut plan.planned);
        return Ok(());
    }
    if let Err(rejected) = must_be_changeable(&prior, &plan.planned) {
        plan.diagnostics.extend(rejected);
    }
    if prior.du != plan.planned.du || prior.instance_class.is_null() != plan.planned.instance_class.is_null() {
        plan.diagnostics.extend(task::check(context, account, &plan.planned, false).await?);
    }
    plan_status(plan, &prior);
    Ok(())
}

/// Plans the step to another desired status, and the rest of a wait that was interrupted. Nothing else changes what the migration does.
fn plan_status(plan: &mut Plan<InstanceModel>, prior: &InstanceModel) {
    let live = JobStatus::of(prior.status.as_str().unwrap_or_default());
    let step = status::step_of_change(prior, &plan.planned, &live);
    plan.diagnostics.extend(warnings::of_status(&plan.private, prior, &plan.planned, step));
    let waits = waiting::is_unfinished(&plan.private, prior, &plan.planned);
    if step != Step::None || waits || plan.planned.desired_status.is_unknown() {
        plan.planned.status = Attr::Unknown;
        plan.planned.delay_ms = Attr::Unknown;
        plan.planned.caught_up = Attr::Unknown;
    }
    // Only a wait for `wait_for` looks at the progress. Otherwise the next refresh reads it.
    if waits {
        plan.planned.progress = Attr::Unknown;
    }
}

/// Checks the rules of a configuration again before the purchase, because values that were unknown at plan are known now.
///
/// # Errors
/// All violations.
pub(super) fn preflight(config: &InstanceModel) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    rules::class_or_du(config, &mut found);
    found.extend(must_begin_running(config).err());
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// A new instance cannot be suspended or stopped.
fn must_begin_running(planned: &InstanceModel) -> Result<(), Diagnostic> {
    match planned.desired_status.as_str() {
        Some(desired @ ("suspended" | "stopped")) => Err(rules::BEGIN.broken(
            AttributePath::of(&["desired_status"]),
            &Violation {
                found: format!("desired_status is {desired:?}, but there is no instance yet."),
                allowed: "\"running\" for a new instance".to_owned(),
                fix: "remove desired_status to create the instance, or remove the resource if you do not need an instance".to_owned(),
            },
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_instance_must_be_desired_running() {
        let desiring = |status: &str| InstanceModel { desired_status: status.into(), ..InstanceModel::default() };
        assert!(must_begin_running(&desiring("stopped")).is_err());
        assert!(must_begin_running(&desiring("running")).is_ok());
    }
}
