//! `schemas/alibaba/precheck_items.toml`: the meaning of each precheck item.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/precheck_items.toml");

/// A precheck item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrecheckFact {
    pub(crate) code: String,
    pub(crate) checks: String,
    repair: String,
    /// Repairs of causes that a message names.
    #[serde(default)]
    repair_by_message: Vec<RepairByMessage>,
    /// Calls that can skip the item.
    ignorable_by: Vec<String>,
    /// The argument or block that it checks, dotted.
    pub(crate) block: String,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

/// The repair of one cause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RepairByMessage {
    /// A part of the message, in lower case.
    contains: String,
    repair: String,
}

impl PrecheckFact {
    /// How to repair what a message says.
    pub(crate) fn repair_of(&self, message: &str) -> &str {
        let message = message.to_lowercase();
        let named = self.repair_by_message.iter().find(|row| message.contains(&row.contains));
        named.map_or(&self.repair, |row| &row.repair)
    }

    /// Whether a task can skip the item.
    pub(crate) fn is_ignorable(&self) -> bool {
        self.ignorable_by.iter().any(|call| call == "SkipPreCheck")
    }
}

static ROWS: LazyLock<Vec<PrecheckFact>> = LazyLock::new(|| rows("item", TEXT));

/// The row of an item. DTS has more items than are documented.
pub(crate) fn precheck_fact(code: &str) -> Option<&'static PrecheckFact> {
    ROWS.iter().find(|row| row.code == code)
}

/// Codes of the items that may be ignored.
pub(crate) fn ignorable_codes() -> Vec<&'static str> {
    ROWS.iter().filter(|row| row.is_ignorable()).map(|row| row.code.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_repair_depends_on_the_message() {
        let engine = precheck_fact("CHECK_ENGINE").unwrap();
        assert!(engine.repair_of("rm-1 does not have the table a.b").starts_with("correct the names"));
        assert!(engine.repair_of("two-way mongo must have gid").starts_with("set replication.oplogGlobalIdEnabled"));
        let connection = precheck_fact("CHECK_CONN_SRC").unwrap();
        assert!(connection.repair_of("Access denied for user 'dts'@'%'").starts_with("correct the user name"));
        assert_eq!(connection.repair_of("gid"), connection.repair);
    }

    #[test]
    fn the_table_parses_and_marks_items_that_may_be_ignored() {
        check("item", TEXT, |row: &PrecheckFact| row.code.clone());
        assert!(precheck_fact("CHECK_SAME_OBJ").unwrap().is_ignorable());
        assert!(!precheck_fact("CHECK_CONN_SRC").unwrap().is_ignorable());
        assert!(ignorable_codes().contains(&"CHECK_SERVER_ID"));
    }
}
