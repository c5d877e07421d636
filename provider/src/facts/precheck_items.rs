//! `schemas/precheck_items.toml`: what each precheck item means.

use std::sync::LazyLock;

use serde::Deserialize;

const TEXT: &str = include_str!("../../../schemas/precheck_items.toml");

/// One row.
#[derive(Debug, Deserialize)]
pub(crate) struct PrecheckFact {
    pub(crate) code: String,
    pub(crate) checks: String,
    pub(crate) repair: String,
    /// Calls that can pass the item over.
    ignorable_by: Vec<String>,
    /// The argument or block it is about, dotted.
    pub(crate) block: String,
}

impl PrecheckFact {
    /// Whether the task can be told to pass it over.
    pub(crate) fn is_ignorable(&self) -> bool {
        self.ignorable_by.iter().any(|call| call == "SkipPreCheck")
    }
}

#[derive(Deserialize)]
struct Table {
    item: Vec<PrecheckFact>,
}

fn parse() -> Result<Vec<PrecheckFact>, toml::de::Error> {
    toml::from_str::<Table>(TEXT).map(|table| table.item)
}

/// A table that does not parse fails the test below; at run time it would cost the explanations only.
static ROWS: LazyLock<Vec<PrecheckFact>> = LazyLock::new(|| parse().unwrap_or_default());

/// What is known of an item. DTS has more items than are documented.
pub(crate) fn precheck_fact(code: &str) -> Option<&'static PrecheckFact> {
    ROWS.iter().find(|row| row.code == code)
}

/// Codes of the items that may be ignored.
pub(crate) fn ignorable_codes() -> Vec<&'static str> {
    ROWS.iter().filter(|row| row.is_ignorable()).map(|row| row.code.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_knows_what_may_be_ignored() {
        assert!(parse().unwrap().len() > 10);
        assert!(precheck_fact("CHECK_SAME_OBJ").unwrap().is_ignorable());
        assert!(!precheck_fact("CHECK_CONN_SRC").unwrap().is_ignorable());
        assert!(ignorable_codes().contains(&"CHECK_SERVER_ID"));
    }
}
