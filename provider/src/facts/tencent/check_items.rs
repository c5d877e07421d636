//! `schemas/tencent/check_items.toml`: the meaning of each step of a check.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/tencent/check_items.toml");

/// A step of a check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckFact {
    step_id: &'static str,
    #[expect(dead_code, reason = "documentation")]
    order: i64,
    pub(crate) checks: &'static str,
    pub(crate) repair: &'static str,
    /// The block that it is about: `source`, `target` or `objects`.
    pub(crate) block: &'static str,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<CheckFact>> = LazyLock::new(|| rows("item", TEXT));

/// The row of a step. DTS has more steps than are documented.
pub(crate) fn check_fact(step_id: &str) -> Option<&'static CheckFact> {
    ROWS.iter().find(|row| row.step_id == step_id)
}

/// The IDs of the documented steps.
pub(crate) fn step_ids() -> Vec<&'static str> {
    ROWS.iter().map(|row| row.step_id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("item", TEXT, |row: &CheckFact| row.step_id);
        assert_eq!(check_fact("DstEmptyCheck").unwrap().block, "target");
        assert!(check_fact("NewCheck").is_none());
    }
}
