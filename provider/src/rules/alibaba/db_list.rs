//! `objects_json`: DTS's own JSON, read strictly.

use serde_json::Value as Json;
use tfplugin::validate::{Checked, checked};

use crate::rules::duplicate_key;

/// A `DbList`.
pub(crate) fn db_list_json() -> Checked {
    checked(
        "objects-json",
        "must be DTS's JSON of objects, such as `{\"orders\":{\"name\":\"orders\",\"all\":true}}`",
        check,
    )
}

fn check(text: &str) -> Result<(), String> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        format!("It is no JSON (line {}, column {}). Write it with jsonencode().", error.line(), error.column())
    })?;
    let Json::Object(databases) = json else {
        return Err("It is no JSON object: its keys are the source databases.".to_owned());
    };
    if databases.is_empty() {
        return Err("It selects nothing. Write at least one database.".to_owned());
    }
    if let Some(key) = duplicate_key(text) {
        return Err(format!("{key:?} stands twice in one object, and only one of them would count. Keep one."));
    }
    databases.iter().try_for_each(|(name, database)| check_database(name, database))
}

fn check_database(name: &str, database: &Json) -> Result<(), String> {
    let Json::Object(database) = database else {
        return Err(format!("{name:?} is no JSON object. Write {{\"name\":{name:?},\"all\":true}}."));
    };
    let tables = database.get("Table").and_then(Json::as_object).is_some_and(|tables| !tables.is_empty());
    if database.get("all") == Some(&Json::Bool(true)) && tables {
        return Err(format!(
            "{name:?} is selected whole (\"all\":true) and by its tables (\"Table\"). Write \"all\":false to migrate only the \
             tables, or leave out \"Table\"."
        ));
    }
    if tables && !database.contains_key("all") {
        return Err(format!(
            "{name:?} has tables and no \"all\", which then means true. Write \"all\":false beside \"Table\"."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn json_is_read_strictly() {
        assert_eq!(check(r#"{"a":{"all":false,"Table":{"t":{}}}}"#), Ok(()));
        for (bad, said) in [
            ("{", "no JSON"),
            ("[]", "no JSON object"),
            ("{}", "selects nothing"),
            (r#"{"a":{},"a":{}}"#, "stands twice"),
            (r#"{"a":true}"#, "is no JSON object"),
            (r#"{"a":{"all":true,"Table":{"t":{}}}}"#, "selected whole"),
            (r#"{"a":{"Table":{"t":{}}}}"#, "beside"),
        ] {
            assert!(check(bad).unwrap_err().contains(said), "{bad}");
        }
    }
}
