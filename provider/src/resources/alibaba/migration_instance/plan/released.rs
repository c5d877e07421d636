//! The plan of an instance whose job does not exist any more. Once data has moved, only `restart_on_loss` starts the migration again.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use crate::resources::{alibaba::migration_instance::schema::InstanceModel, shared::is_released};

/// Rejects a new instance in place of a released one, unless `restart_on_loss` is set: it would copy the data again.
///
/// # Errors
/// The migration would start over.
pub(super) fn may_replace(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let (noun, title) = (prior.kind.noun, prior.kind.title);
    if !is_released(prior) || planned.restart_on_loss.or(false) {
        return Ok(());
    }
    Err(Diagnostic::error(
        format!("The {noun} would start over"),
        format!(
            "{title} instance {id} does not exist any more, and its data has moved. A new instance for another task copies \
             the data again and may overwrite rows at the destination.\nFix: remove the instance and its task from the \
             configuration. To migrate again instead, set restart_on_loss = true on both.",
            id = prior.id.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["task_id"])))
}

/// The changes that cannot be made, because there is no instance to change: one error for each argument.
pub(in crate::resources::alibaba::migration_instance) fn rejected_changes(
    prior: &InstanceModel,
    planned: &InstanceModel,
) -> Diagnostics {
    let (noun, title) = (prior.kind.noun, prior.kind.title);
    // A value that is not known yet may be the present one.
    let changes = [
        ("instance_class", !planned.instance_class.is_unknown() && prior.instance_class != planned.instance_class),
        ("du", !planned.du.is_unknown() && prior.du != planned.du),
        (
            "resource_group_id",
            planned.resource_group_id.is_known() && prior.resource_group_id != planned.resource_group_id,
        ),
        ("tags", !planned.tags.is_unknown() && prior.tags != planned.tags),
        ("desired_status", !planned.desired_status.is_unknown() && prior.desired_status != planned.desired_status),
    ];
    let id = prior.id.as_str().unwrap_or_default();
    let rejected = changes.into_iter().filter(|(_, changed)| *changed).map(|(argument, _)| {
        Diagnostic::error(
            format!("The {noun} was released"),
            format!(
                "{title} instance {id} does not exist any more, so {argument} cannot be changed.\nFix: set the previous value, or \
                 remove the instance and its task from the configuration. To migrate again, set restart_on_loss = true on both."
            ),
        )
        .at(AttributePath::of(&[argument]))
    });
    rejected.collect()
}

/// Plans the values that the last refresh before the loss returned.
pub(in crate::resources::alibaba::migration_instance) fn keep_last_values(
    prior: &InstanceModel,
    planned: &mut InstanceModel,
) {
    planned.resource_group_id = prior.resource_group_id.clone();
    planned.status = prior.status.clone();
    planned.progress = prior.progress.clone();
    planned.delay_ms = prior.delay_ms.clone();
    planned.caught_up = prior.caught_up.clone();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::shared::RELEASED;

    fn last_seen(status: &str) -> InstanceModel {
        InstanceModel { status: status.into(), ..InstanceModel::default() }
    }

    #[test]
    fn another_instance_in_place_of_a_released_one_needs_restart_on_loss() {
        let released = last_seen(RELEASED);
        let allowed = InstanceModel { restart_on_loss: true.into(), ..InstanceModel::default() };
        assert!(may_replace(&released, &InstanceModel::default()).is_err());
        assert!(may_replace(&released, &allowed).is_ok());
        assert!(may_replace(&last_seen("Finished"), &InstanceModel::default()).is_ok());
    }

    #[test]
    fn only_arguments_that_the_provider_itself_uses_can_still_change() {
        let prior = InstanceModel { instance_class: "small".into(), ..last_seen(RELEASED) };
        let own =
            InstanceModel { restart_on_loss: true.into(), on_destroy: "stop_and_release".into(), ..prior.clone() };
        assert!(rejected_changes(&prior, &own).is_empty());
        let raised = InstanceModel { instance_class: "large".into(), ..prior.clone() };
        assert_eq!(rejected_changes(&prior, &raised).iter().count(), 1);
    }
}
