//! The tables of ranges and limits, which have the same columns for every cloud.

use std::{collections::BTreeMap, ops::RangeInclusive};

use serde::Deserialize;

use super::table::rows;

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

/// The limits of a table by their names.
pub(super) fn limits(text: &'static str) -> BTreeMap<&'static str, Limit> {
    let limit = |row: &Row| Limit {
        min: row.min.unwrap_or(i64::MIN),
        max: row.max.unwrap_or(i64::MAX),
        default: row.default,
        unit: row.unit,
    };
    rows("limit", text).iter().map(|row: &Row| (row.name, limit(row))).collect()
}

/// The limit with this name; an open range if there is no row.
pub(super) fn limit_of(limits: &BTreeMap<&'static str, Limit>, name: &str) -> Limit {
    limits.get(name).copied().unwrap_or(Limit { min: i64::MIN, max: i64::MAX, default: None, unit: "" })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    /// Checks that a table of limits parses, and that each row limits something.
    pub(in crate::facts) fn check_limits(text: &'static str) {
        check("limit", text, |row: &Row| row.name);
        for (name, limit) in limits(text) {
            assert!(limit.min != i64::MIN || limit.max != i64::MAX, "{name} limits nothing");
            assert!(limit.min <= limit.max && limit.default.is_none_or(|default| limit.range().contains(&default)));
        }
    }
}
