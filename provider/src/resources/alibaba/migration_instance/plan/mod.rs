//! The plan of an instance: what the class, the status and the task allow.

mod changes;
mod task;

use alibaba::dts::JobStatus;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::Plan,
};

pub(super) use self::{
    changes::{cannot_cut_over, class_change, group_change, kept, no_cut_over, refuse_change},
    task::fits_task,
};
use super::{
    guards::destroy_of_state,
    loss,
    model::InstanceModel,
    replacing, rules,
    status::{Step, step},
};
use crate::{
    accounts::{Clouds, account, remember_account},
    rules::Violation,
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    if let Some(here) = account.id_at_plan(&context.cancel).await? {
        remember_account(&mut plan.private, &here);
    }
    replacing::at_plan(plan)?;
    let Some(prior) = &plan.prior else {
        plan.diagnostics.extend(not_at_create(&plan.planned).err());
        plan.diagnostics.extend(task::of_task(context, account, &plan.planned).await?);
        return Ok(());
    };
    // A new instance follows: what the old one cannot become is no matter, but it has to go first.
    if !plan.replace.is_empty() {
        plan.diagnostics.extend(destroy_of_state(prior).err());
        plan.diagnostics.extend(loss::not_unasked(prior, &plan.planned).err());
        return Ok(());
    }
    if loss::is_released(prior) {
        plan.diagnostics.extend(loss::refused_changes(prior, &plan.planned));
        loss::stays(prior, &mut plan.planned);
        return Ok(());
    }
    if let Err(refused) = refuse_change(prior, &plan.planned) {
        plan.diagnostics.extend(refused);
    }
    if prior.du != plan.planned.du || prior.instance_class.is_null() != plan.planned.instance_class.is_null() {
        plan.diagnostics.extend(task::of_task(context, account, &plan.planned).await?);
    }
    let live = JobStatus::of(prior.status.as_str().unwrap_or_default());
    if step(&live, &plan.planned.desired_status.or("running".to_owned())) != Step::None {
        plan.planned.status = Attr::Unknown;
        plan.planned.progress = Attr::Unknown;
        plan.planned.delay_ms = Attr::Unknown;
        plan.planned.caught_up = Attr::Unknown;
    }
    Ok(())
}

/// The rules of a configuration, again before anything is bought: what was unknown is known now.
///
/// # Errors
/// All that is wrong.
pub(super) fn refuse_first(config: &InstanceModel) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    rules::class_or_du(config, &mut found);
    found.extend(not_at_create(config).err());
    if found.has_errors() { Err(found) } else { Ok(()) }
}

fn not_at_create(planned: &InstanceModel) -> Result<(), Diagnostic> {
    match planned.desired_status.as_str() {
        Some(wanted @ ("suspended" | "stopped")) => Err(rules::BEGIN.broken(
            AttributePath::of(&["desired_status"]),
            &Violation {
                found: format!("desired_status is {wanted:?}, and there is no instance yet."),
                allowed: "\"running\" for a new instance".to_owned(),
                write: "no desired_status to create one; to have none, no such resource".to_owned(),
            },
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_instance_runs() {
        let wanting = |desired: &str| InstanceModel { desired_status: desired.into(), ..InstanceModel::default() };
        assert!(not_at_create(&wanting("stopped")).is_err());
        assert!(not_at_create(&wanting("running")).is_ok());
    }
}
