//! `schemas/tencent/engines.toml`: the database engines.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{side::Side, table::rows};

const TEXT: &str = include_str!("../../../../schemas/tencent/engines.toml");

/// Whether DTS migrates from a database of another account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CrossAccount {
    /// The guide lists the engine.
    Yes,
    /// Only after a ticket.
    Ticket,
    /// The guide does not list the engine.
    Unconfirmed,
}

/// A database engine.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Engine {
    /// The name in HCL and in the API.
    pub(crate) engine: &'static str,
    /// The name in the console.
    pub(crate) name: &'static str,
    source_side: bool,
    target_side: bool,
    pub(crate) cross_account: CrossAccount,
    pub(crate) node_types: Vec<&'static str>,
    /// Values of `MigrateType`.
    pub(crate) migrate_types: Vec<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

impl Engine {
    /// Whether DTS supports the engine on this side.
    pub(crate) fn is_at(&self, side: Side) -> bool {
        match side {
            Side::Source => self.source_side,
            Side::Destination => self.target_side,
        }
    }
}

static ROWS: LazyLock<Vec<Engine>> = LazyLock::new(|| rows("engine", TEXT));

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| ROWS.iter().map(|row| row.engine).collect());

/// The row of an engine.
pub(crate) fn engine(word: &str) -> Option<&'static Engine> {
    ROWS.iter().find(|row| row.engine == word)
}

/// The names of all engines.
pub(crate) fn engine_words() -> &'static [&'static str] {
    &WORDS
}

/// The engines of a side.
pub(crate) fn engines_at(side: Side) -> impl Iterator<Item = &'static Engine> {
    ROWS.iter().filter(move |row| row.is_at(side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("engine", TEXT, |row: &Engine| row.engine);
        assert!(engine_words().contains(&"mysql"));
    }

    #[test]
    fn an_engine_has_its_sides_types_and_nodes() {
        let redis = engine("redis").unwrap();
        assert_eq!(redis.migrate_types, ["fullAndIncrement"]);
        assert_eq!(redis.cross_account, CrossAccount::Ticket);
        assert!(!engine("tendis").unwrap().is_at(Side::Source) && engine("tendis").unwrap().is_at(Side::Destination));
        assert!(engine("mongodb").unwrap().node_types.contains(&"replicaset"));
        assert!(engine("oracle").is_none());
        assert!(engines_at(Side::Source).all(|row| row.engine != "tendis"));
    }
}
