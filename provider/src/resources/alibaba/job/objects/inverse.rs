//! The selection of the opposite direction: the names at the destination are its names at the source.

use tfplugin::model::{Attr, Map};

use super::model::{Column, Database, Table};

/// The inverse of a selection. None if a part of it is unknown, or has a row filter: DTS applies a filter to the rows of the source, and
/// nothing says which rows of the destination it stands for.
pub(crate) fn inverse(databases: &Map<Database>) -> Option<Map<Database>> {
    all(databases, |name, database| {
        Some((
            renamed(name, &database.rename)?,
            Database {
                all: known(&database.all)?,
                rename: original(name, &database.rename),
                tables: nested(&database.tables, |tables| all(tables, table))?,
                other_objects: nested(&database.other_objects, |kinds| {
                    all(kinds, |kind, names| {
                        Some((kind.to_owned(), all(names, |name, target| Some((target.clone(), name.to_owned())))?))
                    })
                })?,
                dml_op: known(&database.dml_op)?,
                // Only the forward job carries schema changes.
                ddl_op: Attr::Null,
            },
        ))
    })
}

fn table(name: &str, table: &Table) -> Option<(String, Table)> {
    if !table.filter.is_null() {
        return None;
    }
    let column = |name: &str, column: &Column| {
        Some((
            renamed(name, &column.rename)?,
            Column { rename: original(name, &column.rename), r#type: known(&column.r#type)? },
        ))
    };
    let inverse = Table {
        rename: original(name, &table.rename),
        filter: Attr::Null,
        columns: nested(&table.columns, |columns| all(columns, column))?,
        dml_op: known(&table.dml_op)?,
        ddl_op: Attr::Null,
    };
    Some((renamed(name, &table.rename)?, inverse))
}

fn all<T, U>(items: &Map<T>, inverse: impl Fn(&str, &T) -> Option<(String, U)>) -> Option<Map<U>> {
    items.0.iter().map(|(name, item)| inverse(name, item.get()?)).collect()
}

fn nested<T, U>(items: &Attr<T>, inverse: impl Fn(&T) -> Option<U>) -> Option<Attr<U>> {
    match items {
        Attr::Known(items) => inverse(items).map(Attr::Known),
        Attr::Null => Some(Attr::Null),
        Attr::Unknown => None,
    }
}

fn known<T: Clone>(value: &Attr<T>) -> Option<Attr<T>> {
    (!value.is_unknown()).then(|| value.clone())
}

/// The name at the destination.
fn renamed(name: &str, rename: &Attr<String>) -> Option<String> {
    match rename {
        Attr::Known(rename) => Some(rename.clone()),
        Attr::Null => Some(name.to_owned()),
        Attr::Unknown => None,
    }
}

/// The `rename` of the inverse: none if the names are equal.
fn original(name: &str, rename: &Attr<String>) -> Attr<String> {
    rename.as_str().filter(|rename| *rename != name).map(|_| name.to_owned()).into()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{
        super::{from_wire, to_wire},
        *,
    };

    fn inverted(list: &Json) -> Option<Json> {
        let databases = from_wire(&list.to_string()).unwrap().databases;
        inverse(&databases).map(|inverse| serde_json::from_str(&to_wire(&inverse).unwrap()).unwrap())
    }

    #[test]
    fn names_at_the_destination_become_names_at_the_source() {
        let forward = json!({"shop": {"name": "shop_b", "all": false, "Table": {
            "orders": {"name": "orders_b", "all": false, "column": {"id": {"name": "key"}}},
            "items": {"name": "items", "all": true},
        }}});
        let reverse = json!({"shop_b": {"name": "shop", "all": false, "Table": {
            "orders_b": {"name": "orders", "all": false, "column": {"key": {"name": "id"}}},
            "items": {"name": "items", "all": true},
        }}});
        assert_eq!(inverted(&forward), Some(reverse.clone()));
        assert_eq!(inverted(&reverse), Some(forward));
        let complete = json!({"shop": {"name": "shop", "all": true}});
        assert_eq!(inverted(&complete), Some(complete.clone()));
    }

    #[test]
    fn a_row_filter_has_no_inverse() {
        let filtered = json!({"shop": {"name": "shop", "all": false, "Table": {
            "orders": {"name": "orders", "all": false, "filter": "id > 7"},
        }}});
        assert_eq!(inverted(&filtered), None);
    }
}
