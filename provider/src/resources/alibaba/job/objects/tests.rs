//! Both directions, and what counts as the same.

use serde_json::json;
use tfplugin::model::{Attr, Content as _, Map};

use super::*;

fn complete() -> Database {
    Database { all: true.into(), ..Database::default() }
}

fn map<T>(items: impl IntoIterator<Item = (&'static str, T)>) -> Map<T> {
    items.into_iter().map(|(name, item)| (name.to_owned(), item)).collect()
}

fn selection() -> Map<Database> {
    let columns = map([("id", Column::default()), ("total", Column { rename: "sum".into(), r#type: "bigint".into() })]);
    let tables = map([
        ("customers", Table::default()),
        ("orders", Table { rename: "orders_2026".into(), filter: "id > 10".into(), ..Table::default() }),
        ("sums", Table { columns: columns.into(), dml_op: "i,u".into(), ..Table::default() }),
    ]);
    let views = map([("views", map([("totals", "totals_2026".to_owned())]))]);
    map([
        ("inventory", complete()),
        ("old", Database { rename: "archive".into(), ddl_op: "create_table".into(), ..complete() }),
        ("shop", Database { tables: tables.into(), ..Database::default() }),
        ("views", Database { other_objects: views.into(), ..Database::default() }),
    ])
}

#[test]
fn the_wire_form_is_the_documented_one() {
    let expected = json!({
        "inventory": { "name": "inventory", "all": true },
        "old": { "name": "archive", "all": true, "ddl_op": "create_table" },
        "shop": { "name": "shop", "all": false, "Table": {
            "customers": { "name": "customers", "all": true },
            "orders": { "name": "orders_2026", "all": false, "filter": "id > 10" },
            "sums": { "name": "sums", "all": false, "dml_op": "i,u", "column": {
                "id": { "name": "id" },
                "total": { "name": "sum", "type": "bigint" },
            }},
        }},
        "views": { "name": "views", "all": false, "View": { "totals": { "name": "totals_2026", "all": true } } },
    });
    let wire: serde_json::Value = serde_json::from_str(&to_wire(&selection()).unwrap()).unwrap();
    assert_eq!(wire, expected);
}

#[test]
fn a_mongodb_condition_is_an_object() {
    let table = Table { filter: r#"{"_id": {"$gt": 10}}"#.into(), ..Table::default() };
    let database = Database { tables: map([("orders", table)]).into(), ..Database::default() };
    let wire = to_wire(&map([("shop", database)])).unwrap();
    assert!(wire.contains(r#""filter":{"_id":{"$gt":10}}"#), "{wire}");
}

#[test]
fn what_was_sent_is_recognised_with_the_services_additions() {
    let sent = to_wire(&selection()).unwrap();
    let expected = Selection { databases: selection(), problems: Vec::new(), complete: true };
    assert_eq!(from_wire(&sent), Some(expected));
    let answered = sent.replace(r#""name":"inventory""#, r#""name":"inventory","state":"normal""#);
    assert!(same(&from_wire(&answered).unwrap().databases, &selection()));
    let whole = map([("inventory", complete())]);
    assert!(same(&from_wire(r#"{"inventory":{"state":"normal"}}"#).unwrap().databases, &whole), "defaults are dropped");
}

#[test]
fn another_selection_is_not_the_same() {
    let mut other = selection();
    other.0.remove("old");
    assert!(!same(&other, &selection()));
    assert_eq!(from_wire("[]"), None);
    assert!(!from_wire(r#"{"a":{"shard":2}}"#).unwrap().complete, "only objects_json can say it");
    let unknown = Map([("a".to_owned(), Attr::Unknown)].into());
    assert_eq!(to_wire(&unknown), None);
}

/// Kind and place of each problem, and what to do.
fn problems(selection: &Selection) -> Vec<String> {
    selection.problems.iter().map(|one| format!("{:?} {}: {}", one.kind, one.place, one.fix)).collect()
}

fn of_hcl(json: &serde_json::Value) -> Vec<String> {
    problems(Objects::read(&value(json), &tfplugin::path::PathRef::root()).unwrap().selection())
}

fn value(json: &serde_json::Value) -> tfplugin::value::Value {
    use tfplugin::value::{Number, Value};
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

/// Compares the only problem of each value.
fn each_hcl(rows: &[(serde_json::Value, &str)]) {
    for (given, expected) in rows {
        let found = of_hcl(given);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{given}: {found:#?}");
    }
}

#[test]
fn every_slip_in_the_hcl_of_a_database_is_found_at_its_place() {
    each_hcl(&[
        (json!([]), "Type objects: write an object"),
        (json!(["orders"]), "Type objects: write { orders = { all = true } }"),
        (json!({}), "Empty objects: name at least one database"),
        (json!({"": {"all": true}}), "Name objects[\"\"]: write the name"),
        (json!({"a": {}}), "Way objects[\"a\"]: write a = { all = true } to migrate the complete database"),
        (json!({"a": {"rename": "b"}}), "Way objects[\"a\"]: write a = { all = true, rename = \"b\" }"),
        (json!({"a": {"all": false}}), "Way objects[\"a\"]: write a = { all = true }"),
        (
            json!({"a": {"all": true, "tables": {"t": {}}}}),
            "Way objects[\"a\"]: remove the key \"all\" to migrate only the objects in",
        ),
        (json!({"a": {"all": 1}}), "Type objects[\"a\"].all: write true or false"),
        (json!({"a": null}), "Type objects[\"a\"]: write { all = true }"),
        (
            json!({"a": "b"}),
            "Type objects[\"a\"]: write { all = true } to migrate the complete database, or { all = true, rename = \"b\" }",
        ),
        (json!({"a": "all"}), "Type objects[\"a\"]: write { all = true } to migrate the complete database"),
        (json!({"a": {"table": {"t": {}}}}), "Key objects[\"a\"]: write \"tables\""),
        (json!({"a": {"colections": {"t": {}}}}), "Key objects[\"a\"]: use one of these keys"),
        (json!({"a": {"views": {"t": "t"}}}), "Key objects[\"a\"]: write other_objects = { views = { … } }"),
        (json!({"a": {"all": true, "name": "b"}}), "Key objects[\"a\"]: write \"rename\""),
        (json!({"a": {"all": true, "filter": "b"}}), "Key objects[\"a\"]: write filter in a table of tables"),
        (json!({"a": {"all": true, "rename": ""}}), "Name objects[\"a\"].rename: write the name"),
        (json!({" ": {"all": true}}), "Name objects[\" \"]: write the name"),
        (json!({"a\n": {"all": true}}), "Name objects[\"a\\n\"]: write \"a\""),
        (json!({"a": {"all": true, "rename": " b"}}), "Name objects[\"a\"].rename: write \"b\""),
        (json!({"a": {"tables": {"t ": {}}}}), "Name objects[\"a\"].tables[\"t \"]: write \"t\""),
        (json!({"a": {"all": true, "dml_op": ""}}), "Type objects[\"a\"].dml_op: remove the key"),
    ]);
}

#[test]
fn every_slip_in_the_hcl_of_named_objects_is_found_at_its_place() {
    each_hcl(&[
        (json!({"a": {"tables": {}}}), "Empty objects[\"a\"].tables: name the tables"),
        (json!({"a": {"tables": ["t", "u v"]}}), "Type objects[\"a\"].tables: write { t = {}, \"u v\" = {} }"),
        (json!({"a": {"tables": {"": {}}}}), "Name objects[\"a\"].tables[\"\"]: write the name"),
        (json!({"a": {"tables": {"t": null}}}), "Type objects[\"a\"].tables[\"t\"]: write {} to migrate"),
        (json!({"a": {"tables": {"t": "u"}}}), "Type objects[\"a\"].tables[\"t\"]: write { rename = \"u\" }"),
        (json!({"a": {"tables": {"t": {"filtr": "x"}}}}), "Key objects[\"a\"].tables[\"t\"]: write \"filter\""),
        (json!({"a": {"tables": {"t": {"where": "x"}}}}), "Key objects[\"a\"].tables[\"t\"]: write \"filter\""),
        (json!({"a": {"tables": {"t": {"all": true}}}}), "Key objects[\"a\"].tables[\"t\"]: remove it"),
        (
            json!({"a": {"tables": {"t": {"filter": "where id > 1"}}}}),
            "Filter objects[\"a\"].tables[\"t\"].filter: write \"id > 1\"",
        ),
        (json!({"a": {"tables": {"t": {"columns": {}}}}}), "Empty objects[\"a\"].tables[\"t\"].columns: name the"),
        (
            json!({"a": {"tables": {"t": {"columns": ["c"]}}}}),
            "Type objects[\"a\"].tables[\"t\"].columns: write { c = {} }",
        ),
        (
            json!({"a": {"tables": {"t": {"columns": {"c": {"name": "d"}}}}}}),
            "Key objects[\"a\"].tables[\"t\"].columns[\"c\"]: write \"rename\"",
        ),
        (json!({"a": {"other_objects": {}}}), "Empty objects[\"a\"].other_objects: name the objects"),
        (
            json!({"a": {"other_objects": {"view": {"v": "v"}}}}),
            "ObjectKind objects[\"a\"].other_objects: write \"views\"",
        ),
        (
            json!({"a": {"other_objects": {"tables": {}}}}),
            "ObjectKind objects[\"a\"].other_objects: write tables = { … }",
        ),
        (json!({"a": {"other_objects": {"views": {}}}}), "Empty objects[\"a\"].other_objects.views: name the objects"),
        (
            json!({"a": {"other_objects": {"views": ["v"]}}}),
            "Type objects[\"a\"].other_objects.views: write { v = \"v\" }",
        ),
        (
            json!({"a": {"other_objects": {"views": {"v": ""}}}}),
            "Name objects[\"a\"].other_objects.views[\"v\"]: write",
        ),
        (
            json!({"a": {"other_objects": {"views": {"v": null}}}}),
            "Type objects[\"a\"].other_objects.views[\"v\"]: write",
        ),
    ]);
}

/// The optional attributes of a module's variable are null where they are not set.
#[test]
fn nulls_of_optional_keys_are_not_set() {
    let column = json!({"rename": null, "type": null});
    let table = json!({"rename": null, "filter": null, "columns": {"c": column}, "dml_op": null, "ddl_op": null});
    let nulls = json!({"all": null, "rename": null, "other_objects": null, "dml_op": null, "tables": {"t": table}});
    assert_eq!(of_hcl(&json!({"a": nulls})), [""; 0]);
    let kinds = json!({"views": null, "procedures": {"p": "q"}});
    assert_eq!(of_hcl(&json!({"a": {"all": false, "other_objects": kinds}})), [""; 0]);
    assert_eq!(of_hcl(&json!({"a": {"all": "true", "rename": 5, "tables": null}})), [""; 0]);
    let shop = Objects::from(selection()).write();
    assert!(same_objects(&shop, &Objects::from(selection()).write()));
    assert!(!same_objects(&shop, &value(&json!({"shop": {"all": true}})).into_dynamic()));
}

#[test]
fn every_slip_in_json_is_found_at_its_place() {
    let all = |table: serde_json::Value| json!({"a": {"all": false, "Table": table}});
    for (given, expected) in [
        (json!([]), "Type objects_json: write an object"),
        (json!({}), "Empty objects_json: name at least one database"),
        (json!({"": {}}), "Name objects_json[\"\"]: write the name"),
        (json!({"a": true}), "Type objects_json[\"a\"]: write {\"name\":\"a\",\"all\":true}"),
        (json!({"a": {"name": 5}}), "Type objects_json[\"a\"].name: write a text"),
        (json!({"a": {"name": ""}}), "Name objects_json[\"a\"].name: write the name"),
        (json!({"a ": {}}), "Name objects_json[\"a \"]: write \"a\""),
        (json!({"a": {"name": " "}}), "Name objects_json[\"a\"].name: write the name"),
        (json!({"a": {"name": null}}), "Type objects_json[\"a\"].name: write a text"),
        (json!({"a": {"all": 1}}), "Type objects_json[\"a\"].all: write true or false"),
        (json!({"a": {"all": "true"}}), "Type objects_json[\"a\"].all: write true or false"),
        (json!({"a": {"all": false}}), "Way objects_json[\"a\"]: write \"all\":true"),
        (json!({"a": {"all": true, "Table": {"t": {}}}}), "Way objects_json[\"a\"]: write \"all\":false"),
        (json!({"a": {"Table": {"t": {}}}}), "Way objects_json[\"a\"]: write \"all\":false"),
        (json!({"a": {"table": {"t": {}}}}), "Key objects_json[\"a\"]: write \"Table\""),
        (json!({"a": {"views": {"t": {}}}}), "Key objects_json[\"a\"]: write \"View\""),
        (json!({"a": {"Index": {"t": {}}}}), "ObjectKind objects_json[\"a\"]: use one of these kinds"),
        (all(json!(["t"])), "Type objects_json[\"a\"].Table: write an object"),
        (all(json!(null)), "Type objects_json[\"a\"].Table: write an object"),
        (all(json!({})), "Empty objects_json[\"a\"].Table: name the tables"),
        (all(json!({"t": "b"})), "Type objects_json[\"a\"].Table[\"t\"]: write {\"name\":\"t\"}"),
        (all(json!({"t": null})), "Type objects_json[\"a\"].Table[\"t\"]: write {\"name\":\"t\"}"),
        (all(json!({"t": {"name": ""}})), "Name objects_json[\"a\"].Table[\"t\"].name: write the name"),
        (all(json!({"t": {"Column": {}}})), "Key objects_json[\"a\"].Table[\"t\"]: write \"column\""),
        (all(json!({"t": {"column": ["id"]}})), "Type objects_json[\"a\"].Table[\"t\"].column: write an object"),
        (
            all(json!({"t": {"column": {"c": {"rename": "d"}}}})),
            "Key objects_json[\"a\"].Table[\"t\"].column[\"c\"]: write \"name\"",
        ),
        (all(json!({"t": {"filter": 5}})), "Type objects_json[\"a\"].Table[\"t\"].filter: write a text"),
        (
            all(json!({"t": {"filter": "WHERE a = 1"}})),
            "Filter objects_json[\"a\"].Table[\"t\"].filter: write \"a = 1\"",
        ),
        (json!({"a": {"all": false, "View": ["v"]}}), "Type objects_json[\"a\"].View: write an object"),
        (json!({"a": {"all": false, "View": {"v": "w"}}}), "Type objects_json[\"a\"].View[\"v\"]: write an object"),
    ] {
        let found = problems(&from_json(&given.to_string()).unwrap());
        let expected_count = if expected.contains("Type objects_json[\"a\"].Table: ") { 1 } else { found.len() };
        assert!(
            found.len() == expected_count && found.iter().any(|one| one.starts_with(expected)),
            "{given}: {found:#?}"
        );
    }
}

#[test]
fn json_that_only_dts_knows_passes() {
    for right in [
        r#"{"a":{"name":"a","all":true,"shard":2}}"#,
        r#"{"a":{},"b":{"state":"normal"}}"#,
        r#"{"a":{"all":false,"Table":{"t":{"part_key":"id","filter":{"age":{"$gt":1}},"column":{"id":{"sharedKey":false}}}}}}"#,
        r#"{"a":{"all":false,"dml_op":"i,u","ddl_op":"","View":{"v":{"name":"w","all":true}},"Procedure":{"p":{}}}}"#,
    ] {
        assert_eq!(problems(&from_json(right).unwrap()), [""; 0], "{right}");
    }
}

#[test]
fn a_stored_selection_of_a_fixed_type_is_upgraded() {
    let stored = json!({
        "inventory": {"rename": "stock", "tables": null, "other_objects": null, "dml_op": "insert", "ddl_op": null},
        "orders": {"rename": null, "tables": {"t": {"rename": null, "columns": null}}, "other_objects": null},
    });
    let expected = json!({
        "inventory": {"all": true, "rename": "stock", "dml_op": "insert"},
        "orders": {"tables": {"t": {}}},
    });
    let upgraded = upgraded(stored);
    assert_eq!(upgraded["value"], expected);
    let read = tfplugin::value::from_json(&upgraded, &tfplugin::value::Type::Dynamic).unwrap();
    assert_eq!(read.inner(), &value(&expected));
    assert_eq!(super::upgraded(serde_json::Value::Null), serde_json::Value::Null);
}
