//! `DbList` as the engine takes it. What the engine cannot do is refused with a sentence, never left out.

use engine::plan::{ColumnChoice, DatabaseChoice, Dml, TableChoice};
use serde_json::{Map, Value};

use crate::alibaba::dts::configuration::Objects;

/// Keys of a database or a table that are no objects.
const ATTRIBUTES: [&str; 11] =
    ["name", "all", "dml_op", "ddl_op", "filter", "column", "Table", "state", "part_key", "shard", "columns"];

/// The selected databases.
pub(super) fn databases(text: &str) -> Result<Vec<DatabaseChoice>, String> {
    // The same checks as those of the call, so that shapes are known below.
    Objects::parse(text)?;
    let list: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if list.is_empty() {
        return Err("the list of objects is empty, or is in a file that the emulator cannot read".to_owned());
    }
    list.iter().map(|(name, attributes)| database(name, attributes)).collect()
}

fn database(name: &str, attributes: &Value) -> Result<DatabaseChoice, String> {
    let mut choice = DatabaseChoice::complete(name).renamed(target(name, attributes));
    choice.dml = dml(name, attributes)?.unwrap_or_default();
    choice.ddl = ddl(name, attributes)?.unwrap_or(true);
    without_own_policy(name, attributes)?;
    if attributes["all"].as_bool().unwrap_or(true) {
        return Ok(choice);
    }
    let others = attributes.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    if let Some(kind) = others.filter(|key| !ATTRIBUTES.contains(key)).find(|key| !attributes[key].is_null()) {
        return Err(format!(
            "single objects of the kind {kind} are selected in {name}; a rehearsal copies them with complete databases only"
        ));
    }
    let tables = attributes["Table"].as_object().into_iter().flatten();
    choice.tables =
        Some(tables.map(|(table, attributes)| self::table(name, table, attributes)).collect::<Result<_, _>>()?);
    Ok(choice)
}

fn table(database: &str, name: &str, attributes: &Value) -> Result<TableChoice, String> {
    let path = format!("{database}.{name}");
    without_own_policy(&path, attributes)?;
    let filter = match &attributes["filter"] {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        _ => return Err(format!("the filter of {path} is not an SQL condition")),
    };
    let columns = attributes["column"].as_object().map(|columns| {
        let column = |(name, attributes): (&String, &Value)| ColumnChoice {
            name: name.clone(),
            destination: target(name, attributes),
        };
        columns.iter().map(column).collect()
    });
    Ok(TableChoice {
        columns,
        filter,
        dml: dml(&path, attributes)?,
        ddl: ddl(&path, attributes)?,
        ..TableChoice::complete(name).renamed(target(name, attributes))
    })
}

/// The words of a conflict policy of single tables or columns are not published.
fn without_own_policy(path: &str, attributes: &Value) -> Result<(), String> {
    if attributes["conflict"].is_null() {
        return Ok(());
    }
    Err(format!("{path} has a separate conflict policy; a rehearsal follows the policy of the job only"))
}

/// The name at the destination.
fn target(name: &str, attributes: &Value) -> String {
    attributes["name"].as_str().unwrap_or(name).to_owned()
}

/// The words of `dml_op` are not published: the usual ones are understood, any other one is refused.
fn dml(path: &str, attributes: &Value) -> Result<Option<Dml>, String> {
    let Some(text) = attributes["dml_op"].as_str() else { return Ok(None) };
    let mut chosen = Dml { insert: false, update: false, delete: false };
    for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "i" | "insert" => chosen.insert = true,
            "u" | "update" => chosen.update = true,
            "d" | "delete" => chosen.delete = true,
            _ => return Err(format!("dml_op of {path} has the word {word}; a rehearsal knows i, u and d")),
        }
    }
    Ok(Some(chosen))
}

/// No DDL statement, or all of them: the words of `ddl_op` are not published.
fn ddl(path: &str, attributes: &Value) -> Result<Option<bool>, String> {
    match attributes["ddl_op"].as_str() {
        None => Ok(None),
        Some("") => Ok(Some(false)),
        Some(words) => {
            Err(format!("ddl_op of {path} is {words}; a rehearsal migrates all DDL statements, or none (\"\")"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_filters_columns_and_operations_are_taken_over() {
        let text = r#"{"a":{"name":"x","all":true,"dml_op":"i,u"},"b":{"all":false,"ddl_op":"","Table":{
            "t":{"name":"u","all":false,"filter":"id > 1","column":{"id":{"name":"key"},"n":{}},"dml_op":"insert"},"v":{}}}}"#;
        let [a, b] = <[DatabaseChoice; 2]>::try_from(databases(text).unwrap()).unwrap();
        assert_eq!((a.destination.as_str(), a.tables, a.ddl), ("x", None, true));
        assert_eq!(a.dml, Dml { insert: true, update: true, delete: false });
        let tables = b.tables.unwrap();
        assert!(!b.ddl && b.dml == Dml::default());
        let expected =
            TableChoice::complete("t").renamed("u").filtered("id > 1").with_columns(&[("id", "key"), ("n", "n")]);
        let dml = Some(Dml { insert: true, update: false, delete: false });
        assert_eq!(tables, [TableChoice { dml, ..expected }, TableChoice::complete("v")]);
    }

    #[test]
    fn what_the_engine_cannot_do_is_refused() {
        for (text, part) in [
            (r#"{"a":{"all":false,"View":{"v":{}}}}"#, "the kind View"),
            (r#"{"a":{"all":false,"Table":{"t":{"filter":{"x":1}}}}}"#, "not an SQL condition"),
            (r#"{"a":{"all":true,"dml_op":"i,x"}}"#, "the word x"),
            (r#"{"a":{"all":true,"conflict":"x"}}"#, "a has a separate conflict policy"),
            (r#"{"a":{"all":false,"Table":{"t":{"conflict":"x"}}}}"#, "a.t has a separate conflict policy"),
            (r#"{"a":{"all":true,"ddl_op":"create_table"}}"#, "all DDL statements, or none"),
            ("{}", "empty"),
        ] {
            let error = databases(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
