//! `DbList` to HCL.

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Map};

use super::model::{Column, Database, Table};
use crate::facts::alibaba::object_kinds;

type Object = JsonMap<String, Json>;

/// Keys of a database, of a table and of a column that `objects` can say, or that the service adds for itself.
const DATABASE: [&str; 6] = ["name", "all", "state", "Table", "dml_op", "ddl_op"];
const TABLE: [&str; 7] = ["name", "all", "state", "filter", "column", "dml_op", "ddl_op"];
const COLUMN: [&str; 3] = ["name", "type", "state"];

/// What a service's answer selects.
#[derive(Debug, PartialEq)]
pub(crate) struct Selection {
    /// As `objects` says it.
    pub(crate) objects: Map<Database>,
    /// Whether nothing was left out: an answer may hold keys only `objects_json` can say.
    pub(crate) complete: bool,
}

/// Reads the service's answer; none where it is not a map of objects.
pub(crate) fn from_wire(text: &str) -> Option<Selection> {
    let Json::Object(wire) = serde_json::from_str(text).ok()? else { return None };
    let mut complete = true;
    let objects = items(&wire, &mut complete, database)?;
    Some(Selection { objects, complete })
}

fn items<T>(
    object: &Object,
    complete: &mut bool,
    read: impl Fn(&str, &Object, &mut bool) -> Option<T>,
) -> Option<Map<T>> {
    object.iter().map(|(name, item)| Some((name.clone(), read(name, item.as_object()?, complete)?))).collect()
}

fn database(name: &str, object: &Object, complete: &mut bool) -> Option<Database> {
    let mut others: Vec<(String, Map<String>)> = Vec::new();
    for (key, value) in object.iter().filter(|(key, _)| !DATABASE.contains(&key.as_str())) {
        let kind = object_kinds().iter().find(|kind| kind.container == *key);
        match (kind, value) {
            (Some(kind), Json::Object(names)) if !names.is_empty() => {
                others.push((kind.argument.to_owned(), items(names, complete, target)?));
            }
            (Some(_), _) => {}
            (None, _) => *complete = false,
        }
    }
    let whole = object.get("all") == Some(&Json::Bool(true));
    let tables = object.get("Table").and_then(Json::as_object).filter(|tables| !whole && !tables.is_empty());
    Some(Database {
        rename: renamed(name, object),
        tables: match tables {
            Some(tables) => items(tables, complete, table)?.into(),
            None => Attr::Null,
        },
        other_objects: if others.is_empty() { Attr::Null } else { Attr::Known(others.into_iter().collect()) },
        dml_op: text(object, "dml_op"),
        ddl_op: text(object, "ddl_op"),
    })
}

fn table(name: &str, object: &Object, complete: &mut bool) -> Option<Table> {
    *complete &= object.keys().all(|key| TABLE.contains(&key.as_str()));
    let filter = match object.get("filter") {
        Some(Json::String(filter)) if !filter.is_empty() => filter.as_str().into(),
        Some(filter @ Json::Object(_)) => filter.to_string().into(),
        _ => Attr::Null,
    };
    let columns = object.get("column").and_then(Json::as_object).filter(|columns| !columns.is_empty());
    Some(Table {
        rename: renamed(name, object),
        filter,
        columns: match columns {
            Some(columns) => items(columns, complete, column)?.into(),
            None => Attr::Null,
        },
        dml_op: text(object, "dml_op"),
        ddl_op: text(object, "ddl_op"),
    })
}

fn column(name: &str, object: &Object, complete: &mut bool) -> Option<Column> {
    *complete &= object.keys().all(|key| COLUMN.contains(&key.as_str()));
    Some(Column { rename: renamed(name, object), r#type: text(object, "type") })
}

fn target(name: &str, object: &Object, _: &mut bool) -> Option<String> {
    Some(object.get("name").and_then(Json::as_str).unwrap_or(name).to_owned())
}

fn text(object: &Object, key: &str) -> Attr<String> {
    object.get(key).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned).into()
}

/// The destination name where it differs.
fn renamed(name: &str, object: &Object) -> Attr<String> {
    let target = object.get("name").and_then(Json::as_str).unwrap_or(name);
    if target == name { Attr::Null } else { target.into() }
}
