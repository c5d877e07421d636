//! The precheck items that a plan keeps although the apply repeats the precheck.
//!
//! An unknown map costs one line of the plan for each of its elements. If all items succeeded, and the change does not decide which items
//! DTS checks, the repeated precheck has the same items, and they succeed again. If it passes with other results, the state has the
//! planned ones, as Terraform requires, a warning reports the others, and the next refresh reads them.

use alibaba::dts::PrecheckItem as WireItem;
use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, List},
    private::Private,
};

use crate::resources::{
    alibaba::{
        job::precheck::{self, item_states},
        migration_task::{arguments::Argument, plan::changes::Changes, schema::model::TaskModel},
    },
    shared::{Session, private_state::Key},
};

/// Arguments of the task that decide which items DTS checks. Those of the endpoints and the keys of `reserve` also do.
const DECIDING: [&str; 5] =
    ["migration_types", "assessment", "data_verification", "migrate_accounts", "dedicated_cluster_id"];

/// Set while the state may have other items than DTS.
const OUTDATED: Key<bool> = Key::new("precheck_items_outdated", 1);

/// Whether a plan that repeats the precheck keeps the items of the last one.
pub(crate) fn stay_known(prior: &TaskModel, planned: &TaskModel, changes: &Changes) -> bool {
    let all_succeeded = prior.precheck_state.as_str() == Some("passed")
        && prior.failed_precheck_items.get().is_some_and(|items: &List<_>| items.0.is_empty());
    let decides = |argument: &Argument| match argument {
        Argument::Task(_) => DECIDING.contains(&argument.name(planned).as_str()),
        Argument::Endpoint(..) | Argument::ReserveKey(_) | Argument::Rerun => true,
    };
    all_succeeded
        && !changes.precheck
        && prior.ignored_prechecks == planned.ignored_prechecks
        && !changes.arguments.iter().any(decides)
}

/// Takes the items of a precheck that has passed, unless the plan kept the previous ones: then the warning is returned if they differ.
pub(crate) fn take_passed(state: &mut TaskModel, items: &[WireItem]) -> Option<Diagnostic> {
    let noun = state.kind.noun;
    if !state.precheck_items.is_known() {
        state.set_precheck_items(items);
        return None;
    }
    let found = item_states(items);
    let kept = state.precheck_items.get()?;
    let differing: Vec<String> = found
        .known()
        .filter(|(code, now)| kept.0.get(*code).and_then(Attr::as_str) != Some(now.as_str()))
        .map(|(code, now)| format!("{code} is {now}"))
        .collect();
    (!differing.is_empty()).then(|| {
        Diagnostic::warning(
            "The precheck has new results",
            format!(
                "The precheck of {noun} task {id} has passed, but with other results than before: {differing}. The next refresh shows \
                 them in precheck_items and failed_precheck_items.",
                id = state.id.as_str().unwrap_or_default(),
                differing = differing.join(", "),
            ),
        )
    })
}

/// Records, after an update, whether the items of the state are those that the plan kept.
pub(crate) fn record_update(private: &mut Private, planned: &TaskModel, state: &TaskModel) {
    let repeated = planned.precheck_state.is_unknown();
    if !repeated {
        return;
    }
    OUTDATED.remove(private);
    if planned.precheck_items.is_known() && state.precheck_state.as_str() == Some("passed") {
        OUTDATED.write(private, true);
    }
}

/// Reads the items that an update could not store. If that fails, the next refresh reads them.
pub(crate) async fn read_again(session: &Session<'_>, state: &mut TaskModel, private: &mut Private) {
    if OUTDATED.read(private) != Some(true) {
        return;
    }
    let id = state.id.or(String::new());
    if let Ok(report) = precheck::latest(session, &id).await
        && !report.items.is_empty()
    {
        state.set_precheck_items(&report.items);
        OUTDATED.remove(private);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::{job::precheck::PrecheckItem, migration_task::plan::changes::changes};

    fn item(code: &str, state: &str) -> WireItem {
        WireItem { item: code.into(), state: state.into(), ..WireItem::default() }
    }

    fn checked(items: &[WireItem]) -> TaskModel {
        let mut task = TaskModel { precheck_state: "passed".into(), ..TaskModel::default() };
        task.set_precheck_items(items);
        task
    }

    fn stays(prior: &TaskModel, planned: &TaskModel) -> bool {
        stay_known(prior, planned, &changes(prior, planned, false))
    }

    #[test]
    fn items_stay_known_if_all_succeeded_and_the_change_does_not_decide_which_ones_there_are() {
        let prior = checked(&[item("CHECK_A", "Success")]);
        let selecting = |json: &str| TaskModel { objects_json: json.into(), ..prior.clone() };
        let typed =
            TaskModel { migration_types: Attr::Known(["full".to_owned()].into_iter().collect()), ..prior.clone() };
        assert!(stays(&selecting(r#"{"a":{}}"#), &selecting(r#"{"b":{}}"#)));
        assert!(stays(&prior, &TaskModel { conflict_mode: "ignore".into(), ..prior.clone() }));
        assert!(!stays(&prior, &typed));
        let assessed = TaskModel { assessment: true.into(), ..prior.clone() };
        assert!(!stays(&prior, &assessed));
        let ignoring =
            TaskModel { ignored_prechecks: Attr::Known(["CHECK_A".to_owned()].into_iter().collect()), ..prior.clone() };
        assert!(!stays(&prior, &ignoring));
        for not_all in [
            checked(&[item("CHECK_A", "Warning")]),
            TaskModel { precheck_state: "failed".into(), ..prior.clone() },
            TaskModel { failed_precheck_items: Attr::Known([PrecheckItem::default()].into_iter().collect()), ..prior },
        ] {
            assert!(!stays(&not_all, &TaskModel { conflict_mode: "ignore".into(), ..not_all.clone() }));
        }
    }

    #[test]
    fn other_results_than_the_kept_ones_are_a_warning_and_are_read_by_the_next_refresh() {
        let planned = TaskModel { precheck_state: Attr::Unknown, ..checked(&[item("CHECK_A", "Success")]) };
        let mut state = TaskModel { precheck_state: "passed".into(), ..planned.clone() };
        assert_eq!(take_passed(&mut state, &[item("CHECK_A", "Success")]), None);
        let warning = take_passed(&mut state, &[item("CHECK_A", "Success"), item("CHECK_B", "Warning")]).unwrap();
        assert!(warning.detail.contains("CHECK_B is Warning") && !warning.detail.contains("CHECK_A"));
        assert_eq!(state.precheck_items, planned.precheck_items);
        let mut private = Private::default();
        record_update(&mut private, &planned, &state);
        assert_eq!(OUTDATED.read(&private), Some(true));
        let unknown = TaskModel { precheck_items: Attr::Unknown, ..planned };
        record_update(&mut private, &unknown, &state);
        assert_eq!(OUTDATED.read(&private), None);
    }

    #[test]
    fn items_that_the_plan_did_not_know_are_taken() {
        let mut state = TaskModel { precheck_items: Attr::Unknown, ..TaskModel::default() };
        assert_eq!(take_passed(&mut state, &[item("CHECK_A", "Warning")]), None);
        let expected = checked(&[item("CHECK_A", "Warning")]);
        assert_eq!(state.precheck_items, expected.precheck_items);
        assert_eq!(state.failed_precheck_items, expected.failed_precheck_items);
    }
}
