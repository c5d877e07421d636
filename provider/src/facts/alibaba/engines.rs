//! `schemas/alibaba/engines.toml`: the database engines, on either side.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

use crate::facts::{
    side::{Need, Side},
    table::rows,
};

const TEXT: &str = include_str!("../../../../schemas/alibaba/engines.toml");

/// A database engine on one side of a migration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EngineSide {
    /// The value in HCL.
    pub(crate) engine: &'static str,
    pub(crate) side: Side,
    /// The name in the console.
    pub(crate) name: &'static str,
    /// `…EndpointEngineName` of ConfigureDtsJob; none if it is not known.
    pub(crate) configure: Option<&'static str>,
    /// The name in CreateDtsInstance, which has another spelling.
    pub(crate) purchase: Option<&'static str>,
    /// `…EndpointInstanceType` of a cloud instance; none if there are none on this side, or it is not known.
    pub(crate) cloud_instance_type: Option<&'static str>,
    /// Whether the wire values for a cloud instance are documented.
    #[serde(default = "yes")]
    pub(crate) cloud_confirmed: bool,
    /// `EndpointInstanceType` of ModifyDtsJobEndpoint for a cloud instance; none if the call does not support the engine.
    pub(crate) modify: Option<&'static str>,
    /// `EndpointInstanceType` of ModifyDtsJobEndpoint for a sharded database.
    pub(crate) modify_sharded: Option<&'static str>,
    pub(crate) database: Need,
    pub(crate) username: Need,
    pub(crate) password: Need,
    pub(crate) oracle_sid: Need,
    pub(crate) mongodb_topology: Need,
    /// Further facts.
    #[expect(dead_code, reason = "documentation")]
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

fn yes() -> bool {
    true
}

static ROWS: LazyLock<Vec<EngineSide>> = LazyLock::new(|| rows("engine", TEXT));

static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ROWS.iter().map(|row| row.engine).collect::<BTreeSet<_>>().into_iter().collect());

/// The row of an engine on a side; none if DTS does not support it there.
pub(crate) fn engine_at(word: &str, side: Side) -> Option<&'static EngineSide> {
    ROWS.iter().find(|row| row.engine == word && row.side == side)
}

/// The values of all engines, sorted.
pub(crate) fn engine_words() -> &'static [&'static str] {
    &WORDS
}

/// All engines of a side.
pub(crate) fn engines_at(side: Side) -> impl Iterator<Item = &'static EngineSide> {
    ROWS.iter().filter(move |row| row.side == side)
}

/// The engine of a name that DTS returns, in any of its spellings and cases. The instance type decides between engines with the same
/// name.
pub(crate) fn engine_of_answer(side: Side, engine: &str, instance_type: &str) -> Option<&'static EngineSide> {
    let is = |known: Option<&str>, found: &str| known.is_some_and(|known| known.eq_ignore_ascii_case(found));
    let fits = |row: &&EngineSide| is(row.configure, engine) || is(row.purchase, engine);
    let exact = engines_at(side).filter(fits).find(|row| is(row.cloud_instance_type, instance_type));
    exact.or_else(|| engines_at(side).find(fits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("engine", TEXT, |row: &EngineSide| (row.engine, row.side));
        assert!(engine_words().is_sorted() && engine_words().contains(&"mysql"));
    }

    #[test]
    fn an_engine_is_known_on_its_sides() {
        let mysql = engine_at("mysql", Side::Source).unwrap();
        assert_eq!((mysql.configure, mysql.cloud_instance_type), (Some("MYSQL"), Some("RDS")));
        assert_eq!(engine_at("postgresql", Side::Source).unwrap().database, Need::Required);
        assert_eq!(engine_at("redis", Side::Source).unwrap().username, Need::Optional);
        assert_eq!(engine_at("oracle", Side::Destination).unwrap().oracle_sid, Need::Required);
        assert!(engine_at("sls", Side::Source).is_some() && engine_at("sls", Side::Destination).is_none());
        assert!(engine_at("clickhouse", Side::Source).is_none() && engine_at("MYSQL", Side::Source).is_none());
    }

    #[test]
    fn a_returned_engine_name_is_recognised_in_each_spelling() {
        let word = |engine, kind| engine_of_answer(Side::Source, engine, kind).map(|row| row.engine);
        assert_eq!(word("MySQL", "RDS"), Some("mysql"));
        assert_eq!(word("mysql", "express"), Some("mysql"), "another access method");
        assert_eq!(word("PolarDB", "PolarDB"), Some("polardb_mysql"));
        assert_eq!(word("polardbx20", "POLARDBX20"), Some("polardb_x_2"));
        assert_eq!(word("as400", "EXPRESS"), Some("db2_iseries"));
        assert_eq!(word("POLARDB_PG", "PolarDB"), Some("polardb_postgresql"));
        assert_eq!(word("TeraData", "EXPRESS"), None);
    }
}
