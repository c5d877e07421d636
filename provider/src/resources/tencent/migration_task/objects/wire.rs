//! The selection as DTS takes and returns it: one `DBItem` for each database, or for each schema of it.

use std::collections::BTreeMap;

use tencent::dts::{DbItem, RoleItem, TableItem, ViewItem};

use super::model::{Database, Names, Renamed, Schema, Table};

const ALL: &str = "all";
const PARTIAL: &str = "partial";

/// The databases to send.
pub(crate) fn to_wire(databases: &BTreeMap<String, Database>) -> Vec<DbItem> {
    databases.iter().flat_map(|(name, database)| items(name, database)).collect()
}

fn mode(is_complete: bool) -> Option<String> {
    Some(if is_complete { ALL } else { PARTIAL }.to_owned())
}

fn items(name: &str, database: &Database) -> Vec<DbItem> {
    let base = DbItem {
        db_name: Some(name.to_owned()),
        new_db_name: database.rename.clone(),
        db_mode: mode(database.all),
        ..DbItem::default()
    };
    if database.all {
        return vec![base];
    }
    let mut first = with_tables(base.clone(), &database.tables, &database.views);
    (first.role_mode, first.roles) = roles(&database.roles);
    let [functions, procedures, triggers, events] = &database.routines;
    (first.function_mode, first.functions) = routine(functions);
    (first.procedure_mode, first.procedures) = routine(procedures);
    (first.trigger_mode, first.triggers) = routine(triggers);
    (first.event_mode, first.events) = routine(events);
    let schemas: Vec<DbItem> =
        database.schemas.iter().map(|(name, schema)| schema_item(base.clone(), name, schema)).collect();
    // Without schemas, or with objects outside of them, the database has an item of its objects.
    if schemas.is_empty() || first != base { [first].into_iter().chain(schemas).collect() } else { schemas }
}

fn schema_item(base: DbItem, name: &str, schema: &Schema) -> DbItem {
    let item = DbItem {
        schema_name: Some(name.to_owned()),
        new_schema_name: schema.rename.clone(),
        schema_mode: mode(schema.all),
        ..base
    };
    if schema.all { item } else { with_tables(item, &schema.tables, &schema.views) }
}

fn with_tables(item: DbItem, tables: &Names<Table>, views: &Names<Renamed>) -> DbItem {
    let table = |(name, table): (&String, &Table)| TableItem {
        table_name: Some(name.clone()),
        new_table_name: table.rename.clone(),
        tmp_tables: table.temporary_tables.clone(),
        table_edit_mode: edit_mode(table),
    };
    let view = |(name, view): (&String, &Renamed)| ViewItem {
        view_name: Some(name.clone()),
        new_view_name: view.rename.clone(),
    };
    DbItem {
        table_mode: partial(tables.is_empty()),
        tables: tables.iter().map(table).collect(),
        view_mode: partial(views.is_empty()),
        views: views.iter().map(view).collect(),
        ..item
    }
}

fn edit_mode(table: &Table) -> Option<String> {
    match (&table.rename, table.temporary_tables.is_empty()) {
        (Some(_), _) => Some("rename".to_owned()),
        (None, false) => Some("pt".to_owned()),
        (None, true) => None,
    }
}

fn partial(is_empty: bool) -> Option<String> {
    (!is_empty).then(|| PARTIAL.to_owned())
}

fn roles(roles: &Names<Renamed>) -> (Option<String>, Vec<RoleItem>) {
    let role = |(name, role): (&String, &Renamed)| RoleItem {
        role_name: Some(name.clone()),
        new_role_name: role.rename.clone(),
    };
    (partial(roles.is_empty()), roles.iter().map(role).collect())
}

fn routine(names: &[String]) -> (Option<String>, Vec<String>) {
    (partial(names.is_empty()), names.to_vec())
}

/// The databases that DTS returned.
pub(crate) fn from_wire(items: &[DbItem]) -> BTreeMap<String, Database> {
    let mut databases: BTreeMap<String, Database> = BTreeMap::new();
    for item in items {
        let name = item.db_name.clone().unwrap_or_default();
        let database = databases.entry(name.clone()).or_default();
        database.rename = other_name(&name, item.new_db_name.as_deref());
        if is_all(item.db_mode.as_deref()) {
            database.all = true;
            continue;
        }
        let (tables, views) = (tables(item), views(item));
        match item.schema_name.clone() {
            Some(schema) => {
                let rename = other_name(&schema, item.new_schema_name.as_deref());
                let all = is_all(item.schema_mode.as_deref());
                database.schemas.insert(schema, Schema { all, rename, tables, views });
            }
            None => (database.tables, database.views) = (tables, views),
        }
        for role in &item.roles {
            let name = role.role_name.clone().unwrap_or_default();
            let rename = other_name(&name, role.new_role_name.as_deref());
            database.roles.insert(name, Renamed { rename });
        }
        for (known, found) in
            database.routines.iter_mut().zip([&item.functions, &item.procedures, &item.triggers, &item.events])
        {
            known.extend(found.iter().cloned());
            known.sort();
        }
    }
    databases
}

fn is_all(mode: Option<&str>) -> bool {
    mode == Some(ALL)
}

/// The name at the destination, if it is another one.
fn other_name(name: &str, other: Option<&str>) -> Option<String> {
    other.filter(|other| !other.is_empty() && *other != name).map(str::to_owned)
}

fn tables(item: &DbItem) -> Names<Table> {
    let table = |table: &TableItem| {
        let name = table.table_name.clone().unwrap_or_default();
        let rename = other_name(&name, table.new_table_name.as_deref());
        let mut temporary_tables = table.tmp_tables.clone();
        temporary_tables.sort();
        (name, Table { rename, temporary_tables })
    };
    item.tables.iter().map(table).collect()
}

fn views(item: &DbItem) -> Names<Renamed> {
    let view = |view: &ViewItem| {
        let name = view.view_name.clone().unwrap_or_default();
        let rename = other_name(&name, view.new_view_name.as_deref());
        (name, Renamed { rename })
    };
    item.views.iter().map(view).collect()
}
