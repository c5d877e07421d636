//! What is copied of a table.

use crate::connect::Session;
use crate::error::{Error, Result};
use crate::plan::{Plan, TableChoice};
use crate::quote::name;
use crate::shape::{Table, TableKind, TableName, read_tables};
use crate::value::{CopyColumn, select_expression};

/// A table with its names, columns and condition.
#[derive(Debug, Clone)]
pub(crate) struct CopyTable {
    pub(crate) source: TableName,
    pub(crate) destination: TableName,
    pub(crate) columns: Vec<CopyColumn>,
    /// The columns of the key; empty without a key.
    pub(crate) key: Vec<CopyColumn>,
    pub(crate) filter: Option<String>,
    pub(crate) estimated_rows: u64,
    /// How many rows a range has.
    pub(crate) chunk_rows: u64,
}

impl CopyTable {
    /// Chooses the columns of a table as the plan says.
    pub(crate) fn new(plan: &Plan, table: &Table) -> Result<Self> {
        let mapping = plan.mapping();
        let (_, choice) = mapping
            .table(&table.name)
            .ok_or_else(|| Error::refuse(format!("the table {} is not selected", table.name)))?;
        let destination = mapping.destination(&table.name).unwrap_or_else(|| table.name.clone());
        let columns = chosen_columns(table, choice)?;
        let key: Vec<CopyColumn> = table
            .key_columns()
            .filter_map(|column| {
                columns.iter().find(|chosen| chosen.source.eq_ignore_ascii_case(&column.name)).cloned()
            })
            .collect();
        if key.len() != table.key_columns().count() {
            return Err(Error::refuse(format!(
                "the plan does not select all columns of the key of {}; select the columns of the primary key",
                table.name
            )));
        }
        let longest = 8 * 1024 * 1024 / table.row_length.max(1);
        Ok(Self {
            source: table.name.clone(),
            destination,
            columns,
            key,
            filter: choice.and_then(|choice| choice.filter.clone()),
            estimated_rows: table.estimated_rows,
            chunk_rows: longest.clamp(1, plan.options.chunk_rows.max(1)),
        })
    }

    /// The list for SELECT.
    pub(crate) fn select_list(&self) -> String {
        let expressions: Vec<String> =
            self.columns.iter().map(|column| select_expression(&column.source, &column.kind)).collect();
        expressions.join(", ")
    }

    /// The list of names at the destination.
    pub(crate) fn insert_list(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| name(&column.destination)).collect();
        names.join(", ")
    }
}

fn chosen_columns(table: &Table, choice: Option<&TableChoice>) -> Result<Vec<CopyColumn>> {
    let Some(chosen) = choice.and_then(|choice| choice.columns.as_ref()) else {
        return Ok(table.columns.iter().filter(|column| !column.generated).map(CopyColumn::same).collect());
    };
    let mut columns = Vec::new();
    for choice in chosen {
        let index = table.column(&choice.name).ok_or_else(|| {
            Error::refuse(format!("the table {} has no column {}; correct the column list", table.name, choice.name))
        })?;
        let column = &table.columns[index];
        if !column.generated {
            columns.push(CopyColumn { destination: choice.destination.clone(), ..CopyColumn::same(column) });
        }
    }
    Ok(columns)
}

/// All selected tables with rows at the source.
pub(crate) async fn selected_tables(plan: &Plan, source: &mut Session) -> Result<Vec<CopyTable>> {
    let mut found = Vec::new();
    for database in &plan.databases {
        let tables = read_tables(source, &database.name).await?;
        if let Some(missing) = database.tables.iter().flatten().find(|choice| !tables.contains_key(&choice.name)) {
            return Err(Error::fail(format!("the source has no table {}.{}", database.name, missing.name)));
        }
        let selected = tables.values().filter(|table| plan.mapping().table(&table.name).is_some());
        for table in selected.filter(|table| table.kind == TableKind::Base) {
            found.push(CopyTable::new(plan, table)?);
        }
    }
    Ok(found)
}
