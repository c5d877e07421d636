//! `schemas/alibaba/instance_classes.toml` and `synchronization_classes.toml`: classes of the instances of migrations and
//! synchronizations.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/instance_classes.toml");
const OF_SYNCHRONIZATIONS: &str = include_str!("../../../../schemas/alibaba/synchronization_classes.toml");

/// A class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstanceClass {
    /// The name in the API.
    #[serde(rename = "class")]
    pub(crate) name: &'static str,
    /// Position by speed. A class can only be changed to a faster one.
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation"))]
    pub(crate) rank: u32,
    /// Rows per second that the incremental phase can reach.
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation"))]
    pub(crate) max_rps: u32,
    /// Further facts.
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<InstanceClass>> = LazyLock::new(|| rows("class", TEXT));

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| ROWS.iter().map(|row| row.name).collect());

static SYNCHRONIZATION_ROWS: LazyLock<Vec<InstanceClass>> = LazyLock::new(|| rows("class", OF_SYNCHRONIZATIONS));

static SYNCHRONIZATION_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| SYNCHRONIZATION_ROWS.iter().map(|row| row.name).collect());

/// The names of all classes of a migration, smallest first.
pub(crate) fn class_words() -> &'static [&'static str] {
    &WORDS
}

/// The names of all classes of a synchronization, smallest first.
pub(crate) fn synchronization_classes() -> &'static [&'static str] {
    &SYNCHRONIZATION_WORDS
}

/// What a reader of a class of a synchronization should know.
pub(crate) fn synchronization_note(class: &str) -> Option<&'static str> {
    SYNCHRONIZATION_ROWS.iter().find(|row| row.name == class)?.note
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses_and_is_sorted() {
        check("class", TEXT, |row: &InstanceClass| row.name);
        assert_eq!(class_words(), ["small", "medium", "large", "xlarge", "xxlarge"]);
        check("class", OF_SYNCHRONIZATIONS, |row: &InstanceClass| row.name);
        assert_eq!(synchronization_classes()[..3], ["micro", "small", "medium"]);
        assert_eq!(synchronization_note("micro"), Some("not for production"));
        assert_eq!(synchronization_note("medium"), None);
        for rows in [&*ROWS, &*SYNCHRONIZATION_ROWS] {
            assert!(rows.is_sorted_by(|a, b| a.rank < b.rank && a.max_rps < b.max_rps));
        }
    }
}
