//! `schemas/tencent/policies.toml`: the policies that the role of another account needs.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/tencent/policies.toml");

/// A preset policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) policy: &'static str,
    /// The engines that need it; empty for all.
    engines: Vec<&'static str>,
    /// Whether the guide to migrations between accounts names it.
    pub(crate) confirmed: bool,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<Policy>> = LazyLock::new(|| rows("policy", TEXT));

/// The policies that a role needs for databases of an engine.
pub(crate) fn policies_of(engine: &str) -> impl Iterator<Item = &'static Policy> {
    ROWS.iter().filter(move |row| row.engines.is_empty() || row.engines.contains(&engine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("policy", TEXT, |row: &Policy| row.policy);
    }

    #[test]
    fn an_engine_needs_the_general_policies_and_its_own() {
        let names = |engine: &'static str| policies_of(engine).map(|row| row.policy).collect::<Vec<_>>();
        assert_eq!(names("mysql"), ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]);
        assert_eq!(names("sqlserver")[2..], ["QcloudSQLServerReadOnlyAccess"]);
        assert!(policies_of("mysql").all(|row| row.confirmed));
    }
}
