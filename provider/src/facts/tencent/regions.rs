//! `schemas/tencent/regions.toml`: the regions that DTS may have.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/tencent/regions.toml");

/// A region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Region {
    pub(crate) region: &'static str,
    #[expect(dead_code, reason = "documentation")]
    name: &'static str,
    #[expect(dead_code, reason = "documentation")]
    partition: &'static str,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<Region>> = LazyLock::new(|| rows("region", TEXT));

/// The row of a region. A region without a row may exist, because Tencent Cloud opens new ones.
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
        assert!(region("ap-guangzhou").is_some() && region("ap-atlantis").is_none());
    }
}
