//! HCL to `DbList`.

use serde_json::{Map as JsonMap, Value as Json, json};
use tfplugin::model::{Attr, Map};

use super::super::model::{Column, Database, Table};
use crate::facts::object_kinds;

type Object = JsonMap<String, Json>;

/// The wire form; none while a part of it is unknown.
pub(in super::super) fn to_wire(objects: &Map<Database>) -> Option<String> {
    let wire: Object = objects
        .0
        .iter()
        .map(|(name, item)| Some((name.clone(), database(name, item.get()?)?)))
        .collect::<Option<_>>()?;
    Some(Json::Object(wire).to_string())
}

fn database(name: &str, database: &Database) -> Option<Json> {
    let mut object = named(name, &database.rename)?;
    let whole = database.tables.is_null() && database.other_objects.is_null();
    object.insert("all".to_owned(), Json::Bool(whole));
    if let Some(tables) = known(&database.tables)? {
        object.insert("Table".to_owned(), items(tables, table)?);
    }
    if let Some(kinds) = known(&database.other_objects)? {
        for (kind, names) in &kinds.0 {
            // An unknown kind is refused by its rule before anything is sent.
            let container = object_kinds().iter().find(|known| known.argument == *kind).map(|known| known.container);
            object.insert(container.unwrap_or(kind).to_owned(), items(names.get()?, |_, target| Some(other(target)))?);
        }
    }
    operations(&mut object, &database.dml_op, &database.ddl_op)?;
    Some(Json::Object(object))
}

fn table(name: &str, table: &Table) -> Option<Json> {
    let mut object = named(name, &table.rename)?;
    let whole = table.filter.is_null() && table.columns.is_null();
    object.insert("all".to_owned(), Json::Bool(whole));
    if let Some(filter) = known(&table.filter)? {
        object.insert("filter".to_owned(), condition(filter));
    }
    if let Some(columns) = known(&table.columns)? {
        object.insert("column".to_owned(), items(columns, column)?);
    }
    operations(&mut object, &table.dml_op, &table.ddl_op)?;
    Some(Json::Object(object))
}

fn column(name: &str, column: &Column) -> Option<Json> {
    let mut object = named(name, &column.rename)?;
    text(&mut object, "type", &column.r#type)?;
    Some(Json::Object(object))
}

fn other(target: &str) -> Json {
    json!({ "name": target, "all": true })
}

/// MongoDB's condition is an object, SQL's is text.
fn condition(filter: &str) -> Json {
    match serde_json::from_str(filter) {
        Ok(object @ Json::Object(_)) => object,
        _ => filter.into(),
    }
}

fn items<T>(items: &Map<T>, write: impl Fn(&str, &T) -> Option<Json>) -> Option<Json> {
    let object: Object =
        items.0.iter().map(|(name, item)| Some((name.clone(), write(name, item.get()?)?))).collect::<Option<_>>()?;
    Some(Json::Object(object))
}

fn named(name: &str, rename: &Attr<String>) -> Option<Object> {
    let target = known(rename)?.map_or(name, String::as_str);
    Some([("name".to_owned(), Json::from(target))].into_iter().collect())
}

fn operations(object: &mut Object, dml: &Attr<String>, ddl: &Attr<String>) -> Option<()> {
    text(object, "dml_op", dml)?;
    text(object, "ddl_op", ddl)
}

fn text(object: &mut Object, key: &str, value: &Attr<String>) -> Option<()> {
    if let Some(value) = known(value)? {
        object.insert(key.to_owned(), value.as_str().into());
    }
    Some(())
}

/// None for unknown; an inner none for null.
fn known<T>(value: &Attr<T>) -> Option<Option<&T>> {
    match value {
        Attr::Unknown => None,
        Attr::Null => Some(None),
        Attr::Known(value) => Some(Some(value)),
    }
}
