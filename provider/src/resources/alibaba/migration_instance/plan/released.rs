//! Instances whose job is gone. Once data has moved, nothing starts it over unasked.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
    private::Private,
    resource::Outcome,
};

use super::{memory, model::InstanceModel};

/// Status of an instance whose job is gone after its data had moved. Not a word of DTS.
pub(super) const RELEASED: &str = "Released";

/// What a refresh makes of an instance whose job is not there.
pub(super) fn lost(state: InstanceModel, private: Private) -> Outcome<InstanceModel> {
    if !memory::has_moved(&private, &state) || state.restart_on_loss.or(false) {
        return Outcome::gone();
    }
    let caution = caution(&state);
    let mut private = private;
    let state = InstanceModel { status: RELEASED.into(), ..state };
    memory::note(&mut private, &state, jiff::Timestamp::now());
    Outcome::with_state(state, caution).with_private(private)
}

/// Whether the job behind a state is gone.
pub(super) fn is_released(state: &InstanceModel) -> bool {
    state.status.as_str() == Some(RELEASED)
}

fn caution(state: &InstanceModel) -> Diagnostic {
    Diagnostic::warning(
        "The migration was released",
        format!(
            "Migration instance {id} exists no more, and its data has moved: the migration finished and was released, or \
             somebody released it. It is kept in the state as {RELEASED}, because migrating anew would meet a destination \
             that is in use. When it is no longer needed, take the instance and its task out of the configuration. To \
             migrate anew, set restart_on_loss = true on both.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    )
}

/// Refuses another instance in place of one that is gone, unless that is asked for: it would copy the data once more.
pub(super) fn not_unasked(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    if !is_released(prior) || planned.restart_on_loss.or(false) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The migration would start over",
        format!(
            "Migration instance {id} exists no more, and its data has moved. A new instance for another task in its place \
             copies the data once more, onto what the destination holds by then. Nothing was changed. Take the instance and \
             its task out of the configuration, or, to migrate anew, set restart_on_loss = true on both.",
            id = prior.id.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["task_id"])))
}

/// What cannot be changed of an instance that is gone: one error for each argument.
pub(super) fn refused_changes(prior: &InstanceModel, planned: &InstanceModel) -> Diagnostics {
    // What is not known yet may turn out to be what it was.
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
    let refused = changes.into_iter().filter(|(_, changed)| *changed).map(|(argument, _)| {
        Diagnostic::error(
            "The migration was released",
            format!(
                "Migration instance {id} exists no more, so {argument} cannot be changed.\nWrite: the value it had, or take \
                 the instance and its task out of the configuration. To migrate anew, set restart_on_loss = true on both."
            ),
        )
        .at(AttributePath::of(&[argument]))
    });
    refused.collect()
}

/// The plan of an instance that is gone: it stays as it was last seen.
pub(super) fn stays(prior: &InstanceModel, planned: &mut InstanceModel) {
    planned.resource_group_id = prior.resource_group_id.clone();
    planned.status = prior.status.clone();
    planned.progress = prior.progress.clone();
    planned.delay_ms = prior.delay_ms.clone();
    planned.caught_up = prior.caught_up.clone();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_seen(status: &str) -> InstanceModel {
        InstanceModel { status: status.into(), ..InstanceModel::default() }
    }

    #[test]
    fn what_has_moved_data_is_kept_unless_it_may_start_over() {
        for moved in ["Migrating", "Finished", "Suspending", RELEASED, "SomethingNew"] {
            let kept = lost(last_seen(moved), Private::default());
            assert!(kept.state.is_some_and(|state| is_released(&state)), "{moved}");
            assert!(!kept.diagnostics.is_empty() && !kept.diagnostics.has_errors());
            let again = InstanceModel { restart_on_loss: true.into(), ..last_seen(moved) };
            assert!(lost(again, Private::default()).state.is_none(), "{moved}");
        }
        for before in ["NotStarted", "PrecheckFailed", "PreCheckPass", ""] {
            assert!(lost(last_seen(before), Private::default()).state.is_none(), "{before}");
        }
    }

    #[test]
    fn another_instance_in_its_place_has_to_be_asked_for() {
        let gone = last_seen(RELEASED);
        let asked = InstanceModel { restart_on_loss: true.into(), ..InstanceModel::default() };
        assert!(not_unasked(&gone, &InstanceModel::default()).is_err());
        assert!(not_unasked(&gone, &asked).is_ok());
        assert!(not_unasked(&last_seen("Finished"), &InstanceModel::default()).is_ok());
    }

    #[test]
    fn only_wishes_of_the_provider_itself_can_still_change() {
        let prior = InstanceModel { instance_class: "small".into(), ..last_seen(RELEASED) };
        let wishes =
            InstanceModel { restart_on_loss: true.into(), on_destroy: "stop_and_release".into(), ..prior.clone() };
        assert!(refused_changes(&prior, &wishes).is_empty());
        let raised = InstanceModel { instance_class: "large".into(), ..prior.clone() };
        assert_eq!(refused_changes(&prior, &raised).iter().count(), 1);
    }
}
