//! Both directions, and what counts as the same.

use serde_json::json;
use tfplugin::model::{Attr, Map};

use super::model::{Column, Database, Table};
use super::*;

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
        ("inventory", Database::default()),
        ("old", Database { rename: "archive".into(), ddl_op: "create_table".into(), ..Database::default() }),
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
    assert_eq!(from_wire(&sent), Some(read::Selection { objects: selection(), complete: true }));
    let answered = sent.replace(r#""name":"inventory""#, r#""name":"inventory","state":"normal""#);
    assert!(same(&from_wire(&answered).unwrap().objects, &selection()));
    let whole = map([("inventory", Database::default())]);
    assert!(same(&from_wire(r#"{"inventory":{"state":"normal"}}"#).unwrap().objects, &whole), "defaults are dropped");
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
