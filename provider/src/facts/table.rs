//! Parses a table of facts: a TOML file of `[[key]]` rows.

use std::collections::BTreeMap;

use serde::{Deserialize, de::Error as _};

/// The rows of a file that has `[[key]]` and nothing else. The rows borrow their texts from the file, so a text with a double quote
/// must be in single quotes.
pub(super) fn parse<R: Deserialize<'static>>(key: &str, text: &'static str) -> Result<Vec<R>, toml::de::Error> {
    let mut tables: BTreeMap<String, Vec<R>> = toml::from_str(text)?;
    match (tables.remove(key), tables.keys().next()) {
        (Some(rows), None) => Ok(rows),
        (None, _) => Err(toml::de::Error::custom(format!("has no [[{key}]]"))),
        (_, Some(other)) => Err(toml::de::Error::custom(format!("has [[{other}]] beside [[{key}]]"))),
    }
}

/// The rows at run time. A test fails if a file does not parse; at run time such a table would be empty.
pub(super) fn rows<R: Deserialize<'static>>(key: &str, text: &'static str) -> Vec<R> {
    parse(key, text).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Checks that a table parses, that each row has its source and date, that rows without them or with an unknown key are rejected,
    /// and that no two rows have the same `key_of`.
    pub(in crate::facts) fn check<R: Deserialize<'static>, F: Ord>(
        key: &str,
        text: &'static str,
        key_of: impl Fn(&R) -> F,
    ) {
        let rows = parse::<R>(key, text).map_err(|error| error.to_string()).unwrap();
        assert!(!rows.is_empty());
        let different: std::collections::BTreeSet<F> = rows.iter().map(key_of).collect();
        assert_eq!(different.len(), rows.len(), "two rows have the same key");
        for row in toml::from_str::<toml::Table>(text).unwrap()[key].as_array().unwrap() {
            assert!(row["source"].as_str().unwrap().len() > 5, "{row}");
            row["seen"].as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
        }
        for removed in ["source = ", "seen = "] {
            let error = parse::<R>(key, without_first(text, removed)).err().unwrap().to_string();
            assert!(error.contains("missing field"), "{error}");
        }
        let unknown = format!("{text}\nunknown_key = true\n").leak();
        let error = parse::<R>(key, unknown).err().unwrap().to_string();
        assert!(error.contains("unknown field `unknown_key`"), "{error}");
    }

    fn without_first(text: &str, beginning: &str) -> &'static str {
        let line = text.lines().position(|line| line.starts_with(beginning)).unwrap();
        let rest: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| line).collect();
        rest.join("\n").leak()
    }

    #[test]
    fn a_file_with_two_kinds_of_rows_is_rejected() {
        let text = "[[a]]\nx = 1\n[[b]]\nx = 1\n";
        assert!(parse::<BTreeMap<String, i64>>("a", text).unwrap_err().to_string().contains("[[b]]"));
        assert!(parse::<BTreeMap<String, i64>>("c", text).unwrap_err().to_string().contains("no [[c]]"));
        assert_eq!(parse::<BTreeMap<String, i64>>("a", "[[a]]\nx = 1\n").unwrap().len(), 1);
    }
}
