//! The objects to migrate, as HCL and as the wire's `DbList`.
//!
//! `DbList` is a JSON object: source name → `{"name": destination name, "all": true}`, or with `"all": false` and a
//! `Table` map of the same shape. The service adds keys (`state`) and drops defaults when it answers, so both sides are
//! compared in one normal form.

use serde_json::{Map as JsonMap, Value as Json, json};
use tfplugin::model::{Attr, Map};

use super::model::{Database, Table};

/// The wire form; none while a part of it is unknown.
pub(super) fn to_wire(objects: &Map<Database>) -> Option<String> {
    let mut wire = JsonMap::new();
    for (name, database) in &objects.0 {
        let Attr::Known(database) = database else { return None };
        wire.insert(name.clone(), database_json(name, database)?);
    }
    Some(Json::Object(wire).to_string())
}

fn database_json(name: &str, database: &Database) -> Option<Json> {
    let target = destination(name, &database.rename)?;
    match &database.tables {
        Attr::Null => Some(json!({ "name": target, "all": true })),
        Attr::Unknown => None,
        Attr::Known(tables) => {
            let tables = tables
                .0
                .iter()
                .map(|(name, table)| Some((name.clone(), table_json(name, table.get()?)?)))
                .collect::<Option<JsonMap<_, _>>>()?;
            Some(json!({ "name": target, "all": false, "Table": tables }))
        }
    }
}

fn table_json(name: &str, table: &Table) -> Option<Json> {
    let target = destination(name, &table.rename)?;
    match &table.filter {
        Attr::Null => Some(json!({ "name": target, "all": true })),
        Attr::Unknown => None,
        Attr::Known(filter) => Some(json!({ "name": target, "all": false, "filter": filter })),
    }
}

fn destination<'n>(name: &'n str, rename: &'n Attr<String>) -> Option<&'n str> {
    match rename {
        Attr::Null => Some(name),
        Attr::Unknown => None,
        Attr::Known(rename) => Some(rename),
    }
}

/// Reads the service's answer; none where it is not a map of objects.
pub(super) fn from_wire(text: &str) -> Option<Map<Database>> {
    let Json::Object(wire) = serde_json::from_str(text).ok()? else { return None };
    wire.iter().map(|(name, json)| Some((name.clone(), database(name, json)?))).collect()
}

fn database(name: &str, json: &Json) -> Option<Database> {
    let tables = match &json["Table"] {
        Json::Object(tables) if json["all"] != Json::Bool(true) => Attr::Known(
            tables.iter().map(|(name, json)| Some((name.clone(), table(name, json)?))).collect::<Option<Map<_>>>()?,
        ),
        _ => Attr::Null,
    };
    Some(Database { rename: renamed(name, json)?, tables })
}

fn table(name: &str, json: &Json) -> Option<Table> {
    let filter = json["filter"].as_str().filter(|filter| !filter.is_empty()).map(str::to_owned);
    Some(Table { rename: renamed(name, json)?, filter: filter.into() })
}

/// The destination name where it differs; none for JSON that is no object.
fn renamed(name: &str, json: &Json) -> Option<Attr<String>> {
    let target = json.as_object()?.get("name").and_then(Json::as_str).unwrap_or(name);
    Some(if target == name { Attr::Null } else { target.into() })
}

/// Whether two selections migrate the same: a rename to the same name is none.
pub(super) fn same(a: &Map<Database>, b: &Map<Database>) -> bool {
    match (to_wire(a), to_wire(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection() -> Map<Database> {
        let whole = Database::default();
        let renamed = Database { rename: "archive".into(), ..Database::default() };
        let tables = [
            ("customers".to_owned(), Table::default()),
            ("orders".to_owned(), Table { rename: "orders_2026".into(), filter: "id > 10".into() }),
        ];
        let picked = Database { tables: Attr::Known(tables.into_iter().collect()), ..Database::default() };
        [("inventory".to_owned(), whole), ("old".to_owned(), renamed), ("shop".to_owned(), picked)]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_wire_form_is_the_documented_one() {
        let expected = json!({
            "inventory": { "name": "inventory", "all": true },
            "old": { "name": "archive", "all": true },
            "shop": { "name": "shop", "all": false, "Table": {
                "customers": { "name": "customers", "all": true },
                "orders": { "name": "orders_2026", "all": false, "filter": "id > 10" },
            }},
        });
        assert_eq!(to_wire(&selection()), Some(expected.to_string()));
    }

    #[test]
    fn what_was_sent_is_recognised_with_the_services_additions() {
        let sent = to_wire(&selection()).unwrap();
        assert_eq!(from_wire(&sent), Some(selection()));
        let answered = sent.replace(r#""name":"inventory""#, r#""name":"inventory","state":"normal""#);
        assert!(same(&from_wire(&answered).unwrap(), &selection()));
        let defaults_dropped = r#"{"inventory":{"state":"normal"}}"#;
        let whole: Map<Database> = [("inventory".to_owned(), Database::default())].into_iter().collect();
        assert!(same(&from_wire(defaults_dropped).unwrap(), &whole));
    }

    #[test]
    fn another_selection_is_not_the_same() {
        let mut other = selection();
        other.0.remove("old");
        assert!(!same(&other, &selection()));
        assert_eq!(from_wire("[]"), None);
        let unknown = Map([("a".to_owned(), Attr::Unknown)].into());
        assert_eq!(to_wire(&unknown), None);
    }
}
