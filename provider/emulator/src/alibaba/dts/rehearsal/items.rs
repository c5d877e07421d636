//! The findings of the engine as precheck items.

use std::collections::BTreeMap;

use engine::precheck::{Check, State};

use crate::alibaba::dts::job::ItemState;
use crate::rehearsal::CheckResult;

use super::plan::{DRY_RUN, REFUSED};

/// The findings by item code.
pub(super) type Findings = BTreeMap<&'static str, (ItemState, String)>;

/// The items without a check of the engine: they succeed.
const UNCHECKED: [&str; 1] = ["CHECK_SAME_USER"];

/// The item that reports a check. What DTS documents no item for is in one that cannot be skipped.
fn code(check: Check) -> &'static str {
    match check {
        Check::SourceConnection => "CHECK_CONN_SRC",
        Check::DestinationConnection => "CHECK_CONN_DEST",
        Check::SourcePrivileges => "CHECK_AUTH_SRC",
        Check::DestinationPrivileges => "CHECK_AUTH_DEST",
        Check::PasswordFormat => "CHECK_MYSQL_PASSOWRD_FORMAT",
        Check::LogOn => "CHECK_BINLOG_ON",
        Check::LogFormat => "CHECK_BINLOG_MODE",
        Check::LogRowImage => "CHECK_BINLOG_ROW_IMAGE",
        Check::LogFiles => "CHECK_BINLOG_EXIST",
        Check::ServerIds => "CHECK_SERVER_ID",
        Check::StorageEngines => "CHECK_ENGINE",
        Check::SameNames => "CHECK_SAME_OBJ",
        Check::SqlMode => "CHECK_SQL_MODE",
        Check::Topology => "CHECK_TOPOLOGY",
        Check::Databases
        | Check::Keys
        | Check::ForeignKeys
        | Check::TriggersAndEvents
        | Check::Types
        | Check::RowSize
        | Check::DataSize => REFUSED,
    }
}

/// The findings of the engine; several checks of one item are joined, the worst state counts.
pub(super) fn findings(result: &CheckResult) -> Findings {
    let mut found = Findings::new();
    let checks = result.items.iter().map(|item| (code(item.check), item.state, item.message.as_str()));
    // Without a connection, the families are not known.
    let families = result.source_version.is_some() || result.families.0 == State::Failed;
    let families = families.then_some(("CHECK_SRC", result.families.0, result.families.1.as_str()));
    for (code, state, message) in checks.chain(families) {
        let entry = found.entry(code).or_insert((ItemState::Success, String::new()));
        entry.0 = worse(entry.0, item_state(state));
        if !message.is_empty() {
            let separator = if entry.1.is_empty() { "" } else { "; " };
            entry.1 = format!("{}{separator}{message}", entry.1);
        }
    }
    if let Some(preview) = &result.preview {
        let entry = found.entry(REFUSED).or_insert((ItemState::Success, String::new()));
        entry.0 = worse(entry.0, ItemState::Warning);
        let separator = if entry.1.is_empty() { "" } else { "; " };
        entry.1 = format!("{}{separator}{DRY_RUN}; it would run:\n{}", entry.1, preview.join("\n"));
    }
    if result.source_version.is_some() {
        found.extend(UNCHECKED.map(|code| (code, (ItemState::Success, String::new()))));
    }
    found
}

fn item_state(state: State) -> ItemState {
    match state {
        State::Success => ItemState::Success,
        State::Warning => ItemState::Warning,
        State::Failed => ItemState::Failed,
    }
}

fn worse(one: ItemState, other: ItemState) -> ItemState {
    if [one, other].contains(&ItemState::Failed) {
        ItemState::Failed
    } else if [one, other].contains(&ItemState::Warning) {
        ItemState::Warning
    } else {
        ItemState::Success
    }
}

#[cfg(test)]
mod tests {
    use engine::precheck::Item;

    use super::*;

    fn result(items: &[(Check, State, &str)], reached: bool) -> CheckResult {
        let item = |(check, state, message): &(Check, State, &str)| Item {
            check: *check,
            state: *state,
            message: (*message).to_owned(),
        };
        CheckResult {
            items: items.iter().map(item).collect(),
            families: (State::Success, String::new()),
            source_version: reached.then(|| "8.0.36".to_owned()),
            preview: None,
        }
    }

    #[test]
    fn several_checks_of_an_item_are_joined() {
        let checks = [
            (Check::Databases, State::Success, ""),
            (Check::Keys, State::Warning, "no key"),
            (Check::Types, State::Failed, "no such type"),
            (Check::LogOn, State::Success, ""),
        ];
        let found = findings(&result(&checks, true));
        assert_eq!(found[REFUSED], (ItemState::Failed, "no key; no such type".to_owned()));
        assert_eq!(found["CHECK_BINLOG_ON"].0, ItemState::Success);
        assert_eq!(found["CHECK_SRC"].0, ItemState::Success);
        assert_eq!(found["CHECK_SAME_USER"].0, ItemState::Success);
    }

    #[test]
    fn a_dry_run_lists_its_statements_in_a_warning() {
        let preview = Some(vec!["CREATE DATABASE d".to_owned(), "CREATE TABLE d.t".to_owned()]);
        let checks = [(Check::Keys, State::Warning, "no key")];
        let found = findings(&CheckResult { preview: preview.clone(), ..result(&checks, true) });
        let (state, text) = &found[REFUSED];
        assert_eq!(*state, ItemState::Warning);
        assert!(
            text.starts_with("no key; ") && text.ends_with("would run:\nCREATE DATABASE d\nCREATE TABLE d.t"),
            "{text}"
        );
        let checks = [(Check::Keys, State::Failed, "no key")];
        assert_eq!(findings(&CheckResult { preview, ..result(&checks, true) })[REFUSED].0, ItemState::Failed);
    }

    #[test]
    fn without_a_connection_only_the_connections_have_a_result() {
        let checks =
            [(Check::SourceConnection, State::Failed, "refused"), (Check::DestinationConnection, State::Success, "")];
        let found = findings(&result(&checks, false));
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), ["CHECK_CONN_DEST", "CHECK_CONN_SRC"]);
    }
}
