//! `schemas/alibaba/limits.toml`: ranges and limits.

use std::{collections::BTreeMap, ops::RangeInclusive, sync::LazyLock};

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/limits.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: &'static str,
    unit: &'static str,
    min: Option<i64>,
    max: Option<i64>,
    default: Option<i64>,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

/// The range of a value. Without a documented minimum or maximum the range is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) min: i64,
    pub(crate) max: i64,
    /// What DTS uses if no value is sent.
    pub(crate) default: Option<i64>,
    /// The unit of the value.
    pub(crate) unit: &'static str,
}

impl Limit {
    /// The range, both ends included.
    pub(crate) fn range(self) -> RangeInclusive<i64> {
        self.min..=self.max
    }
}

static LIMITS: LazyLock<BTreeMap<&'static str, Limit>> = LazyLock::new(|| {
    let limit = |row: &Row| Limit {
        min: row.min.unwrap_or(i64::MIN),
        max: row.max.unwrap_or(i64::MAX),
        default: row.default,
        unit: row.unit,
    };
    rows("limit", TEXT).iter().map(|row: &Row| (row.name, limit(row))).collect()
});

/// The limit with this name; an open range if there is no row.
pub(crate) fn limit(name: &str) -> Limit {
    LIMITS.get(name).copied().unwrap_or(Limit { min: i64::MIN, max: i64::MAX, default: None, unit: "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("limit", TEXT, |row: &Row| row.name);
        for (name, limit) in LIMITS.iter() {
            assert!(limit.min != i64::MIN || limit.max != i64::MAX, "{name} limits nothing");
            assert!(limit.min <= limit.max && limit.default.is_none_or(|default| limit.range().contains(&default)));
        }
    }

    #[test]
    fn limits_are_ranges() {
        let retry = limit("retry.connection_minutes");
        assert_eq!((retry.range(), retry.default, retry.unit), (10..=1440, Some(720), "minutes"));
        assert_eq!(limit("retry.other_minutes").range(), 1..=1440);
        assert_eq!(limit("objects.renamed_tables").max, 1000);
        assert_eq!((limit("alerts.delay_seconds").min, limit("alerts.delay_seconds").max), (10, 4_294_967_295));
    }
}
