//! The normal form of `DbList`, the JSON in which DTS has the objects of a task.

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::value::Value;

/// Whether two JSON texts select the same objects. What DTS adds to the JSON and the defaults that it leaves out are no
/// difference.
pub(crate) fn same_objects(a: &Value, b: &Value) -> bool {
    let normal = |value: &Value| value.as_str().and_then(|text| serde_json::from_str(text).ok()).map(normal_databases);
    matches!((normal(a), normal(b)), (Some(a), Some(b)) if a == b)
}

/// The normal form of a JSON text. A text that is not JSON stays as it is.
pub(crate) fn normal_objects(text: &str) -> String {
    serde_json::from_str(text).map_or_else(|_| text.to_owned(), |json| normal_databases(json).to_string())
}

/// Brings the databases and their items into the normal form: without `state`, with `name` and `all`.
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
}
