//! `schemas/alibaba/option_values.toml`: words of arguments and what the wire has for them.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/option_values.toml");

/// A word an argument may have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionValue {
    /// Dotted, such as `source.encryption`.
    pub(crate) argument: &'static str,
    /// The word in HCL.
    pub(crate) value: &'static str,
    /// The keys it sets and their values.
    pub(crate) wire: Vec<(&'static str, &'static str)>,
    /// Whether the vendor documents the wire values.
    pub(crate) confirmed: bool,
    /// What else is known.
    #[expect(dead_code, reason = "read by people")]
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "read by people")]
    source: &'static str,
    #[expect(dead_code, reason = "read by people")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<OptionValue>> = LazyLock::new(|| rows("option", TEXT));

static WORDS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in ROWS.iter() {
        words.entry(row.argument).or_default().push(row.value);
    }
    words
});

/// The words an argument may have.
pub(crate) fn option_values(argument: &str) -> &'static [&'static str] {
    WORDS.get(argument).map(Vec::as_slice).unwrap_or_default()
}

/// What is known of a word.
pub(crate) fn option_value(argument: &str, value: &str) -> Option<&'static OptionValue> {
    ROWS.iter().find(|row| row.argument == argument && row.value == value)
}

/// The keys and values a word sets; none for a word the argument does not have.
pub(crate) fn option(argument: &str, value: &str) -> &'static [(&'static str, &'static str)] {
    option_value(argument, value).map(|row| row.wire.as_slice()).unwrap_or_default()
}

/// The word behind an answer, from what it has for each key; none when a key is missing or no word fits.
pub(crate) fn option_of_wire(argument: &str, found: &dyn Fn(&str) -> Option<String>) -> Option<&'static str> {
    let is = |(key, value): &(&str, &str)| found(key).is_some_and(|found| found.eq_ignore_ascii_case(value));
    ROWS.iter().find(|row| row.argument == argument && row.wire.iter().all(is)).map(|row| row.value)
}

#[cfg(test)]
mod tests {
    use super::{super::reserve_keys::reserve_key, *};
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("option", TEXT, |row: &OptionValue| (row.argument, row.value));
        check("option", TEXT, |row: &OptionValue| row.wire.clone());
    }

    #[test]
    fn words_become_wire_values_and_back() {
        assert_eq!(option("conflict_mode", "ignore"), [("targetTableMode", "2")]);
        assert_eq!(option("online_ddl", "adapt_to_dms").len(), 4);
        assert_eq!(option("conflict_mode", "explode"), []);
        assert_eq!(option_values("source.encryption"), ["none", "ssl"]);
        assert_eq!(option_values("destination.encryption"), ["none", "ssl", "scram_sha_256"]);
        for row in ROWS.iter() {
            assert!(!row.wire.is_empty(), "{row:?}");
            let answer = |key: &str| row.wire.iter().find(|pair| pair.0 == key).map(|pair| pair.1.to_uppercase());
            assert_eq!(option_of_wire(row.argument, &answer), Some(row.value));
            assert_eq!(option_of_wire(row.argument, &|_| None), None);
        }
    }

    /// What is written into `Reserve` is a key the other table knows, as written by the same argument. The tag is a
    /// parameter of its own.
    #[test]
    fn the_keys_are_those_of_the_argument() {
        for row in ROWS.iter().filter(|row| row.argument != "environment_tag") {
            for (key, _) in &row.wire {
                assert_eq!(reserve_key(key).unwrap().argument, Some(row.argument), "{row:?}");
            }
        }
    }
}
