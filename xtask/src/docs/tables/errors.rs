//! What can go wrong: rules, precheck items, error codes.

use crate::docs::DocsError;
use crate::docs::markdown::{code, sentence, table};
use crate::docs::sources::Sources;

/// The rules of a phase and a severity.
pub(super) fn rules(sources: &Sources, phase: &str, severity: &str) -> String {
    let chosen = sources.rules.iter().filter(|rule| rule.phase == phase && rule.severity == severity);
    let meaning = if severity == "warning" { "Reason for the warning" } else { "Requirement" };
    table(&["Rule", meaning], chosen.map(|rule| vec![code(&rule.id), rule.says.clone()]))
}

/// Items of the precheck.
pub(super) fn precheck_items(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("precheck_items", "item")?;
    let rows = rows.iter().map(|row| {
        let ignorable = if row.list("ignorable_by").is_empty() { "no" } else { "yes" };
        let (checks, mut repair) = (sentence(row.text("checks")), sentence(row.text("repair")));
        for named in row.list("repair_by_message") {
            let text = |key: &str| named.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            repair.push_str(&format!(" If the message contains {}: {}.", code(text("contains")), text("repair")));
        }
        vec![code(row.text("code")), checks, repair, ignorable.to_owned(), code(row.text("block"))]
    });
    Ok(table(&["Item", "It checks that", "Repair", "Can be ignored", "Shown at"], rows))
}

/// Steps of the check of Tencent Cloud.
pub(super) fn check_steps(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of("schemas/tencent/check_items.toml", "item")?;
    let rows = rows.iter().map(|row| {
        let block = if row.text("block") == "target" { "destination" } else { row.text("block") };
        let (checks, repair) = (sentence(row.text("checks")), sentence(row.text("repair")));
        vec![code(row.text("step_id")), checks, repair, code(block)]
    });
    Ok(table(&["Step", "It checks that", "Repair", "Shown at"], rows))
}

/// Error codes of a service of a cloud; of the gateway all services share without a name.
pub(super) fn codes(sources: &Sources, cloud: &str, service: &str) -> Result<String, DocsError> {
    let rows = sources.rows_of(&format!("schemas/{cloud}/errors.toml"), "error")?;
    let rows = rows.iter().filter(|row| row.text("service") == service).map(|row| {
        let with = row.text("message_contains");
        let with = if with.is_empty() { String::new() } else { format!(" with {}", code(with)) };
        let retried = match (row.flag("retryable", false), row.flag("eventual_consistency", false)) {
            (true, _) => "yes",
            (false, true) => "for a new role",
            (false, false) => "no",
        };
        let (class, advice) = (row.text("class").replace('_', " "), row.text("advice").to_owned());
        vec![format!("{}{with}", code(row.text("code"))), class, retried.to_owned(), advice]
    });
    Ok(table(&["Code", "Class", "Retried", "What to do"], rows))
}
