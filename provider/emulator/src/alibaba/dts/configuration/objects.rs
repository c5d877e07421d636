//! `DbList`: the objects that a job migrates, and their names at the destination.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

/// Largest object list, in bytes.
const BYTES: usize = 1024 * 1024;

/// Most tables that may be renamed at the destination, or have renamed columns.
const RENAMED_TABLES: usize = 1000;

/// Kinds of objects a database can hold; each is a key of the database's object.
const KINDS: [&str; 16] = [
    TABLES,
    "View",
    "Synonym",
    "Procedure",
    "Function",
    "Type",
    "Rule",
    "Default",
    "Plan",
    "Package",
    "Sequence",
    "Domain",
    "Aggregate",
    "Operator",
    "Extension",
    "Job",
];
const TABLES: &str = "Table";

/// Databases by source name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Objects(pub(crate) BTreeMap<String, MappedDatabase>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedDatabase {
    /// Name at the destination.
    pub(crate) target: String,
    /// Source table → name at the destination; `None` means all tables of the database.
    pub(crate) tables: Option<BTreeMap<String, String>>,
}

impl Objects {
    /// Reads the JSON text, or returns why it is not valid. Unknown attributes are accepted: they are kept with the
    /// text and returned.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > BYTES {
            return Err(format!("it has {} bytes; the limit is {BYTES}", text.len()));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        let Value::Object(databases) = value else { return Err("it is not a JSON object".to_owned()) };
        let mut reader = Reader::default();
        let mut objects = BTreeMap::new();
        for (source, database) in databases {
            let database = reader.database(&source, &database)?;
            objects.insert(source, database);
        }
        if reader.renamed > RENAMED_TABLES {
            return Err(format!("{} tables are renamed, more than {RENAMED_TABLES}", reader.renamed));
        }
        Ok(Self(objects))
    }
}

/// Counts over the complete list.
#[derive(Default)]
struct Reader {
    /// Kind and full name at the destination, of all objects so far.
    targets: HashSet<(String, String)>,
    renamed: usize,
}

impl Reader {
    fn database(&mut self, source: &str, value: &Value) -> Result<MappedDatabase, String> {
        let attributes = object(source, value)?;
        operations(source, attributes)?;
        let whole = flag(source, attributes, "all")?.unwrap_or(true);
        let target = name(source, source, attributes)?;
        let given: Vec<&str> = KINDS.into_iter().filter(|kind| attributes.contains_key(*kind)).collect();
        if whole {
            if let Some(kind) = given.first() {
                return Err(format!("{source} is selected completely and also by {kind}"));
            }
            self.once("database", &target)?;
            return Ok(MappedDatabase { target, tables: None });
        }
        if given.is_empty() {
            return Err(format!("no object of {source} is selected"));
        }
        let mut tables = BTreeMap::new();
        for kind in given {
            let path = format!("{source}.{kind}");
            for (from, value) in object(&path, &attributes[kind])? {
                let to = self.part(&format!("{source}.{from}"), from, value, kind == TABLES)?;
                self.once(kind, &format!("{target}.{to}"))?;
                if kind == TABLES {
                    tables.insert(from.clone(), to);
                }
            }
        }
        Ok(MappedDatabase { target, tables: Some(tables) })
    }

    /// Reads one table, view, …; returns its name at the destination.
    fn part(&mut self, path: &str, source: &str, value: &Value, is_table: bool) -> Result<String, String> {
        let attributes = object(path, value)?;
        flag(path, attributes, "all")?;
        operations(path, attributes)?;
        if attributes.get("filter").is_some_and(|filter| !filter.is_string() && !filter.is_object()) {
            return Err(format!("the filter of {path} is neither a text nor an object"));
        }
        let target = name(path, source, attributes)?;
        let renamed_column = columns(path, attributes)?;
        if is_table && (renamed_column || target != source) {
            self.renamed += 1;
        }
        Ok(target)
    }

    fn once(&mut self, kind: &str, target: &str) -> Result<(), String> {
        if self.targets.insert((kind.to_owned(), target.to_owned())) {
            return Ok(());
        }
        Err(format!("two objects have the name {target} at the destination"))
    }
}

/// Reads the columns of a table; returns whether one of them is renamed.
fn columns(path: &str, attributes: &Map<String, Value>) -> Result<bool, String> {
    let Some(value) = attributes.get("column") else { return Ok(false) };
    let mut targets = HashSet::new();
    let mut renamed = false;
    for (column, value) in object(&format!("{path}.column"), value)? {
        let path = format!("{path}.{column}");
        let target = name(&path, column, object(&path, value)?)?;
        renamed |= target != *column;
        if !targets.insert(target.clone()) {
            return Err(format!("two columns have the name {target} at the destination, one of them is {path}"));
        }
    }
    Ok(renamed)
}

/// The SQL operations that are migrated; their words are not published.
fn operations(path: &str, attributes: &Map<String, Value>) -> Result<(), String> {
    match ["dml_op", "ddl_op"].iter().find(|key| attributes.get(**key).is_some_and(|value| !value.is_string())) {
        None => Ok(()),
        Some(key) => Err(format!("{key} of {path} is not a text")),
    }
}

fn object<'a>(path: &str, value: &'a Value) -> Result<&'a Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("{path} is not an object"))
}

fn flag(path: &str, attributes: &Map<String, Value>, key: &str) -> Result<Option<bool>, String> {
    match attributes.get(key) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("{key} of {path} is neither true nor false")),
    }
}

fn name(path: &str, source: &str, attributes: &Map<String, Value>) -> Result<String, String> {
    match attributes.get("name") {
        None => Ok(source.to_owned()),
        Some(Value::String(name)) if !name.is_empty() => Ok(name.clone()),
        Some(_) => Err(format!("the name of {path} is not a text, or is empty")),
    }
}

/// The text with a state in every object of every kind.
pub(crate) fn with_state(text: &str) -> String {
    let Ok(Value::Object(mut databases)) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    for database in databases.values_mut().filter_map(Value::as_object_mut) {
        for kind in KINDS {
            let parts = database.get_mut(kind).and_then(Value::as_object_mut);
            parts.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut).for_each(add_state);
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
    use super::{Objects, RENAMED_TABLES, with_state};

    #[test]
    fn databases_and_tables_keep_their_new_names() {
        let text = r#"{"a":{"name":"x","all":true},"b":{"all":false,"Table":{"t":{"name":"u"},"v":{}}}}"#;
        let objects = Objects::parse(text).unwrap().0;
        assert_eq!((objects["a"].target.as_str(), objects["a"].tables.is_none()), ("x", true));
        let tables = objects["b"].tables.clone().unwrap();
        assert_eq!((tables["t"].as_str(), tables["v"].as_str()), ("u", "v"));
    }

    #[test]
    fn every_attribute_of_the_published_lists_is_accepted() {
        let text = r#"{"a":{"name":"x","all":false,"dml_op":"i,u","ddl_op":"","state":"normal",
            "Table":{"t":{"all":false,"filter":"id > 1","column":{"id":{"name":"key","type":"int"},"b":{}},"dml_op":"i"},
                     "m":{"filter":{"age":{"$gt":1}},"part_key":"id"}},
            "View":{"t":{"name":"t2"}},"Procedure":{"t":{}}}}"#;
        let tables = Objects::parse(text).unwrap().0["a"].tables.clone().unwrap();
        assert_eq!(tables.keys().collect::<Vec<_>>(), ["m", "t"]);
    }

    #[test]
    fn errors_name_the_object() {
        for (text, part) in [
            ("[", "not JSON"),
            ("[]", "JSON object"),
            (r#"{"a":1}"#, "a is not an object"),
            (r#"{"a":{"name":"x"},"b":{"name":"x"}}"#, "two objects have the name x at"),
            (r#"{"a":{"all":false,"Table":{"t":{"name":"z"},"z":{}}}}"#, "two objects have the name a.z at"),
            (r#"{"a":{"all":false,"View":{"t":{"name":"z"},"z":{}}}}"#, "two objects have the name a.z at"),
            (
                r#"{"a":{"all":false,"Table":{"t":{"column":{"c":{"name":"d"},"d":{}}}}}}"#,
                "two columns have the name d at",
            ),
            (r#"{"a":{"all":true,"Table":{"t":{}}}}"#, "selected completely and also by Table"),
            (r#"{"a":{"all":false}}"#, "no object of a"),
            (r#"{"a":{"all":"no"}}"#, "all of a"),
            (r#"{"a":{"all":false,"View":[]}}"#, "a.View is not an object"),
            (r#"{"a":{"all":false,"Table":{"t":{"filter":3}}}}"#, "filter of a.t"),
            (r#"{"a":{"dml_op":["i"]}}"#, "dml_op of a"),
            (r#"{"a":{"name":""}}"#, "name of a"),
        ] {
            let error = Objects::parse(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn at_most_a_thousand_tables_are_renamed() {
        let list = |renamed: usize, kept: usize| {
            let renamed = (0..renamed).map(|n| format!(r#""t{n}":{{"name":"r{n}"}}"#));
            let kept = (0..kept).map(|n| format!(r#""k{n}":{{}}"#));
            let tables: Vec<String> = renamed.chain(kept).collect();
            format!(r#"{{"a":{{"all":false,"Table":{{{}}}}}}}"#, tables.join(","))
        };
        assert!(Objects::parse(&list(RENAMED_TABLES, 5)).is_ok());
        assert!(Objects::parse(&list(RENAMED_TABLES + 1, 0)).unwrap_err().contains("1001 tables are renamed"));
    }

    #[test]
    fn a_list_has_at_most_one_mebibyte() {
        let list = |length: usize| format!(r#"{{"{}":{{}}}}"#, "n".repeat(length - 7));
        assert!(Objects::parse(&list(1024 * 1024)).is_ok());
        assert!(Objects::parse(&list(1024 * 1024 + 1)).unwrap_err().contains("1048577 bytes"));
    }

    #[test]
    fn shown_objects_have_a_state() {
        let shown = with_state(r#"{"a":{"all":false,"Table":{"t":{"all":true}},"View":{"v":{}}}}"#);
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        let (table, view) =
            (serde_json::json!({"t": {"all": true, "state": "normal"}}), serde_json::json!({"v": {"state": "normal"}}));
        assert_eq!(shown, serde_json::json!({"a": {"Table": table, "View": view, "all": false, "state": "normal"}}));
    }
}
