//! `schemas/tencent/instance_classes.toml`: the classes of a job.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/tencent/instance_classes.toml");

/// A class of a job.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstanceClass {
    pub(crate) class: &'static str,
    /// Its place from the smallest.
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation"))]
    rank: i64,
    /// Whether a job can be bought with it.
    pub(crate) purchase: bool,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<InstanceClass>> = LazyLock::new(|| rows("class", TEXT));

/// The row of a class.
pub(crate) fn instance_class(word: &str) -> Option<&'static InstanceClass> {
    ROWS.iter().find(|row| row.class == word)
}

/// All classes, from the smallest.
pub(crate) fn instance_classes() -> &'static [InstanceClass] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("class", TEXT, |row: &InstanceClass| row.class);
        assert!(instance_classes().is_sorted_by_key(|row| row.rank));
        assert!(!instance_class("micro").unwrap().purchase && instance_class("2xlarge").unwrap().purchase);
    }
}
