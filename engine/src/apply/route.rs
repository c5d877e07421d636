//! Where the rows of a table go, and which of their columns.

use std::collections::HashMap;
use std::sync::Arc;

use mysql_async::binlog::events::TableMapEvent;
use mysql_async::consts::ColumnType;

use crate::connect::Session;
use crate::copy::CopyTable;
use crate::error::{Error, Result};
use crate::plan::Dml;
use crate::quote::name;
use crate::shape::{Column, ColumnKind, Table, TableName, read_table};
use crate::task::Task;
use crate::value::CopyColumn;

/// A table of the log and its table at the destination.
pub(super) struct Route {
    pub(super) source: TableName,
    pub(super) destination: TableName,
    /// The columns of a row of the log.
    pub(super) layout: Vec<Column>,
    /// The columns that are written, with their number in the row.
    pub(super) kept: Vec<(usize, CopyColumn)>,
    /// The columns of the key, with their number in the row.
    pub(super) key: Vec<(usize, CopyColumn)>,
    pub(super) filter: Option<String>,
    pub(super) dml: Dml,
}

/// The routes that are known.
#[derive(Default)]
pub(super) struct Routes(HashMap<TableName, Arc<Route>>);

impl Routes {
    /// Forgets all routes: a DDL statement changed a table.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// The route of a table, if it is known.
    ///
    /// # Errors
    /// The rows of the log do not have its columns.
    pub(super) fn known(&self, map: &TableMapEvent<'_>) -> Result<Option<Arc<Route>>> {
        let Some(route) = self.0.get(&source_of(map)) else { return Ok(None) };
        route.check(map)?;
        Ok(Some(Arc::clone(route)))
    }

    /// Reads the route of a table. The columns are read from the destination, which has exactly the schema of the source at this
    /// place of the log; the source may have changed its schema since.
    pub(super) async fn read(
        &mut self,
        task: &Task,
        map: &TableMapEvent<'_>,
        destination: &mut Session,
    ) -> Result<Arc<Route>> {
        let source = source_of(map);
        let route = Arc::new(read(task, &source, destination).await?);
        route.check(map)?;
        self.0.insert(source, Arc::clone(&route));
        Ok(route)
    }
}

fn source_of(map: &TableMapEvent<'_>) -> TableName {
    TableName::new(map.database_name(), map.table_name())
}

async fn read(task: &Task, source: &TableName, destination: &mut Session) -> Result<Route> {
    let target = task.plan.mapping().destination(source).unwrap_or_else(|| source.clone());
    let layout = task.recorder.read(|checkpoint| checkpoint.layouts.get(&source.sql()).cloned());
    let table = match layout {
        Some(layout) => layout,
        None => {
            let found = read_table(destination, &target).await?.ok_or_else(|| {
                Error::fail(format!("rows of {source} were changed, and the destination has no table {target}"))
            })?;
            Table { name: source.clone(), ..found }
        }
    };
    let copied = CopyTable::new(&task.plan, &table)?;
    let numbered = |columns: Vec<CopyColumn>| -> Vec<(usize, CopyColumn)> {
        columns.into_iter().filter_map(|column| table.column(&column.source).map(|index| (index, column))).collect()
    };
    if copied.key.is_empty() {
        return Err(Error::fail(format!(
            "the table {source} has no primary key and no unique key without NULL, so that changes cannot be applied exactly once; \
             add a key"
        )));
    }
    Ok(Route {
        dml: task.plan.mapping().dml(source),
        source: source.clone(),
        destination: target,
        kept: numbered(copied.columns),
        key: numbered(copied.key),
        filter: copied.filter,
        layout: table.columns,
    })
}

impl Route {
    /// Fails unless the rows of the log have the columns of the route.
    fn check(&self, map: &TableMapEvent<'_>) -> Result<()> {
        let count = usize::try_from(map.columns_count()).unwrap_or(usize::MAX);
        if count != self.layout.len() {
            return Err(Error::fail(format!(
                "the rows of {} in the log have {count} columns, and the destination has {}; the table was changed on one side only",
                self.source,
                self.layout.len()
            )));
        }
        for (index, column) in self.layout.iter().enumerate() {
            let logged = map.get_column_type(index).ok().flatten();
            if logged.is_some_and(|logged| !holds(logged, &column.kind)) {
                return Err(Error::fail(format!(
                    "the column {} of {} has another type in the log than at the destination ({}); the table was changed on one \
                     side only",
                    column.name, self.source, column.type_text
                )));
            }
        }
        Ok(())
    }

    /// The list of names at the destination.
    pub(super) fn insert_list(&self) -> String {
        let names: Vec<String> = self.kept.iter().map(|(_, column)| name(&column.destination)).collect();
        names.join(",")
    }
}

/// Whether values of a type of the log can be those of a column.
fn holds(logged: ColumnType, kind: &ColumnKind) -> bool {
    use ColumnType as T;
    match logged {
        T::MYSQL_TYPE_TINY => matches!(kind, ColumnKind::Integer { bytes: 1, .. }),
        T::MYSQL_TYPE_SHORT => matches!(kind, ColumnKind::Integer { bytes: 2, .. }),
        T::MYSQL_TYPE_INT24 => matches!(kind, ColumnKind::Integer { bytes: 3, .. }),
        T::MYSQL_TYPE_LONG => matches!(kind, ColumnKind::Integer { bytes: 4, .. }),
        T::MYSQL_TYPE_LONGLONG => matches!(kind, ColumnKind::Integer { bytes: 8, .. }),
        T::MYSQL_TYPE_FLOAT => *kind == ColumnKind::Float,
        T::MYSQL_TYPE_DOUBLE => *kind == ColumnKind::Double,
        T::MYSQL_TYPE_NEWDECIMAL => *kind == ColumnKind::Decimal,
        T::MYSQL_TYPE_BIT => *kind == ColumnKind::Bit,
        T::MYSQL_TYPE_YEAR => *kind == ColumnKind::Year,
        T::MYSQL_TYPE_TIMESTAMP | T::MYSQL_TYPE_TIMESTAMP2 => *kind == ColumnKind::Timestamp,
        T::MYSQL_TYPE_JSON => *kind == ColumnKind::Json || matches!(kind, ColumnKind::Text { .. }),
        T::MYSQL_TYPE_DATE
        | T::MYSQL_TYPE_NEWDATE
        | T::MYSQL_TYPE_TIME
        | T::MYSQL_TYPE_TIME2
        | T::MYSQL_TYPE_DATETIME
        | T::MYSQL_TYPE_DATETIME2 => *kind == ColumnKind::Time,
        T::MYSQL_TYPE_VARCHAR | T::MYSQL_TYPE_VAR_STRING | T::MYSQL_TYPE_BLOB | T::MYSQL_TYPE_GEOMETRY => {
            matches!(kind, ColumnKind::Text { .. } | ColumnKind::Binary { .. } | ColumnKind::Json)
        }
        // ENUM, SET, CHAR and BINARY have this type in the log.
        T::MYSQL_TYPE_STRING | T::MYSQL_TYPE_ENUM | T::MYSQL_TYPE_SET => {
            matches!(kind, ColumnKind::Text { .. } | ColumnKind::Binary { .. } | ColumnKind::Enum | ColumnKind::Set)
        }
        _ => true,
    }
}
