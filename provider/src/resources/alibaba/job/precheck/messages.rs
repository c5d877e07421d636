//! The errors of a failed precheck: one for each item.

use std::collections::BTreeSet;

use alibaba::dts::PrecheckItem;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{blocks, run::SKIP_ROUNDS};
use crate::{
    facts::alibaba::{PrecheckFact, precheck_fact},
    resources::alibaba::job::JobKind,
};

/// One error for each item that blocks the job. `ignore` is the configured `precheck.ignore`.
pub(in crate::resources) fn failures(
    kind: &JobKind,
    job_id: &str,
    items: &[PrecheckItem],
    ignore: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let errors: Vec<Diagnostic> =
        items.iter().filter(|item| blocks(item)).map(|item| failure(kind, job_id, item, ignore)).collect();
    if errors.is_empty() {
        return vec![Diagnostic::error(
            "The precheck failed",
            format!(
                "DTS reports that the precheck of task {job_id} failed, but reports no failed item. To run the precheck again, set \
                 precheck {{ rerun = 1 }} (or another number than before). The DTS console may show the reason."
            ),
        )];
    }
    errors
}

/// The same errors for an instance. Its configuration has the ID of the task and none of the task's blocks, so they are on `task_id`.
pub(in crate::resources) fn failures_of_instance(
    kind: &JobKind,
    job_id: &str,
    items: &[PrecheckItem],
) -> Vec<Diagnostic> {
    let on_task = failures(kind, job_id, items, &BTreeSet::new());
    on_task.into_iter().map(|failure| on_instance(kind, failure)).collect()
}

/// A diagnostic about an argument of the task, on the instance.
pub(in crate::resources) fn on_instance(kind: &JobKind, mut failure: Diagnostic) -> Diagnostic {
    if failure.path != AttributePath::root() {
        failure.detail.push_str(&format!("\n\nIt is about {} of the {}.", failure.path, kind.task));
    }
    failure.at(AttributePath::of(&["task_id"]))
}

fn failure(kind: &JobKind, job_id: &str, item: &PrecheckItem, ignore: &BTreeSet<String>) -> Diagnostic {
    let code = &item.item;
    let fact = precheck_fact(code);
    let checked = fact.map(|fact| format!("It checks that {}.\n\n", fact.checks)).unwrap_or_default();
    let message = message_of(item);
    let repair = repair(item, &message, fact);
    let ignorable = ignorable(kind, item, fact, ignore);
    Diagnostic::error(
        format!("Precheck item {code} failed"),
        format!("DTS says: {message}\n\nPrecheck of task {job_id}: {code} failed. {checked}{repair}\n\n{ignorable}"),
    )
    .at(path_of(code, fact))
}

/// Whether a text is the key of a message, such as `CHECK__ERROR_CONN_SRC`, and not the message: DTS returns keys that its console
/// shows as text.
fn is_key(text: &str) -> bool {
    text.starts_with("CHECK__") && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// What DTS returned about the item, each text once, without keys.
pub(crate) fn message_of(item: &PrecheckItem) -> String {
    let logs = item.logs.iter().map(|log| log.message.as_str());
    let mut parts: Vec<&str> = Vec::new();
    for part in [item.error_message.as_str(), item.error_detail.as_str()].into_iter().chain(logs) {
        if !part.is_empty() && !is_key(part) && !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() { "(no details).".to_owned() } else { parts.join(" / ") }
}

fn repair(item: &PrecheckItem, message: &str, fact: Option<&PrecheckFact>) -> String {
    let own = fact.map(|fact| format!("To repair it, {}.", fact.repair_of(message)));
    let method = item.repair_method.as_str();
    let of_dts = (!method.is_empty() && !is_key(method)).then(|| format!("DTS recommends: {method}"));
    match (own, of_dts) {
        (Some(own), Some(of_dts)) => format!("{own} {of_dts}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "No repair is documented. The DTS console may show more.".to_owned(),
    }
}

fn ignorable(kind: &JobKind, item: &PrecheckItem, fact: Option<&PrecheckFact>, ignore: &BTreeSet<String>) -> String {
    let code = &item.item;
    if !item.can_skip {
        let listed = if ignore.contains(code) { " Remove it from precheck.ignore." } else { "" };
        return format!("{code} cannot be ignored.{listed}");
    }
    // The rule precheck-ignorable would reject the line.
    if fact.is_some_and(|fact| !fact.is_ignorable()) {
        return format!(
            "DTS reports that {code} can be ignored, but its documentation says that it cannot. The provider does not allow it. Fix \
             the cause."
        );
    }
    if ignore.contains(code) {
        return format!(
            "{code} is in precheck.ignore. DTS accepted {SKIP_ROUNDS} requests to skip it, but still reports it as failed. \
             Fix the cause, or skip the item in the DTS console, and apply again."
        );
    }
    let mut all: Vec<String> = ignore.iter().map(|code| format!("{code:?}")).collect();
    all.push(format!("{code:?}"));
    let place = if kind.is_reverse() { "block reverse in the block two_way of the task" } else { "task" };
    format!(
        "{code} can be ignored, which may leave the data inconsistent. To ignore it, add to the {place}:\n\n  precheck {{\n    ignore = [{}]\n  }}",
        all.join(", ")
    )
}

/// The argument that the item is about: the block of its row, or the endpoint in its code. Terraform shows a diagnostic of a block at
/// the line of the resource, so it is on an argument of the block, which has its own line.
fn path_of(code: &str, fact: Option<&PrecheckFact>) -> AttributePath {
    let by_name = || match code {
        code if code.ends_with("_SRC") => Some("source"),
        code if code.ends_with("_DEST") => Some("destination"),
        _ => None,
    };
    let is_account = code.starts_with("CHECK_CONN_") || code.starts_with("CHECK_AUTH_");
    match fact.map(|fact| fact.block.as_str()).or_else(by_name) {
        Some(endpoint @ ("source" | "destination")) => {
            AttributePath::of(&[endpoint, if is_account { "username" } else { "instance_id" }])
        }
        Some(argument) => AttributePath::of(&argument.split('.').collect::<Vec<_>>()),
        None => AttributePath::root(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::job::MIGRATION;

    fn failed(code: &str, can_skip: bool) -> PrecheckItem {
        PrecheckItem {
            item: code.into(),
            state: "Failed".into(),
            can_skip,
            error_message: "CHECK__ERROR_X".into(),
            repair_method: "CHECK__ERROR_X_REPAIR".into(),
            ..PrecheckItem::default()
        }
    }

    fn ignoring(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn the_error_of_an_item_that_can_be_ignored_has_the_line_for_it() {
        let errors = failures(&MIGRATION, "job1", &[failed("CHECK_SAME_OBJ", true)], &ignoring(&["CHECK_SRC"]));
        assert!(errors[0].detail.contains(r#"ignore = ["CHECK_SRC", "CHECK_SAME_OBJ"]"#), "{}", errors[0].detail);
    }

    #[test]
    fn the_cause_is_first_and_keys_of_messages_are_not_shown() {
        let texts = |message: &str, detail: &str, repair: &str| {
            let (error_message, error_detail) = (message.to_owned(), detail.to_owned());
            let item = failed("CHECK_SAME_OBJ", true);
            let item = PrecheckItem { error_message, error_detail, repair_method: repair.to_owned(), ..item };
            failures(&MIGRATION, "job1", &[item], &ignoring(&[])).remove(0).detail
        };
        let keys = texts("CHECK__ERROR_SAME_OBJ", "access denied", "CHECK__ERROR_SAME_OBJ_REPAIR");
        assert!(keys.starts_with("DTS says: access denied\n\nPrecheck of task job1: CHECK_SAME_OBJ failed."), "{keys}");
        assert!(!keys.contains("CHECK__") && !keys.contains("DTS recommends"), "{keys}");
        let plain = texts("CHECK__ERROR_SAME_OBJ", "", "Drop the table.");
        assert!(
            plain.starts_with("DTS says: (no details).") && plain.contains("DTS recommends: Drop the table."),
            "{plain}"
        );
    }

    #[test]
    fn the_error_of_an_item_that_cannot_be_ignored_says_so_and_is_on_its_block() {
        let errors = failures(&MIGRATION, "job1", &[failed("CHECK_CONN_SRC", false)], &ignoring(&[]));
        assert!(errors[0].detail.ends_with("CHECK_CONN_SRC cannot be ignored."));
        assert_eq!(errors[0].path, AttributePath::of(&["source", "username"]));
        let listed = failures(&MIGRATION, "job1", &[failed("CHECK_NEW_DEST", false)], &ignoring(&["CHECK_NEW_DEST"]));
        assert!(listed[0].detail.contains("Remove it from precheck.ignore"));
        assert_eq!(listed[0].path, AttributePath::of(&["destination", "instance_id"]));
    }

    #[test]
    fn the_error_on_an_instance_has_the_block_of_the_task() {
        let errors = failures_of_instance(&MIGRATION, "job1", &[failed("CHECK_CONN_SRC", false)]);
        assert_eq!(errors[0].path, AttributePath::of(&["task_id"]));
        assert!(errors[0].detail.ends_with("It is about source.username of the dts_migration_task."));
        assert_eq!(failures_of_instance(&MIGRATION, "job1", &[])[0].path, AttributePath::of(&["task_id"]));
    }

    #[test]
    fn skipped_and_passed_items_are_not_reported() {
        let skipped = PrecheckItem { skip: true, ..failed("CHECK_SAME_OBJ", true) };
        let errors = failures(&MIGRATION, "job1", &[skipped, failed("CHECK_SRC", true)], &ignoring(&[]));
        assert_eq!(errors.len(), 1);
        assert_eq!(failures(&MIGRATION, "job1", &[], &ignoring(&[]))[0].summary, "The precheck failed");
    }
}
