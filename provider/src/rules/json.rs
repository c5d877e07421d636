//! Duplicate keys in JSON.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

/// The first key that appears twice in one object. Most JSON parsers silently keep only one of the two values.
pub(crate) fn duplicate_key(text: &str) -> Option<String> {
    serde_json::from_str::<Keys>(text).ok().and_then(|keys| keys.0)
}

/// Parses JSON for its keys only; holds the first duplicate.
struct Keys(Option<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut seen = BTreeSet::new();
        let mut duplicate = None;
        while let Some(key) = map.next_key::<String>()? {
            let inner = map.next_value::<Keys>()?;
            duplicate = duplicate.or(inner.0);
            if !seen.insert(key.clone()) {
                duplicate = duplicate.or(Some(key));
            }
        }
        Ok(Keys(duplicate))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Keys, A::Error> {
        let mut duplicate = None;
        while let Some(inner) = items.next_element::<Keys>()? {
            duplicate = duplicate.or(inner.0);
        }
        Ok(Keys(duplicate))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
        Ok(Keys(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
        Ok(Keys(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
        Ok(Keys(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
        Ok(Keys(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
        Ok(Keys(None))
    }

    fn visit_unit<E>(self) -> Result<Keys, E> {
        Ok(Keys(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_key_is_found_at_any_depth() {
        assert_eq!(duplicate_key(r#"{"a":{"x":1},"b":[{"x":null}],"a":{}}"#).as_deref(), Some("a"));
        assert_eq!(duplicate_key(r#"{"a":{"t":1.5,"t":true}}"#).as_deref(), Some("t"));
        assert_eq!(duplicate_key(r#"{"a":{"t":{}},"b":{"t":{}}}"#), None);
    }
}
