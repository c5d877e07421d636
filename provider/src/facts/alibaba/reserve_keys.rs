//! `schemas/alibaba/reserve_keys.toml`: keys of `Reserve`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/reserve_keys.toml");

/// The type of a key's value. In requests and responses the value may always be a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Number,
    /// An object or a list.
    Json,
    /// A list.
    List,
}

impl Kind {
    /// Its name in messages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "boolean (true or false)",
            Kind::Number => "integer",
            Kind::Json => "JSON object or list",
            Kind::List => "JSON list",
        }
    }

    /// Whether a text is a value of this type.
    pub(crate) fn has(self, value: &str) -> bool {
        match self {
            Kind::Text => true,
            Kind::Bool => matches!(value, "true" | "false"),
            Kind::Number => value.parse::<i64>().is_ok(),
            Kind::Json => {
                serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_object() || json.is_array())
            }
            Kind::List => serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_array()),
        }
    }
}

/// A key of `Reserve`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReserveKey {
    pub(crate) key: &'static str,
    /// The argument that sets the key; none if only `reserve` can.
    pub(crate) argument: Option<&'static str>,
    pub(crate) kind: Kind,
    /// The valid values; empty if not all of them are documented.
    #[serde(default)]
    pub(crate) values: Vec<&'static str>,
    /// The engine of the destination for which DTS requires the key.
    pub(crate) needed_by: Option<&'static str>,
    /// What DTS uses if the key is absent.
    pub(crate) default: Option<&'static str>,
    /// Whether Alibaba Cloud documents the key.
    pub(crate) confirmed: bool,
    /// Whether DTS adds the key to its responses although no request set it.
    pub(crate) server_added: bool,
    /// Further facts.
    #[expect(dead_code, reason = "documentation")]
    pub(crate) note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<ReserveKey>> = LazyLock::new(|| rows("key", TEXT));

/// The row of a key. DTS has more keys than are documented.
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
    fn a_key_has_the_argument_that_sets_it() {
        assert_eq!(reserve_key("maxRetryTime").unwrap().argument, Some("retry.connection_minutes"));
        assert_eq!(reserve_key("destTopic").unwrap().argument, None);
        assert!(reserve_key("useJobTask").unwrap().server_added);
        assert!(reserve_key("maxretrytime").is_none());
        for row in reserve_keys().iter().filter(|row| row.server_added) {
            assert!(row.argument.is_none() && row.default.is_none(), "{row:?}");
        }
    }

    #[test]
    fn defaults_have_the_type_of_their_key() {
        for row in reserve_keys() {
            let Some(default) = row.default else { continue };
            let fits = match row.kind {
                Kind::Text => true,
                Kind::Bool => default.parse::<bool>().is_ok(),
                Kind::Number => default.parse::<i64>().is_ok(),
                Kind::Json | Kind::List => serde_json::from_str::<serde_json::Value>(default).is_ok(),
            };
            assert!(fits, "{row:?}");
        }
    }
}
