use serde_json::json;
use tfplugin::{
    model::Content as _,
    path::PathRef,
    value::{Number, Value},
};

use super::{Databases, from_wire, same_databases, to_wire};

fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(bool) => Value::Bool(*bool),
        serde_json::Value::Number(number) => Value::Number(Number::parse(&number.to_string()).unwrap()),
        serde_json::Value::String(text) => Value::string(text),
        serde_json::Value::Array(items) => Value::List(items.iter().map(value).collect()),
        serde_json::Value::Object(items) => {
            Value::Map(items.iter().map(|(key, item)| (key.as_str(), value(item))).collect())
        }
    }
}

fn databases(json: &serde_json::Value) -> Databases {
    Databases::read(&value(json), &PathRef::root()).unwrap()
}

fn problems(json: &serde_json::Value) -> Vec<String> {
    databases(json).parsed().problems.iter().map(|one| format!("{} -> {}", one.found, one.fix)).collect()
}

fn everything() -> serde_json::Value {
    json!({
        "shop": {"all": true, "rename": "shop2"},
        "crm": {
            "tables": {"orders": {"temporary_tables": ["_orders_new"]}, "users": {"rename": "people"}, "plain": {}},
            "views": {"v": {"rename": "w"}},
            "functions": ["g", "f"], "procedures": ["p"], "triggers": ["t"], "events": ["e"],
        },
        "pg": {"schemas": {"public": {"all": true}, "app": {"rename": "app2", "tables": {"t": {}}}}, "roles": {"r": {}}},
    })
}

#[test]
fn what_is_sent_is_read_as_it_was_written() {
    let selection = databases(&everything());
    assert!(selection.parsed().problems.is_empty(), "{:?}", selection.parsed().problems);
    let sent = to_wire(&selection.parsed().databases);
    let read = Databases::from(from_wire(&sent));
    assert_eq!(read, selection);
    assert!(same_databases(&read.write(), &value(&everything()).into_dynamic()));
    let crm = sent.iter().find(|item| item.db_name.as_deref() == Some("crm")).unwrap();
    assert_eq!((crm.db_mode.as_deref(), crm.table_mode.as_deref()), (Some("partial"), Some("partial")));
    let users = crm.tables.iter().find(|table| table.table_name.as_deref() == Some("users")).unwrap();
    assert_eq!((users.new_table_name.as_deref(), users.table_edit_mode.as_deref()), (Some("people"), Some("rename")));
    assert_eq!(
        sent.iter().filter(|item| item.db_name.as_deref() == Some("pg")).count(),
        3,
        "two schemas, and the roles"
    );
}

#[test]
fn the_same_name_at_the_destination_is_no_other_name() {
    let renamed = databases(&json!({
        "shop": {"all": true, "rename": "shop"},
        "pg": {"schemas": {"app": {"rename": "app", "tables": {"t": {"rename": "t"}}, "views": {"v": {"rename": "v"}}}}},
    }));
    let plain = json!({"shop": {"all": true}, "pg": {"schemas": {"app": {"tables": {"t": {}}, "views": {"v": {}}}}}});
    assert_eq!(renamed, databases(&plain));
    assert_eq!(renamed, Databases::from(from_wire(&to_wire(&renamed.parsed().databases))));
    assert!(renamed != databases(&json!({"shop": {"all": true, "rename": "shop2"}})));
}

#[test]
fn every_slip_is_found_at_its_place() {
    for (given, expected) in [
        (json!([]), "objects.databases is not an object."),
        (json!({}), "objects.databases is empty."),
        (json!({"": {"all": true}}), "objects.databases[\"\"] has an empty name."),
        (json!({"a": {}}), "objects.databases[\"a\"] selects nothing. -> set all = true"),
        (json!({"a": {"all": false}}), "objects.databases[\"a\"] selects nothing."),
        (
            json!({"a": {"tabels": {"t": {}}}}),
            "objects.databases[\"a\"] has the unknown key \"tabels\". -> write \"tables\"",
        ),
        (json!({"a": {"all": true, "tables": {"t": {}}}}), "objects.databases[\"a\"] has both all = true and tables."),
        (json!({"a": {"tables": {}}}), "objects.databases[\"a\"].tables is empty."),
        (json!({"a": {"tables": ["t"]}}), "objects.databases[\"a\"].tables is not an object."),
        (
            json!({"a": {"tables": {"t": {"rename": ""}}}}),
            "objects.databases[\"a\"].tables[\"t\"].rename is not a name.",
        ),
        (json!({"a": {"all": 7}}), "objects.databases[\"a\"].all is not a boolean."),
        (json!({"a": {"functions": []}}), "objects.databases[\"a\"].functions is empty."),
        (json!({"a": {"schemas": {"s": {}}}}), "objects.databases[\"a\"].schemas[\"s\"] selects nothing."),
        (
            json!({"a": {"tables": {"t": {"rename": "u", "temporary_tables": ["v"]}}}}),
            "objects.databases[\"a\"].tables[\"t\"] has both rename and temporary_tables.",
        ),
    ] {
        let found = problems(&given);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{given}: {found:?}");
    }
    assert!(problems(&everything()).is_empty());
    assert!(problems(&json!({"a": {"all": true, "tables": null}})).is_empty(), "the attributes of a module's variable");
}

#[test]
fn a_value_that_is_not_known_yet_has_no_problem() {
    let unknown = Value::Map([("a", Value::unknown())].into_iter().collect());
    let read = Databases::read(&unknown, &PathRef::root()).unwrap();
    assert!(read.parsed().problems.is_empty() && read.parsed().has_unknown);
    let other = databases(&json!({"a": {"all": true}}));
    assert!(!same_databases(&other.write(), &databases(&json!({"b": {"all": true}})).write()));
}

#[test]
fn two_objects_do_not_have_one_name_at_the_destination() {
    for wrong in [
        json!({"a": {"all": true, "rename": "c"}, "b": {"all": true, "rename": "c"}}),
        json!({"a": {"all": true, "rename": "b"}, "b": {"all": true}}),
        json!({"a": {"tables": {"t": {"rename": "x"}, "u": {"rename": "x"}}}}),
        json!({"a": {"views": {"t": {"rename": "u"}, "u": {}}}}),
        json!({"a": {"schemas": {"s": {"tables": {"t": {"rename": "u"}, "u": {}}}}}}),
        json!({"a": {"schemas": {"s": {"all": true, "rename": "u"}, "u": {"all": true}}}}),
    ] {
        let found = problems(&wrong);
        assert!(found.len() == 1 && found[0].contains("would both be the"), "{wrong}: {found:?}");
    }
    let right = json!({
        "a": {"all": true, "rename": "b"}, "b": {"all": true, "rename": "a"},
        "c": {"tables": {"t": {}}, "views": {"t": {}}},
    });
    assert_eq!(problems(&right), [""; 0]);
}

#[test]
fn names_are_not_blank_and_have_no_white_space_around_them() {
    for (wrong, part) in [
        (json!({" ": {"all": true}}), "has a name of white space"),
        (json!({"a ": {"all": true}}), "write \"a\""),
        (json!({"a": {"all": true, "rename": " b"}}), "write \"b\""),
        (json!({"a": {"all": true, "rename": " "}}), "white space"),
        (json!({"a": {"functions": ["f\n"]}}), "write \"f\""),
        (json!({"a": {"functions": ["f", null]}}), "has a null"),
        (json!({"a": null}), "is null"),
        (json!({"a".repeat(257): {"all": true}}), "too long"),
    ] {
        let found = problems(&wrong);
        assert!(found.len() == 1 && found[0].contains(part), "{wrong}: {found:?}");
    }
    assert_eq!(problems(&json!({"a b": {"tables": {"c d": {"rename": "e f"}}}})), [""; 0]);
}
