//! `objects_json`: the JSON in which DTS has the objects of a task.

use tfplugin::validate::Validator;

use crate::rules::{ValueRule, duplicate_key};

static OBJECTS_JSON: ValueRule = ValueRule::text(
    "objects-json",
    "`objects_json`",
    "must be JSON in the format of DTS, such as `{\"orders\":{\"name\":\"orders\",\"all\":true}}`, with each key once",
    check,
);

pub(super) static RULES: [&ValueRule; 1] = [&OBJECTS_JSON];

/// A `DbList`. What the JSON selects is checked with the rules of `objects`.
pub(crate) fn db_list_json() -> impl Validator {
    &OBJECTS_JSON
}

fn check(text: &str) -> Result<(), String> {
    serde_json::from_str::<serde_json::Value>(text).map_err(|error| {
        format!("It is not JSON (line {}, column {}). Write it with jsonencode().", error.line(), error.column())
    })?;
    match duplicate_key(text) {
        Some(key) => {
            Err(format!("The key {key:?} appears twice in one object, and DTS would use only one of them. Keep one."))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn ambiguous_json_is_rejected() {
        assert_eq!(check(r#"{"a":{"all":false,"Table":{"t":{}}}}"#), Ok(()));
        for (bad, message) in [("{", "not JSON"), (r#"{"a":{},"a":{}}"#, "appears twice")] {
            assert!(check(bad).unwrap_err().contains(message), "{bad}");
        }
    }
}
