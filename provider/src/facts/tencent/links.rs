//! `schemas/tencent/links.toml`: from which engine DTS migrates to which.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/tencent/links.toml");

/// Engines between which DTS migrates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation"))]
    link: &'static str,
    sources: Vec<&'static str>,
    destinations: Vec<&'static str>,
    /// Values of `MigrateType`.
    pub(crate) migrate_types: Vec<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<Link>> = LazyLock::new(|| rows("link", TEXT));

/// The link between two engines.
pub(crate) fn link(source: &str, destination: &str) -> Option<&'static Link> {
    ROWS.iter().find(|row| row.sources.contains(&source) && row.destinations.contains(&destination))
}

/// The engines to which DTS migrates from this one.
pub(crate) fn destinations_of(source: &str) -> Vec<&'static str> {
    let links = ROWS.iter().filter(|row| row.sources.contains(&source));
    links.flat_map(|row| row.destinations.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{
        side::Side,
        table::tests::check,
        tencent::{engine, engines_at},
    };

    #[test]
    fn the_table_parses_and_names_engines() {
        check("link", TEXT, |row: &Link| row.link);
        for row in ROWS.iter() {
            for name in row.sources.iter().chain(&row.destinations) {
                assert!(engine(name).is_some(), "{name}");
            }
            for source in row.sources.iter().filter_map(|name| engine(name)) {
                assert_eq!(source.migrate_types, row.migrate_types, "{}", source.engine);
            }
        }
    }

    #[test]
    fn every_engine_has_a_link_on_its_sides() {
        for row in engines_at(Side::Source) {
            assert!(!destinations_of(row.engine).is_empty(), "{}", row.engine);
        }
        for row in engines_at(Side::Destination) {
            assert!(ROWS.iter().any(|link| link.destinations.contains(&row.engine)), "{}", row.engine);
        }
    }

    #[test]
    fn engines_of_one_family_have_a_link_and_others_have_none() {
        assert!(link("mariadb", "mysql").is_some() && link("redis", "tendis").is_some());
        assert!(link("mysql", "postgresql").is_none() && link("redis", "mysql").is_none());
        assert_eq!(destinations_of("mongodb"), ["mongodb"]);
    }
}
