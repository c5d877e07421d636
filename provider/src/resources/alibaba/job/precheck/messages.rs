//! What the user reads of a failed precheck: one error an item.

use std::collections::BTreeSet;

use alibaba::dts::PrecheckItem;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::blocks;
use crate::facts::alibaba::{PrecheckFact, precheck_fact};

/// One error for each item in the way. `ignore` is what the configuration ignores already.
pub(in crate::resources) fn failures(
    job_id: &str,
    items: &[PrecheckItem],
    ignore: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let errors: Vec<Diagnostic> =
        items.iter().filter(|item| blocks(item)).map(|item| failure(job_id, item, ignore)).collect();
    if errors.is_empty() {
        return vec![Diagnostic::error(
            "The precheck failed",
            format!(
                "DTS says that the precheck of task {job_id} failed, and names no item that did. Set precheck {{ rerun = 1 }} (or another number than before) to run it again; the DTS console shows more."
            ),
        )];
    }
    errors
}

/// The same, told on an instance: its configuration has the task's id and none of the task's blocks.
pub(in crate::resources) fn failures_of_instance(job_id: &str, items: &[PrecheckItem]) -> Vec<Diagnostic> {
    let on_task = failures(job_id, items, &BTreeSet::new());
    let told = on_task.into_iter().map(|mut failure| {
        if failure.path != AttributePath::root() {
            failure.detail.push_str(&format!("\n\nIt is about {} of the dts_migration_task.", failure.path));
        }
        failure.at(AttributePath::of(&["task_id"]))
    });
    told.collect()
}

fn failure(job_id: &str, item: &PrecheckItem, ignore: &BTreeSet<String>) -> Diagnostic {
    let code = &item.item;
    let fact = precheck_fact(code);
    let checked = fact.map(|fact| format!("It checks that {}.\n\n", fact.checks)).unwrap_or_default();
    let said = said(item);
    let repair = repair(item, fact);
    let ignorable = ignorable(item, fact, ignore);
    Diagnostic::error(
        format!("Precheck item {code} failed"),
        format!("Precheck of task {job_id}: {code} failed. {checked}DTS says: {said}\n\n{repair}\n\n{ignorable}"),
    )
    .at(path_of(code, fact))
}

fn said(item: &PrecheckItem) -> String {
    let logs = item.logs.iter().map(|log| log.message.as_str());
    let mut parts: Vec<&str> = Vec::new();
    for part in [item.error_message.as_str(), item.error_detail.as_str()].into_iter().chain(logs) {
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() { "nothing more.".to_owned() } else { parts.join(" / ") }
}

fn repair(item: &PrecheckItem, fact: Option<&PrecheckFact>) -> String {
    let own = fact.map(|fact| format!("To repair it, {}.", fact.repair));
    let theirs = (!item.repair_method.is_empty()).then(|| format!("DTS advises: {}", item.repair_method));
    match (own, theirs) {
        (Some(own), Some(theirs)) => format!("{own} {theirs}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "Neither DTS nor this provider knows a repair; the DTS console may show more.".to_owned(),
    }
}

fn ignorable(item: &PrecheckItem, fact: Option<&PrecheckFact>, ignore: &BTreeSet<String>) -> String {
    let code = &item.item;
    if !item.can_skip {
        let listed = if ignore.contains(code) { " Take it out of precheck.ignore." } else { "" };
        return format!("{code} cannot be ignored.{listed}");
    }
    // The rule precheck-ignorable would refuse the line.
    if fact.is_some_and(|fact| !fact.is_ignorable()) {
        return format!(
            "DTS would let {code} be ignored, against its own reference; this provider does not: it must be repaired."
        );
    }
    let mut all: Vec<String> = ignore.iter().map(|code| format!("{code:?}")).collect();
    if !ignore.contains(code) {
        all.push(format!("{code:?}"));
    }
    format!(
        "{code} can be ignored, which may leave the data inconsistent. To ignore it, add to the task:\n\n  precheck {{\n    ignore = [{}]\n  }}",
        all.join(", ")
    )
}

/// The argument the item is about: the row's block, or the end its code names. Terraform shows an argument at its own line
/// and a whole block only at the resource's, so one of the block's arguments stands for it.
fn path_of(code: &str, fact: Option<&PrecheckFact>) -> AttributePath {
    let by_name = || match code {
        code if code.ends_with("_SRC") => Some("source"),
        code if code.ends_with("_DEST") => Some("destination"),
        _ => None,
    };
    let login = code.starts_with("CHECK_CONN_") || code.starts_with("CHECK_AUTH_");
    match fact.map(|fact| fact.block.as_str()).or_else(by_name) {
        Some(end @ ("source" | "destination")) => {
            AttributePath::of(&[end, if login { "username" } else { "instance_id" }])
        }
        Some(argument) => AttributePath::of(&argument.split('.').collect::<Vec<_>>()),
        None => AttributePath::root(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_item_that_can_be_ignored_says_with_which_line() {
        let errors = failures("job1", &[failed("CHECK_SAME_OBJ", true)], &ignoring(&["CHECK_SRC"]));
        assert!(errors[0].detail.contains(r#"ignore = ["CHECK_SRC", "CHECK_SAME_OBJ"]"#), "{}", errors[0].detail);
        assert!(errors[0].detail.contains("CHECK__ERROR_X_REPAIR"));
    }

    #[test]
    fn an_item_that_cannot_says_so_and_stands_on_its_block() {
        let errors = failures("job1", &[failed("CHECK_CONN_SRC", false)], &ignoring(&[]));
        assert!(errors[0].detail.ends_with("CHECK_CONN_SRC cannot be ignored."));
        assert_eq!(errors[0].path, AttributePath::of(&["source", "username"]));
        let listed = failures("job1", &[failed("CHECK_NEW_DEST", false)], &ignoring(&["CHECK_NEW_DEST"]));
        assert!(listed[0].detail.contains("Take it out of precheck.ignore"));
        assert_eq!(listed[0].path, AttributePath::of(&["destination", "instance_id"]));
    }

    #[test]
    fn on_an_instance_the_text_names_the_block_of_the_task() {
        let errors = failures_of_instance("job1", &[failed("CHECK_CONN_SRC", false)]);
        assert_eq!(errors[0].path, AttributePath::of(&["task_id"]));
        assert!(errors[0].detail.ends_with("It is about source.username of the dts_migration_task."));
        assert_eq!(failures_of_instance("job1", &[])[0].path, AttributePath::of(&["task_id"]));
    }

    #[test]
    fn skipped_and_passed_items_are_not_reported() {
        let skipped = PrecheckItem { skip: true, ..failed("CHECK_SAME_OBJ", true) };
        let errors = failures("job1", &[skipped, failed("CHECK_SRC", true)], &ignoring(&[]));
        assert_eq!(errors.len(), 1);
        assert_eq!(failures("job1", &[], &ignoring(&[]))[0].summary, "The precheck failed");
    }
}
