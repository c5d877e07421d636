//! HCL to `DbList`. Written straight to text: a selection may have thousands of tables, and a plan writes it several times.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value as Json;
use tfplugin::model::{Attr, Map};

use super::model::{Column, Database, Table};
use crate::facts::alibaba::object_kinds;

/// The wire form; none while a part of it is unknown.
pub(crate) fn to_wire(objects: &Map<Database>) -> Option<String> {
    if !all(objects, database_is_known) {
        return None;
    }
    serde_json::to_string(&Items(objects, |name, database| OneDatabase { name, database })).ok()
}

/// Whether all elements are known, and known inside.
fn all<T>(items: &Map<T>, known: impl Fn(&T) -> bool) -> bool {
    items.0.values().all(|item| item.get().is_some_and(&known))
}

fn inside<T>(items: &Attr<Map<T>>, known: impl Fn(&T) -> bool) -> bool {
    !items.is_unknown() && items.get().is_none_or(|items| all(items, known))
}

fn none_unknown(values: &[&Attr<String>]) -> bool {
    !values.iter().any(|value| value.is_unknown())
}

fn database_is_known(database: &Database) -> bool {
    !database.all.is_unknown()
        && none_unknown(&[&database.rename, &database.dml_op, &database.ddl_op])
        && inside(&database.tables, table_is_known)
        && inside(&database.other_objects, |names| all(names, |_| true))
}

fn table_is_known(table: &Table) -> bool {
    none_unknown(&[&table.rename, &table.filter, &table.dml_op, &table.ddl_op])
        && inside(&table.columns, |column: &Column| none_unknown(&[&column.rename, &column.r#type]))
}

/// The elements of a map by name, each as the function has it.
struct Items<'o, T, F>(&'o Map<T>, F);

impl<'o, T, S: Serialize, F: Fn(&'o str, &'o T) -> S> Serialize for Items<'o, T, F> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        to.collect_map(self.0.known().map(|(name, item)| (name, (self.1)(name, item))))
    }
}

struct OneDatabase<'o> {
    name: &'o str,
    database: &'o Database,
}

/// What a key of a database holds.
enum Part<'o> {
    Text(&'o str),
    Whole(bool),
    Tables(&'o Map<Table>),
    Others(&'o Map<String>),
}

impl<'o> Serialize for Part<'o> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        match self {
            Part::Text(text) => to.serialize_str(text),
            Part::Whole(whole) => to.serialize_bool(*whole),
            Part::Tables(tables) => Items(tables, |name, table| OneTable { name, table }).serialize(to),
            Part::Others(names) => {
                Items(names, |_: &'o str, target: &'o String| Other { name: target, all: true }).serialize(to)
            }
        }
    }
}

impl Serialize for OneDatabase<'_> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        let Database { rename, tables, other_objects, dml_op, ddl_op, .. } = self.database;
        let whole = self.database.is_complete();
        let name = rename.as_str().unwrap_or(self.name);
        // Each container has a unique name: if they are sorted, equal selections are equal texts.
        let mut parts = BTreeMap::from([("name", Part::Text(name)), ("all", Part::Whole(whole))]);
        if let Some(tables) = tables.get() {
            parts.insert("Table", Part::Tables(tables));
        }
        for (kind, names) in other_objects.get().into_iter().flat_map(Map::known) {
            // An unknown kind is refused by its rule before anything is sent.
            let container = object_kinds().iter().find(|known| known.argument == *kind).map(|known| known.container);
            parts.insert(container.unwrap_or(kind), Part::Others(names));
        }
        for (key, operations) in [("dml_op", dml_op), ("ddl_op", ddl_op)] {
            if let Some(operations) = operations.as_str() {
                parts.insert(key, Part::Text(operations));
            }
        }
        to.collect_map(parts)
    }
}

struct OneTable<'o> {
    name: &'o str,
    table: &'o Table,
}

impl Serialize for OneTable<'_> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        let Table { rename, filter, columns, dml_op, ddl_op } = self.table;
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("all", &(filter.is_null() && columns.is_null()))?;
        if let Some(columns) = columns.get() {
            object.serialize_entry("column", &Items(columns, |name, column| OneColumn { name, column }))?;
        }
        text(&mut object, "ddl_op", ddl_op)?;
        text(&mut object, "dml_op", dml_op)?;
        if let Some(filter) = filter.as_str() {
            object.serialize_entry("filter", &condition(filter))?;
        }
        object.serialize_entry("name", rename.as_str().unwrap_or(self.name))?;
        object.end()
    }
}

struct OneColumn<'o> {
    name: &'o str,
    column: &'o Column,
}

impl Serialize for OneColumn<'_> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("name", self.column.rename.as_str().unwrap_or(self.name))?;
        text(&mut object, "type", &self.column.r#type)?;
        object.end()
    }
}

#[derive(Serialize)]
struct Other<'o> {
    all: bool,
    name: &'o str,
}

/// MongoDB's condition is an object, SQL's is text.
fn condition(filter: &str) -> Json {
    match serde_json::from_str(filter) {
        Ok(object @ Json::Object(_)) => object,
        _ => filter.into(),
    }
}

fn text<M: SerializeMap>(object: &mut M, key: &str, value: &Attr<String>) -> Result<(), M::Error> {
    value.as_str().map_or(Ok(()), |value| object.serialize_entry(key, value))
}
