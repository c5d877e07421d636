//! How every table is read: a TOML file of `[[key]]` rows.

use std::collections::BTreeMap;

use serde::{Deserialize, de::Error as _};

/// The rows of a file that has `[[key]]` and nothing else. Texts are borrowed from the file: where one holds a double
/// quote it stands in single ones.
pub(super) fn parse<R: Deserialize<'static>>(key: &str, text: &'static str) -> Result<Vec<R>, toml::de::Error> {
    let mut tables: BTreeMap<String, Vec<R>> = toml::from_str(text)?;
    match (tables.remove(key), tables.keys().next()) {
        (Some(rows), None) => Ok(rows),
        (None, _) => Err(toml::de::Error::custom(format!("has no [[{key}]]"))),
        (_, Some(other)) => Err(toml::de::Error::custom(format!("has [[{other}]] beside [[{key}]]"))),
    }
}

/// The same at run time. A file that does not parse fails a test; here it would cost what the table knows.
pub(super) fn rows<R: Deserialize<'static>>(key: &str, text: &'static str) -> Vec<R> {
    parse(key, text).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A table parses; each row says where it was read and when; a row without either, or with a key nobody knows, is
    /// refused. `facts` tells rows apart: no two have the same.
    pub(in crate::facts) fn check<R: Deserialize<'static>, F: Ord>(
        key: &str,
        text: &'static str,
        facts: impl Fn(&R) -> F,
    ) {
        let rows = parse::<R>(key, text).map_err(|error| error.to_string()).unwrap();
        assert!(!rows.is_empty());
        let different: std::collections::BTreeSet<F> = rows.iter().map(facts).collect();
        assert_eq!(different.len(), rows.len(), "two rows about the same");
        for row in toml::from_str::<toml::Table>(text).unwrap()[key].as_array().unwrap() {
            assert!(row["source"].as_str().unwrap().len() > 5, "{row}");
            row["seen"].as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
        }
        for unwanted in ["source = ", "seen = "] {
            let error = parse::<R>(key, without_first(text, unwanted)).err().unwrap().to_string();
            assert!(error.contains("missing field"), "{error}");
        }
        let strange = format!("{text}\nstranger = true\n").leak();
        let error = parse::<R>(key, strange).err().unwrap().to_string();
        assert!(error.contains("unknown field `stranger`"), "{error}");
    }

    fn without_first(text: &str, beginning: &str) -> &'static str {
        let line = text.lines().position(|line| line.starts_with(beginning)).unwrap();
        let rest: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| line).collect();
        rest.join("\n").leak()
    }

    #[test]
    fn a_file_has_one_kind_of_rows() {
        let text = "[[a]]\nx = 1\n[[b]]\nx = 1\n";
        assert!(parse::<BTreeMap<String, i64>>("a", text).unwrap_err().to_string().contains("[[b]]"));
        assert!(parse::<BTreeMap<String, i64>>("c", text).unwrap_err().to_string().contains("no [[c]]"));
        assert_eq!(parse::<BTreeMap<String, i64>>("a", "[[a]]\nx = 1\n").unwrap().len(), 1);
    }
}
