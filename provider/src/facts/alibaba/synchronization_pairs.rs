//! `schemas/alibaba/synchronization_pairs.toml`: confirmed pairs of a one-way synchronization.

use std::sync::LazyLock;

use serde::Deserialize;

use super::two_way_pairs::two_way_pair;
use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/synchronization_pairs.toml");

/// A pair of engines. Another pair is not wrong: DTS adds pairs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SynchronizationPair {
    pub(crate) source: &'static str,
    pub(crate) destination: &'static str,
    /// Which of `schema` and `full` DTS has for the pair.
    pub(crate) initial_phases: Vec<&'static str>,
    /// Further facts.
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    document: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<SynchronizationPair>> = LazyLock::new(|| rows("pair", TEXT));

/// The row of two engines.
pub(crate) fn synchronization_pair(source: &str, destination: &str) -> Option<&'static SynchronizationPair> {
    ROWS.iter().find(|row| row.source == source && row.destination == destination)
}

/// All rows.
pub(crate) fn synchronization_pairs() -> &'static [SynchronizationPair] {
    &ROWS
}

/// Whether Alibaba Cloud documents that DTS synchronizes the first engine to the second one, in one direction or in both.
pub(crate) fn is_synchronized(source: &str, destination: &str) -> bool {
    synchronization_pair(source, destination).is_some() || two_way_pair(source, destination).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::facts::table::parse;

    #[test]
    fn the_table_parses_and_has_each_pair_once() {
        let rows = parse::<SynchronizationPair>("pair", TEXT).unwrap();
        let pairs: BTreeSet<_> = rows.iter().map(|row| (row.source, row.destination)).collect();
        assert_eq!(pairs.len(), rows.len());
        for row in &rows {
            let known = row.initial_phases.iter().all(|phase| ["schema", "full"].contains(phase));
            assert!(known && !row.initial_phases.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn a_pair_has_its_initial_phases() {
        assert_eq!(synchronization_pair("mysql", "mysql").unwrap().initial_phases, ["schema", "full"]);
        assert_eq!(synchronization_pair("redis", "redis").unwrap().initial_phases, ["full"]);
        assert!(synchronization_pair("mysql", "redis").is_none() && !is_synchronized("mysql", "redis"));
        assert!(is_synchronized("postgresql", "postgresql"), "it is synchronized in both directions");
    }
}
