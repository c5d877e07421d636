//! `schemas/alibaba/reserve_keys.toml`: keys of `Reserve`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/reserve_keys.toml");

/// What a key holds. On the wire all of it may be text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Number,
    /// An object or a list.
    Json,
}

impl Kind {
    /// Its name for people.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "truth value (true or false)",
            Kind::Number => "whole number",
            Kind::Json => "JSON object or list",
        }
    }

    /// Whether a text is one of these.
    pub(crate) fn has(self, value: &str) -> bool {
        match self {
            Kind::Text => true,
            Kind::Bool => matches!(value, "true" | "false"),
            Kind::Number => value.parse::<i64>().is_ok(),
            Kind::Json => {
                serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_object() || json.is_array())
            }
        }
    }
}

/// A key of `Reserve`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReserveKey {
    pub(crate) key: &'static str,
    /// The argument that writes it; none where only `reserve` does.
    pub(crate) argument: Option<&'static str>,
    pub(crate) kind: Kind,
    /// What the service takes when the key is absent.
    pub(crate) default: Option<&'static str>,
    /// Whether a document of the vendor describes it.
    pub(crate) confirmed: bool,
    /// Whether the service adds it to its answers by itself.
    pub(crate) server_added: bool,
    /// What else is known.
    #[expect(dead_code, reason = "read by people")]
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "read by people")]
    source: &'static str,
    #[expect(dead_code, reason = "read by people")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<ReserveKey>> = LazyLock::new(|| rows("key", TEXT));

/// What is known of a key. The service has more than are documented.
pub(crate) fn reserve_key(key: &str) -> Option<&'static ReserveKey> {
    ROWS.iter().find(|row| row.key == key)
}

/// All known keys.
pub(crate) fn reserve_keys() -> &'static [ReserveKey] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("key", TEXT, |row: &ReserveKey| row.key);
    }

    #[test]
    fn a_key_knows_who_writes_it() {
        assert_eq!(reserve_key("maxRetryTime").unwrap().argument, Some("retry.connection_minutes"));
        assert_eq!(reserve_key("destTopic").unwrap().argument, None);
        assert!(reserve_key("useJobTask").unwrap().server_added);
        assert!(reserve_key("maxretrytime").is_none());
        for row in reserve_keys().iter().filter(|row| row.server_added) {
            assert!(row.argument.is_none() && row.default.is_none(), "{row:?}");
        }
    }

    #[test]
    fn defaults_are_of_their_kind() {
        for row in reserve_keys() {
            let Some(default) = row.default else { continue };
            let fits = match row.kind {
                Kind::Text => true,
                Kind::Bool => default.parse::<bool>().is_ok(),
                Kind::Number => default.parse::<i64>().is_ok(),
                Kind::Json => serde_json::from_str::<serde_json::Value>(default).is_ok(),
            };
            assert!(fits, "{row:?}");
        }
    }
}
