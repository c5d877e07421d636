//! `schemas/alibaba/option_values.toml`: values of arguments and the values that the API has for them.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/option_values.toml");

/// A value that an argument may have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionValue {
    /// Dotted, such as `source.encryption`.
    pub(crate) argument: &'static str,
    /// The value in HCL.
    pub(crate) value: &'static str,
    /// The keys that it sets in the request, and their values.
    pub(crate) wire: Vec<(&'static str, &'static str)>,
    /// Whether Alibaba Cloud documents the values of the API.
    pub(crate) confirmed: bool,
    /// Further facts.
    #[expect(dead_code, reason = "documentation")]
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
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

/// The values that an argument may have.
pub(crate) fn option_values(argument: &str) -> &'static [&'static str] {
    WORDS.get(argument).map(Vec::as_slice).unwrap_or_default()
}

/// The row of a value.
pub(crate) fn option_value(argument: &str, value: &str) -> Option<&'static OptionValue> {
    ROWS.iter().find(|row| row.argument == argument && row.value == value)
}

/// The keys and values that a value sets in the request; none if it is not a value of the argument.
pub(crate) fn option(argument: &str, value: &str) -> &'static [(&'static str, &'static str)] {
    option_value(argument, value).map(|row| row.wire.as_slice()).unwrap_or_default()
}

/// The value behind what DTS returns. `found` is what DTS returns for a key; none if a key is missing or no value fits.
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
    fn values_are_converted_to_the_api_and_back() {
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

    /// Each key that is written into `Reserve` is in the table of its keys, for the same argument. The environment tag is a separate
    /// parameter.
    #[test]
    fn the_keys_are_those_of_the_argument() {
        for row in ROWS.iter().filter(|row| row.argument != "environment_tag") {
            for (key, _) in &row.wire {
                assert_eq!(reserve_key(key).unwrap().argument, Some(row.argument), "{row:?}");
            }
        }
    }
}
