//! The errors of a failed check: one for each item.

use std::collections::BTreeSet;

use tencent::dts::{CheckItem, CheckStep};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{
    blocks,
    model::{joined, message_of},
};
use crate::facts::tencent::{CheckFact, check_fact};

/// One error for each failed item of each step that makes the check fail. `skip` is the configured `check.skip`.
pub(crate) fn failures(job_id: &str, steps: &[CheckStep], skip: &BTreeSet<String>) -> Vec<Diagnostic> {
    let errors: Vec<Diagnostic> =
        steps.iter().filter(|step| blocks(step)).flat_map(|step| of_step(job_id, step, skip)).collect();
    if errors.is_empty() {
        return vec![Diagnostic::error(
            "The check failed",
            format!(
                "DTS reports that the check of migration job {job_id} failed, but reports no failed step. Apply again to run the check \
                 again. The DTS console may show the reason."
            ),
        )];
    }
    errors
}

fn of_step(job_id: &str, step: &CheckStep, skip: &BTreeSet<String>) -> Vec<Diagnostic> {
    let failed: Vec<&CheckItem> = step.items.iter().filter(|item| item.check_result == "failed").collect();
    if failed.is_empty() {
        return vec![error(job_id, step, None, skip)];
    }
    failed.into_iter().map(|item| error(job_id, step, Some(item), skip)).collect()
}

fn error(job_id: &str, step: &CheckStep, item: Option<&CheckItem>, skip: &BTreeSet<String>) -> Diagnostic {
    let id = &step.step_id;
    let fact = check_fact(id);
    let checked = fact.map(|fact| format!(" It checks that {}.", fact.checks)).unwrap_or_default();
    let name = match item.map(|item| item.name.as_str()) {
        Some(name) if !name.is_empty() && name != step.step_name => format!(" ({name})"),
        _ => String::new(),
    };
    let says = match item {
        Some(item) => {
            let logs = item.error_log.iter().map(String::as_str);
            joined([item.failure_reason.as_str()].into_iter().chain(logs))
        }
        None => message_of(step),
    };
    let says = if says.is_empty() { "(no details)".to_owned() } else { says };
    let parts = [
        format!("DTS says: {says}"),
        format!("Check of migration job {job_id}: step {id}{name} failed.{checked}"),
        repair(item, fact),
        role(&says),
        help(item),
        skipping(id, item, skip),
    ];
    let detail: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Diagnostic::error(format!("Check step {id} failed"), detail.join("\n\n")).at(path_of(fact))
}

fn repair(item: Option<&CheckItem>, fact: Option<&CheckFact>) -> String {
    let own = fact.map(|fact| format!("To repair it, {}.", fact.repair));
    let of_dts = item.map(|item| item.solution.trim()).filter(|solution| !solution.is_empty());
    let of_dts = of_dts.map(|solution| format!("DTS recommends: {solution}"));
    match (own, of_dts) {
        (Some(own), Some(of_dts)) => format!("{own} {of_dts}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "No repair is documented. The DTS console may show more.".to_owned(),
    }
}

/// What to do about a role of another account, if that is what DTS reports.
fn role(says: &str) -> String {
    let codes = ["InternalError.InternalInnerCommonError", "InternalError.GetRoleError"];
    let code =
        codes.into_iter().find(|code| says.contains(code) || says.contains(code.trim_start_matches("InternalError.")));
    let by_text = || says.contains("does not allow").then_some(codes[0]);
    let advice = code.or_else(by_text).and_then(|code| tencent::advice(code, says));
    advice.unwrap_or_default().to_owned()
}

fn help(item: Option<&CheckItem>) -> String {
    let pages: Vec<&str> =
        item.into_iter().flat_map(|item| &item.help_doc).map(String::as_str).filter(|page| !page.is_empty()).collect();
    if pages.is_empty() { String::new() } else { format!("Documentation: {}", pages.join(", ")) }
}

fn skipping(id: &str, item: Option<&CheckItem>, skip: &BTreeSet<String>) -> String {
    if skip.contains(id) {
        return format!(
            "{id} is in check.skip, but DTS does not skip it. Fix the cause, and remove it from check.skip."
        );
    }
    let info = item.map(|item| item.skip_info.trim()).filter(|info| !info.is_empty());
    let info = info.map(|info| format!("DTS says about skipping: {info} ")).unwrap_or_default();
    let mut all: Vec<String> = skip.iter().map(|id| format!("{id:?}")).collect();
    all.push(format!("{id:?}"));
    format!(
        "{info}DTS decides which steps can be skipped; a skipped step may leave the data inconsistent. To skip this one, add to the \
         task:\n\n  check {{\n    skip = [{}]\n  }}",
        all.join(", ")
    )
}

/// An argument of the block that the step is about: Terraform shows a diagnostic of a block at the line of the resource.
fn path_of(fact: Option<&CheckFact>) -> AttributePath {
    match fact.map(|fact| fact.block) {
        Some("source") => AttributePath::of(&["source", "username"]),
        Some("target") => AttributePath::of(&["destination", "username"]),
        Some("objects") => AttributePath::of(&["objects", "databases"]),
        _ => AttributePath::root(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(id: &str) -> CheckStep {
        let item = CheckItem {
            check_result: "failed".into(),
            failure_reason: "log_bin is OFF".into(),
            solution: "set log_bin".into(),
            help_doc: vec!["https://example.com/binlog".into()],
            ..CheckItem::default()
        };
        CheckStep { step_id: id.into(), step_status: "failed".into(), items: vec![item], ..CheckStep::default() }
    }

    fn skipping(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_error_of_a_step_has_its_reason_solution_help_and_the_line_to_skip_it() {
        let errors = failures("dts-1", &[failed("BinlogParamCheck")], &skipping(&["OptimizeCheck"]));
        assert_eq!(errors.len(), 1);
        for part in [
            "log_bin is OFF",
            "set log_bin",
            "https://example.com/binlog",
            r#"skip = ["OptimizeCheck", "BinlogParamCheck"]"#,
        ] {
            assert!(errors[0].detail.contains(part), "{part}: {}", errors[0].detail);
        }
        assert_eq!(errors[0].path, AttributePath::of(&["source", "username"]));
        assert_eq!(
            failures("dts-1", &[failed("DstEmptyCheck")], &skipping(&[]))[0].path,
            AttributePath::of(&["destination", "username"])
        );
    }

    #[test]
    fn a_skipped_step_is_not_reported_and_one_that_dts_does_not_skip_is() {
        let skipped = CheckStep { has_skipped: true, ..failed("OptimizeCheck") };
        let errors = failures("dts-1", &[skipped, failed("ConnectDBCheck")], &skipping(&["ConnectDBCheck"]));
        assert_eq!(errors.len(), 1);
        assert!(errors[0].detail.contains("does not skip it"), "{}", errors[0].detail);
        assert_eq!(failures("dts-1", &[], &skipping(&[]))[0].summary, "The check failed");
    }

    #[test]
    fn each_failed_item_of_a_step_is_an_error() {
        let mut step = failed("SrcPrivilegeCheck");
        step.items.push(CheckItem { failure_reason: "SELECT is missing".into(), ..step.items[0].clone() });
        assert_eq!(failures("dts-1", &[step], &skipping(&[])).len(), 2);
    }
}
