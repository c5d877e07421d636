//! `objects_json`: the JSON in which DTS has the objects of a task.

use serde_json::Value as Json;
use tfplugin::validate::Validator;

use crate::rules::{ValueRule, duplicate_key};

static OBJECTS_JSON: ValueRule = ValueRule::text(
    "objects-json",
    "`objects_json`",
    "must be a JSON object in the format of DTS, such as `{\"orders\":{\"name\":\"orders\",\"all\":true}}`, with each key once and \
     no database selected both completely and by its tables",
    check,
);

pub(super) static RULES: [&ValueRule; 1] = [&OBJECTS_JSON];

/// A `DbList`.
pub(crate) fn db_list_json() -> impl Validator {
    &OBJECTS_JSON
}

fn check(text: &str) -> Result<(), String> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        format!("It is not JSON (line {}, column {}). Write it with jsonencode().", error.line(), error.column())
    })?;
    let Json::Object(databases) = json else {
        return Err("It is not a JSON object. Write an object with the source databases as its keys.".to_owned());
    };
    if databases.is_empty() {
        return Err("It selects nothing. Write at least one database.".to_owned());
    }
    if let Some(key) = duplicate_key(text) {
        return Err(format!(
            "The key {key:?} appears twice in one object, and DTS would use only one of them. Keep one."
        ));
    }
    databases.iter().try_for_each(|(name, database)| check_database(name, database))
}

fn check_database(name: &str, database: &Json) -> Result<(), String> {
    let Json::Object(database) = database else {
        return Err(format!("The value of {name:?} is not a JSON object. Write {{\"name\":{name:?},\"all\":true}}."));
    };
    let tables = database.get("Table").and_then(Json::as_object).is_some_and(|tables| !tables.is_empty());
    if database.get("all") == Some(&Json::Bool(true)) && tables {
        return Err(format!(
            "{name:?} is selected both completely (\"all\":true) and by its tables (\"Table\"). Write \"all\":false to migrate \
             only the tables, or remove \"Table\"."
        ));
    }
    if tables && !database.contains_key("all") {
        return Err(format!(
            "{name:?} has \"Table\" but not \"all\", and DTS then uses \"all\":true. Write \"all\":false beside \"Table\"."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn ambiguous_json_is_rejected() {
        assert_eq!(check(r#"{"a":{"all":false,"Table":{"t":{}}}}"#), Ok(()));
        for (bad, message) in [
            ("{", "not JSON"),
            ("[]", "not a JSON object"),
            ("{}", "selects nothing"),
            (r#"{"a":{},"a":{}}"#, "appears twice"),
            (r#"{"a":true}"#, "is not a JSON object"),
            (r#"{"a":{"all":true,"Table":{"t":{}}}}"#, "both completely"),
            (r#"{"a":{"Table":{"t":{}}}}"#, "beside"),
        ] {
            assert!(check(bad).unwrap_err().contains(message), "{bad}");
        }
    }
}
