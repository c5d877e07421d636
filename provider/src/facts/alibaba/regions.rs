//! `schemas/alibaba/regions.toml`: the regions of DTS.

use std::{fmt, sync::LazyLock};

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/regions.toml");

/// The part of Alibaba Cloud that a region belongs to. Accounts and databases of one part cannot be used from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Partition {
    /// The public cloud.
    Public,
    /// Alibaba Finance Cloud.
    Finance,
    /// Alibaba Gov Cloud.
    Gov,
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Partition::Public => "the public cloud",
            Partition::Finance => "Finance Cloud",
            Partition::Gov => "Gov Cloud",
        })
    }
}

/// A region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Region {
    pub(crate) region: &'static str,
    /// The name in the console.
    pub(crate) name: &'static str,
    pub(crate) partition: Partition,
    /// Whether dedicated clusters are available there.
    pub(crate) dedicated_clusters: bool,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

impl Region {
    /// Whether it is in mainland China.
    pub(crate) fn is_mainland(&self) -> bool {
        self.region.starts_with("cn-") && self.region != "cn-hongkong"
    }
}

static ROWS: LazyLock<Vec<Region>> = LazyLock::new(|| rows("region", TEXT));

/// The row of a region. A region without a row may exist, because Alibaba Cloud opens new ones.
pub(crate) fn region(id: &str) -> Option<&'static Region> {
    ROWS.iter().find(|row| row.region == id)
}

/// All regions.
pub(crate) fn regions() -> &'static [Region] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("region", TEXT, |row: &Region| row.region);
    }

    #[test]
    fn a_region_has_its_partition() {
        assert_eq!(region("cn-hangzhou").unwrap().partition, Partition::Public);
        assert!(region("cn-hangzhou").unwrap().dedicated_clusters);
        assert!(!region("cn-qingdao").unwrap().dedicated_clusters);
        assert!(region("cn-atlantis").is_none());
        for row in regions() {
            assert_eq!(row.partition == Partition::Finance, row.region.contains("-finance"), "{row:?}");
            assert_eq!(row.partition == Partition::Gov, row.region.contains("-gov"), "{row:?}");
        }
    }
}
