//! `DbList`: what a job migrates, and under which names.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

/// Databases by source name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Objects(pub(crate) BTreeMap<String, MappedDatabase>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedDatabase {
    /// Name at the destination.
    pub(crate) target: String,
    /// Source table → name at the destination; `None` is the whole database.
    pub(crate) tables: Option<BTreeMap<String, String>>,
}

impl Objects {
    /// Reads the JSON text; says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("DbList is not JSON: {error}"))?;
        let Value::Object(databases) = value else { return Err("DbList is not a JSON object".to_owned()) };
        let mut objects = BTreeMap::new();
        let mut targets = HashSet::new();
        for (source, database) in databases {
            let database = mapped_database(&source, &database)?;
            let tables =
                database.tables.iter().flat_map(BTreeMap::values).map(|table| format!("{}.{table}", database.target));
            let whole = database.tables.is_none().then(|| database.target.clone());
            for target in tables.chain(whole) {
                if !targets.insert(target.clone()) {
                    return Err(format!("DbList maps two sources to {target}"));
                }
            }
            objects.insert(source, database);
        }
        Ok(Self(objects))
    }
}

fn mapped_database(source: &str, value: &Value) -> Result<MappedDatabase, String> {
    let Value::Object(database) = value else { return Err(format!("DbList has no object for {source}")) };
    let whole = database.get("all").and_then(Value::as_bool).unwrap_or(true);
    let tables = match (whole, database.get("Table")) {
        (true, _) => None,
        (false, Some(Value::Object(tables))) => {
            Some(tables.iter().map(|(table, value)| (table.clone(), target(table, value))).collect())
        }
        (false, None) => Some(BTreeMap::new()),
        (false, Some(_)) => return Err(format!("DbList: Table of {source} is not an object")),
    };
    Ok(MappedDatabase { target: target(source, value), tables })
}

fn target(source: &str, value: &Value) -> String {
    value.get("name").and_then(Value::as_str).unwrap_or(source).to_owned()
}

/// The text as describe calls show it: every database and table gets a state.
pub(crate) fn as_shown(text: &str) -> String {
    let Ok(Value::Object(mut databases)) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    for database in databases.values_mut().filter_map(Value::as_object_mut) {
        if let Some(tables) = database.get_mut("Table").and_then(Value::as_object_mut) {
            tables.values_mut().filter_map(Value::as_object_mut).for_each(add_state);
        }
        add_state(database);
    }
    Value::Object(databases).to_string()
}

fn add_state(object: &mut Map<String, Value>) {
    object.insert("state".to_owned(), json!("normal"));
}

#[cfg(test)]
mod tests {
    use super::{Objects, as_shown};

    #[test]
    fn databases_and_tables_keep_their_new_names() {
        let text = r#"{"a":{"name":"x","all":true},"b":{"all":false,"Table":{"t":{"name":"u"},"v":{}}}}"#;
        let objects = Objects::parse(text).unwrap().0;
        assert_eq!((objects["a"].target.as_str(), objects["a"].tables.is_none()), ("x", true));
        let tables = objects["b"].tables.clone().unwrap();
        assert_eq!((tables["t"].as_str(), tables["v"].as_str()), ("u", "v"));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, part) in [
            ("[", "not JSON"),
            ("[]", "JSON object"),
            (r#"{"a":1}"#, "no object for a"),
            (r#"{"a":{"name":"x"},"b":{"name":"x"}}"#, "two sources to x"),
            (r#"{"a":{"all":false,"Table":{"t":{"name":"z"},"z":{}}}}"#, "two sources to a.z"),
        ] {
            let error = Objects::parse(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn shown_objects_have_a_state() {
        let shown = as_shown(r#"{"a":{"all":false,"Table":{"t":{"all":true}}}}"#);
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        let table = serde_json::json!({"t": {"all": true, "state": "normal"}});
        assert_eq!(shown, serde_json::json!({"a": {"Table": table, "all": false, "state": "normal"}}));
    }
}
