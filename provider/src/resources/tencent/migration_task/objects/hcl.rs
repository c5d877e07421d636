//! The value of `databases`.
//!
//! Its type is dynamic, as that of `objects` of `dts_migration_task`: Terraform drops the unknown keys of a value with a fixed type, and a
//! misspelled `tables` would then select something else. So the value stays as it is written, beside the selection that it is.

use std::{collections::BTreeMap, sync::Arc};

use tfplugin::{
    model::{Content, ModelError},
    path::PathRef,
    schema::Shape,
    value::{Type, Value},
};

use super::{
    model::{Database, Names, Parsed, ROUTINES, Renamed, Schema, Table},
    parse::parse,
};

/// The value of `databases`, and what it selects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Databases {
    value: Value,
    parsed: Arc<Parsed>,
}

impl Databases {
    /// What it selects, and what is wrong with it.
    pub(crate) fn parsed(&self) -> &Parsed {
        &self.parsed
    }
}

/// Two values are equal if they select the same.
impl PartialEq for Databases {
    fn eq(&self, other: &Self) -> bool {
        self.parsed == other.parsed
    }
}

impl From<BTreeMap<String, Database>> for Databases {
    fn from(databases: BTreeMap<String, Database>) -> Self {
        let value = map(&databases, database).into_dynamic();
        Self { value, parsed: Arc::new(Parsed { databases, ..Parsed::default() }) }
    }
}

impl Content for Databases {
    fn shape() -> Shape {
        Shape::Plain(Type::Dynamic)
    }

    fn read(value: &Value, _path: &PathRef<'_>) -> Result<Self, ModelError> {
        Ok(Self { value: value.clone(), parsed: Arc::new(parse(value)) })
    }

    fn write(&self) -> Value {
        self.value.clone().into_dynamic()
    }
}

/// Whether two values select the same. One with a problem is equal to none.
pub(crate) fn same_databases(a: &Value, b: &Value) -> bool {
    let (a, b) = (parse(a), parse(b));
    a.problems.is_empty() && !a.has_unknown && a == b
}

fn map<T>(items: &BTreeMap<String, T>, write: impl Fn(&T) -> Value) -> Value {
    Value::Map(items.iter().map(|(name, item)| (name.as_str(), write(item))).collect())
}

/// An object without the keys that are not set.
fn object(keys: Vec<(&'static str, Option<Value>)>) -> Value {
    Value::Map(keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

fn text(text: Option<&String>) -> Option<Value> {
    text.map(Value::string)
}

fn names<T>(items: &Names<T>, write: impl Fn(&T) -> Value) -> Option<Value> {
    (!items.is_empty()).then(|| map(items, write))
}

fn list(items: &[String]) -> Option<Value> {
    (!items.is_empty()).then(|| Value::List(items.iter().map(Value::string).collect()))
}

fn all(all: bool) -> Option<Value> {
    all.then_some(Value::Bool(true))
}

fn database(database: &Database) -> Value {
    let mut keys = vec![
        ("all", all(database.all)),
        ("rename", text(database.rename.as_ref())),
        ("tables", names(&database.tables, table)),
        ("views", names(&database.views, renamed)),
        ("schemas", names(&database.schemas, schema)),
        ("roles", names(&database.roles, renamed)),
    ];
    keys.extend(ROUTINES.into_iter().zip(&database.routines).map(|(key, items)| (key, list(items))));
    object(keys)
}

fn schema(schema: &Schema) -> Value {
    object(vec![
        ("all", all(schema.all)),
        ("rename", text(schema.rename.as_ref())),
        ("tables", names(&schema.tables, table)),
        ("views", names(&schema.views, renamed)),
    ])
}

fn table(table: &Table) -> Value {
    object(vec![("rename", text(table.rename.as_ref())), ("temporary_tables", list(&table.temporary_tables))])
}

fn renamed(item: &Renamed) -> Value {
    object(vec![("rename", text(item.rename.as_ref()))])
}
