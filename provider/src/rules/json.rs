//! `DbList` as the user writes it: compared by meaning, and read strictly.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::value::Value;

/// Whether two JSON texts select the same: what the service adds and the defaults it drops do not count.
pub(crate) fn same_objects(a: &Value, b: &Value) -> bool {
    let normal = |value: &Value| value.as_str().and_then(|text| serde_json::from_str(text).ok()).map(normal_databases);
    matches!((normal(a), normal(b)), (Some(a), Some(b)) if a == b)
}

/// The one form of a JSON text; text that is no JSON stays as it is.
pub(crate) fn normal_objects(text: &str) -> String {
    serde_json::from_str(text).map_or_else(|_| text.to_owned(), |json| normal_databases(json).to_string())
}

/// Databases and their items in one form: without `state`, with `name` and `all` written out.
fn normal_databases(json: Json) -> Json {
    each(json, |name, mut database| {
        defaults(name, &mut database);
        for value in database.values_mut().filter(|value| value.is_object()) {
            *value = each(value.take(), |name, mut item| {
                defaults(name, &mut item);
                item
            });
        }
        database
    })
}

fn each(json: Json, change: impl Fn(&str, JsonMap<String, Json>) -> JsonMap<String, Json>) -> Json {
    let Json::Object(items) = json else { return json };
    let changed = items.into_iter().map(|(name, item)| match item {
        Json::Object(item) => {
            let item = change(&name, item);
            (name, Json::Object(item))
        }
        other => (name, other),
    });
    Json::Object(changed.collect())
}

fn defaults(name: &str, item: &mut JsonMap<String, Json>) {
    item.remove("state");
    item.entry("name").or_insert_with(|| name.into());
    let partial = ["Table", "column", "filter"].iter().any(|key| item.contains_key(*key));
    item.entry("all").or_insert(Json::Bool(!partial));
}

/// A key that stands twice in one object, which most readers of JSON swallow.
pub(crate) fn duplicate_key(text: &str) -> Option<String> {
    serde_json::from_str::<Keys>(text).ok().and_then(|keys| keys.0)
}

/// Reads JSON for its keys only.
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
        let mut seen = std::collections::BTreeSet::new();
        let mut twice = None;
        while let Some(key) = map.next_key::<String>()? {
            let inner = map.next_value::<Keys>()?;
            twice = twice.or(inner.0);
            if !seen.insert(key.clone()) {
                twice = twice.or(Some(key));
            }
        }
        Ok(Keys(twice))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Keys, A::Error> {
        let mut twice = None;
        while let Some(inner) = items.next_element::<Keys>()? {
            twice = twice.or(inner.0);
        }
        Ok(Keys(twice))
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
    fn json_is_compared_by_meaning() {
        let same = |a: &str, b: &str| same_objects(&Value::from(a), &Value::from(b));
        assert!(same(r#"{"a":{}}"#, r#"{ "a": {"name":"a","all":true,"state":"normal"} }"#));
        assert!(same(
            r#"{"a":{"Table":{"t":{}}}}"#,
            r#"{"a":{"name":"a","all":false,"Table":{"t":{"all":true,"name":"t"}}}}"#
        ));
        assert!(!same(r#"{"a":{}}"#, r#"{"a":{"name":"b"}}"#));
        assert!(!same(r#"{"a":{}}"#, "no json"));
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        assert_eq!(duplicate_key(r#"{"a":{"x":1},"b":[{"x":null}],"a":{}}"#).as_deref(), Some("a"));
        assert_eq!(duplicate_key(r#"{"a":{"t":1.5,"t":true}}"#).as_deref(), Some("t"));
        assert_eq!(duplicate_key(r#"{"a":{"t":{}},"b":{"t":{}}}"#), None);
    }
}
