//! `schemas/alibaba/two_way_pairs.toml`: the pairs of engines that DTS synchronizes in both directions.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/two_way_pairs.toml");

/// A pair; the first engine is the source of the forward direction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwoWayPair {
    pub(crate) source: &'static str,
    pub(crate) destination: &'static str,
    /// Whether a database can be self-managed. Otherwise both are Alibaba Cloud instances.
    pub(crate) self_managed: bool,
    /// Whether the databases can belong to other accounts.
    pub(crate) cross_account: bool,
    /// Whether DTS adds the reverse direction to a running synchronization with one direction.
    pub(crate) upgrade: bool,
    /// The valid values of `on_conflict`; none if DTS has no policy for the pair.
    pub(crate) conflict_policies: Vec<&'static str>,
    /// Conditions.
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    document: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<TwoWayPair>> = LazyLock::new(|| rows("pair", TEXT));

/// The pair of two engines.
pub(crate) fn two_way_pair(source: &str, destination: &str) -> Option<&'static TwoWayPair> {
    ROWS.iter().find(|row| row.source == source && row.destination == destination)
}

/// All pairs.
pub(crate) fn two_way_pairs() -> &'static [TwoWayPair] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::alibaba::engine_words;

    #[test]
    fn the_table_parses_and_names_known_engines() {
        assert!(two_way_pairs().len() >= 10);
        for row in two_way_pairs() {
            assert!([row.source, row.destination].iter().all(|word| engine_words().contains(word)), "{row:?}");
            assert!(
                !row.cross_account || row.source == row.destination,
                "across accounts, both are of one kind: {row:?}"
            );
        }
        assert!(two_way_pair("polardb_mysql", "mysql").is_some() && two_way_pair("mysql", "redis").is_none());
    }
}
