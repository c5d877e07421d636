//! `schemas/alibaba/support_matrix.toml`: the databases of another account that DTS can use.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{side::Side, table::rows};

const TEXT: &str = include_str!("../../../../schemas/alibaba/support_matrix.toml");

/// How well a combination is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// The guide lists it, and its API values are documented.
    Confirmed,
    /// Only the newer guide lists it.
    Newer,
    /// The guide lists it, but its API values are not documented.
    Unconfirmed,
}

impl Status {
    /// Its value in HCL.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Newer => "newer",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// An engine of another account, with one access method, on one side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Combination {
    pub(crate) side: Side,
    pub(crate) engine: &'static str,
    pub(crate) access_method: &'static str,
    pub(crate) status: Status,
    /// Whether the user must give the API values, in the `wire` block.
    #[serde(default)]
    pub(crate) needs_wire: bool,
    /// Further facts.
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<Combination>> = LazyLock::new(|| rows("combination", TEXT));

/// All combinations.
pub(crate) fn combinations() -> &'static [Combination] {
    &ROWS
}

/// The row of a combination; none if DTS does not support it for a database of another account.
pub(crate) fn combination(side: Side, engine: &str, access_method: &str) -> Option<&'static Combination> {
    ROWS.iter().find(|row| row.side == side && row.engine == engine && row.access_method == access_method)
}

/// The access methods for another account's database of an engine.
pub(crate) fn cross_account_accesses(side: Side, engine: &str) -> Vec<&'static str> {
    ROWS.iter().filter(|row| row.side == side && row.engine == engine).map(|row| row.access_method).collect()
}

/// The engines that another account's database may have.
pub(crate) fn cross_account_engines(side: Side) -> Vec<&'static str> {
    let mut engines: Vec<_> = ROWS.iter().filter(|row| row.side == side).map(|row| row.engine).collect();
    engines.dedup();
    engines
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            access_methods::{CLOUD_INSTANCE, access_method},
            engines::engine_at,
        },
        *,
    };
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("combination", TEXT, |row: &Combination| (row.side, row.engine, row.access_method));
    }

    #[test]
    fn the_pairs_of_the_guide_and_no_others_are_supported() {
        assert!(combination(Side::Source, "redis", "cen").is_some());
        assert!(combination(Side::Source, "mysql", "cen").is_none());
        assert!(combination(Side::Destination, "mysql", "ecs").is_none());
        assert_eq!(cross_account_accesses(Side::Source, "mysql"), [CLOUD_INSTANCE, "express_connect", "ecs"]);
        assert_eq!(cross_account_accesses(Side::Destination, "oracle"), [""; 0]);
        assert_eq!(cross_account_engines(Side::Destination).len(), 7);
        assert_eq!(cross_account_engines(Side::Source).len(), 18);
    }

    /// The tables agree: every value exists, public addresses are excluded, and `needs_wire` is set exactly where the API values are
    /// missing.
    #[test]
    fn the_matrix_agrees_with_the_other_tables() {
        for row in ROWS.iter() {
            let access = access_method(row.access_method).unwrap();
            let engine = engine_at(row.engine, row.side).unwrap();
            assert!(access.cross_account, "{row:?}");
            let typed = access.instance_type.is_some() || engine.cloud_instance_type.is_some();
            assert_eq!(row.needs_wire, engine.configure.is_none() || !typed, "{row:?}");
            assert_eq!(row.needs_wire, row.status != Status::Confirmed, "{row:?}");
        }
    }
}
