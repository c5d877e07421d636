//! The objects that a job migrates.

use crate::core::world::TencentDatabase;
use crate::tencent::dts::job::Configuration;
use crate::tencent::gateway::Fields;

/// The databases that are part of every server and are not migrated.
const SYSTEM: [&str; 4] = ["information_schema", "mysql", "performance_schema", "sys"];

/// The selected tables, with the names that they get in the destination.
pub(super) fn selected(source: &TencentDatabase, configuration: &Configuration) -> Vec<(String, String)> {
    let objects = configuration.option.structure("DatabaseTable");
    if objects.text("ObjectMode") == "all" {
        let databases = source.schemas.iter().filter(|(name, _)| !SYSTEM.contains(&name.as_str()));
        return databases.flat_map(|(name, tables)| tables.iter().map(|table| (name.clone(), table.clone()))).collect();
    }
    objects.structures("Databases").iter().flat_map(|database| of_database(source, database)).collect()
}

fn of_database(source: &TencentDatabase, database: &Fields) -> Vec<(String, String)> {
    let name = database.text("DbName");
    let new_name = database.get("NewDbName").unwrap_or(name);
    let takes_all = database.text("DBMode") == "all" || database.text("TableMode") == "all";
    if takes_all {
        let tables = source.schemas.get(name).into_iter().flatten();
        return tables.map(|table| (new_name.to_owned(), table.clone())).collect();
    }
    let tables = database.structures("Tables");
    let new_table = |table: &Fields| table.get("NewTableName").unwrap_or(table.text("TableName")).to_owned();
    tables.iter().map(|table| (new_name.to_owned(), new_table(table))).collect()
}

/// The selected objects that the source does not have. A world without objects has all objects.
pub(super) fn absent(source: &TencentDatabase, configuration: &Configuration) -> Vec<String> {
    let objects = configuration.option.structure("DatabaseTable");
    if source.schemas.is_empty() {
        return Vec::new();
    }
    objects.structures("Databases").iter().flat_map(|database| absent_of(source, database)).collect()
}

fn absent_of(source: &TencentDatabase, database: &Fields) -> Vec<String> {
    let name = database.text("DbName");
    let known = |(known, _): &(&String, &Vec<String>)| known.eq_ignore_ascii_case(name);
    let Some((_, tables)) = source.schemas.iter().find(known) else { return vec![format!("the database {name}")] };
    if database.text("DBMode") == "all" || database.text("TableMode") == "all" {
        return Vec::new();
    }
    let selected = database.structures("Tables");
    let wanted = selected.iter().map(|table| table.text("TableName"));
    let absent = wanted.filter(|table| !tables.iter().any(|it| it.eq_ignore_ascii_case(table)));
    absent.map(|table| format!("the table {name}.{table}")).collect()
}
