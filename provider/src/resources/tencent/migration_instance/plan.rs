//! The plan of a purchased job.

use tencent::dts::JobStatus;
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    model::{Attr, Map},
    path::AttributePath,
    resource::Plan,
};

use super::{model::InstanceModel, rules};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::{
        shared::{is_released, tag_change},
        tencent::job::moves_data,
    },
    rules::tencent::room_for_ownership,
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    if let Some(account_id) = account.id_at_plan(&context.cancel).await? {
        account.remember_place(&mut plan.private, &account_id);
    }
    let region = if account.online().is_some() { Some(account.required_region()?) } else { account.region() };
    let Some(prior) = plan.prior.clone() else {
        plan.diagnostics.extend(rules::purchase_class(&plan.planned));
        plan.diagnostics.extend(rules::ticket(&plan.planned));
        plan.diagnostics.extend(room_for_ownership(&plan.config.tags, account.ownership_id()));
        if let Some(region) = region {
            plan.planned.destination_region = region.into();
            if plan.config.source_region.is_null() {
                plan.planned.source_region = region.into();
            }
        }
        return Ok(());
    };
    if is_released(&prior) {
        plan_released(plan, &prior);
    } else {
        plan_change(plan, &prior);
    }
    Ok(())
}

fn plan_change(plan: &mut Plan<InstanceModel>, prior: &InstanceModel) {
    if !plan.replace.is_empty() {
        plan.diagnostics.extend(may_destroy_by_state(prior).err());
        return;
    }
    if changes_tags(prior, &plan.planned) {
        plan.diagnostics.push(rules::tags_kept(prior));
    }
    if prior.trade_status.as_str() == Some("isolated") {
        plan.diagnostics.push(isolated(prior));
    }
    if prior.instance_class != plan.planned.instance_class {
        plan.planned.status = Attr::Unknown;
        plan.planned.trade_status = Attr::Unknown;
    }
}

/// Whether the tags change. Tags that are not known yet may turn out the present ones.
pub(super) fn changes_tags(prior: &InstanceModel, planned: &InstanceModel) -> bool {
    if planned.tags.is_unknown() || planned.tags.get().is_some_and(Map::has_unknown) {
        return false;
    }
    let change = tag_change(&prior.tags, &planned.tags);
    !change.set.is_empty() || !change.remove.is_empty()
}

fn isolated(state: &InstanceModel) -> Diagnostic {
    Diagnostic::warning(
        "The migration job is isolated",
        format!(
            "Migration job {} was isolated outside of Terraform. Tencent Cloud destroys it after some days. Recover the job in the console, \
             or destroy the resource.",
            state.id.as_str().unwrap_or_default()
        ),
    )
}

/// A job that was destroyed after its data had moved: nothing can be changed, and only `restart_on_loss` buys a new one.
fn plan_released(plan: &mut Plan<InstanceModel>, prior: &InstanceModel) {
    if plan.planned.restart_on_loss.or(false) {
        plan.replace.push(AttributePath::of(&["restart_on_loss"]));
        return;
    }
    let changed = ["name", "instance_class", "tags"].into_iter().zip([
        prior.name != plan.planned.name,
        prior.instance_class != plan.planned.instance_class,
        changes_tags(prior, &plan.planned),
    ]);
    let paths = changed.filter(|(_, changed)| *changed).map(|(argument, _)| argument);
    let replaced = (!plan.replace.is_empty()).then_some("restart_on_loss");
    for argument in paths.chain(replaced) {
        plan.diagnostics.push(released(prior, argument));
    }
}

fn released(prior: &InstanceModel, argument: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration job was destroyed",
        format!(
            "Migration job {} does not exist any more, and its data has moved. A new job would copy the data again and may overwrite rows \
             at the destination.\nFix: remove the resource and its task from the configuration. To migrate again instead, set \
             restart_on_loss = true.",
            prior.id.as_str().unwrap_or_default()
        ),
    )
    .at(AttributePath::of(&[argument]))
}

/// Whether the job may be destroyed, by the status that the last refresh returned.
///
/// # Errors
/// It migrates data.
pub(super) fn may_destroy_by_state(state: &InstanceModel) -> Result<(), Diagnostic> {
    if is_released(state) {
        return Ok(());
    }
    may_destroy(state, &JobStatus::of(state.status.as_str().unwrap_or_default()))
}

/// Whether the job may be destroyed, by its present status.
///
/// # Errors
/// It migrates data.
pub(super) fn may_destroy(state: &InstanceModel, status: &JobStatus) -> Result<(), Diagnostic> {
    if !moves_data(status) || state.on_destroy.as_str() == Some("stop_and_release") {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The migration is running",
        format!(
            "Migration job {} is {status}: data is moving, and on_destroy is \"refuse_while_running\". The job was neither stopped nor \
             released. Cut over with desired_status = \"completed\" on its task, or stop it with \"stopped\". To release the job without a \
             cut-over, set on_destroy = \"stop_and_release\", apply, and destroy.",
            state.id.as_str().unwrap_or_default()
        ),
    )
    .at(AttributePath::of(&["on_destroy"])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::shared::RELEASED;

    fn state(status: &str, on_destroy: &str) -> InstanceModel {
        InstanceModel { status: status.into(), on_destroy: on_destroy.into(), ..InstanceModel::default() }
    }

    #[test]
    fn a_job_that_moves_data_is_destroyed_only_on_request() {
        let refused = may_destroy_by_state(&state("running", "refuse_while_running")).unwrap_err();
        assert!(refused.detail.contains("stop_and_release"));
        for (status, on_destroy) in [
            ("running", "stop_and_release"),
            ("success", "refuse_while_running"),
            ("created", "refuse_while_running"),
            (RELEASED, "refuse_while_running"),
        ] {
            assert!(may_destroy_by_state(&state(status, on_destroy)).is_ok(), "{status}");
        }
    }
}
