//! The value of `objects`.
//!
//! Its type is dynamic: Terraform drops the unknown keys of a value with a fixed type, and a misspelled `tables` would then select
//! the complete database. So the value stays as it is written, beside the selection that it is.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tfplugin::{
    model::{Attr, Content, Map, ModelError},
    path::PathRef,
    schema::Shape,
    value::{Items, Type, Value},
};

use super::{
    model::{Column, Database, Selection, Table},
    parse::from_value,
    write::to_wire,
};

/// The value of `objects`, and its selection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    value: Value,
    selection: Arc<Selection>,
}

impl Objects {
    /// The selection.
    pub(crate) fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The databases of the selection.
    pub(crate) fn databases(&self) -> &Map<Database> {
        &self.selection.databases
    }
}

impl From<Map<Database>> for Objects {
    fn from(databases: Map<Database>) -> Self {
        let value = written(&databases, database).into_dynamic();
        Self { value, selection: Arc::new(Selection { databases, problems: Vec::new(), complete: true }) }
    }
}

impl Content for Objects {
    fn shape() -> Shape {
        Shape::Plain(Type::Dynamic)
    }

    fn read(value: &Value, _path: &PathRef<'_>) -> Result<Self, ModelError> {
        Ok(Self { value: value.clone(), selection: Arc::new(from_value(value)) })
    }

    fn write(&self) -> Value {
        self.value.clone().into_dynamic()
    }
}

/// Whether two values of `objects` select the same. One with a problem is equal to none.
pub(crate) fn same_objects(a: &Value, b: &Value) -> bool {
    let wire = |value: &Value| {
        let selection = from_value(value);
        selection.problems.is_empty().then(|| to_wire(&selection.databases)).flatten()
    };
    matches!((wire(a), wire(b)), (Some(a), Some(b)) if a == b)
}

/// The stored `objects` of a state of version 0, in which the type was fixed, an omitted key was null and an empty database was
/// complete.
pub(crate) fn upgraded(mut stored: Json) -> Json {
    let Some(databases) = stored.as_object_mut() else { return stored };
    for database in databases.values_mut().filter_map(Json::as_object_mut) {
        let is_null = |key: &str| database.get(key).is_none_or(Json::is_null);
        if is_null("tables") && is_null("other_objects") {
            database.insert("all".to_owned(), json!(true));
        }
    }
    let value = value_of(&stored);
    json!({ "type": Type::of(&value).to_json(), "value": plain(stored) })
}

/// The value of a JSON value without its nulls.
fn value_of(json: &Json) -> Value {
    match json {
        Json::Object(items) => {
            let set = items.iter().filter(|(_, item)| !item.is_null());
            Value::Map(set.map(|(name, item)| (name.as_str(), value_of(item))).collect())
        }
        Json::String(text) => Value::string(text),
        Json::Bool(bool) => Value::Bool(*bool),
        _ => Value::Null,
    }
}

/// The JSON value without its nulls.
fn plain(json: Json) -> Json {
    match json {
        Json::Object(items) => {
            let set = items.into_iter().filter(|(_, item)| !item.is_null());
            Json::Object(set.map(|(name, item)| (name, plain(item))).collect())
        }
        other => other,
    }
}

/// A map as an object without the keys that are not set.
fn written<T>(items: &Map<T>, write: impl Fn(&T) -> Value) -> Value {
    Value::Map(items.0.iter().map(|(name, item)| (name.as_str(), attribute(item, &write))).collect())
}

fn attribute<T>(item: &Attr<T>, write: impl Fn(&T) -> Value) -> Value {
    match item {
        Attr::Known(item) => write(item),
        Attr::Unknown => Value::unknown(),
        Attr::Null => Value::Null,
    }
}

fn object<const COUNT: usize>(attributes: [(&'static str, Value); COUNT]) -> Value {
    Value::Map(attributes.into_iter().filter(|(_, value)| !value.is_null()).collect::<Items>())
}

fn text(value: &Attr<String>) -> Value {
    attribute(value, String::write)
}

fn database(database: &Database) -> Value {
    let Database { all, rename, tables, other_objects, dml_op, ddl_op } = database;
    object([
        ("all", attribute(all, |all| Value::Bool(*all))),
        ("rename", text(rename)),
        ("tables", attribute(tables, |tables| written(tables, table))),
        ("other_objects", attribute(other_objects, |kinds| written(kinds, |names| written(names, String::write)))),
        ("dml_op", text(dml_op)),
        ("ddl_op", text(ddl_op)),
    ])
}

fn table(table: &Table) -> Value {
    let Table { rename, filter, columns, dml_op, ddl_op } = table;
    object([
        ("rename", text(rename)),
        ("filter", text(filter)),
        ("columns", attribute(columns, |columns| written(columns, column))),
        ("dml_op", text(dml_op)),
        ("ddl_op", text(ddl_op)),
    ])
}

fn column(column: &Column) -> Value {
    object([("rename", text(&column.rename)), ("type", text(&column.r#type))])
}
