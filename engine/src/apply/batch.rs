//! The changed rows that are written together: for each key the last state.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use mysql_async::binlog::events::{Event, EventData, TableMapEvent};
use mysql_async::binlog::row::BinlogRow;

use super::route::Route;
use crate::error::{Error, Result};
use crate::quote::name;
use crate::shape::TableName;
use crate::value::{CopyColumn, write_logged};

/// The changed rows of one table: the key as SQL, and the values as SQL, or none for a deleted row.
pub(super) struct TableBatch {
    pub(super) route: Arc<Route>,
    pub(super) rows: HashMap<Vec<u8>, Option<Vec<u8>>>,
}

/// The changed rows of all tables.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) tables: BTreeMap<TableName, TableBatch>,
    /// The number of changes, of which several can be of the same row.
    pub(super) events: u64,
    pub(super) bytes: usize,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The number of rows to write.
    pub(super) fn len(&self) -> usize {
        self.tables.values().map(|table| table.rows.len()).sum()
    }

    /// Adds the rows of an event.
    pub(super) fn add(&mut self, event: &Event, map: &TableMapEvent<'_>, route: &Arc<Route>) -> Result<()> {
        each_change(event, map, route, |before, after, selected| {
            self.events += 1;
            if selected { self.change(before, after, route) } else { Ok(()) }
        })
    }

    fn change(&mut self, before: Option<&BinlogRow>, after: Option<&BinlogRow>, route: &Arc<Route>) -> Result<()> {
        let new_key = after.map(|row| key(row, route)).transpose()?;
        if let Some(old) = before.map(|row| key(row, route)).transpose()?.filter(|old| Some(old) != new_key.as_ref()) {
            self.put(old, None, route);
        }
        if let Some((key, row)) = new_key.zip(after) {
            let values = values(row, route)?;
            self.put(key, Some(values), route);
        }
        Ok(())
    }

    fn put(&mut self, key: Vec<u8>, values: Option<Vec<u8>>, route: &Arc<Route>) {
        self.bytes += key.len() + values.as_ref().map_or(0, Vec::len);
        let table = self
            .tables
            .entry(route.destination.clone())
            .or_insert_with(|| TableBatch { route: Arc::clone(route), rows: HashMap::new() });
        table.rows.insert(key, values);
    }
}

/// Calls a function with the row before and after each change of an event, and whether this kind of change is selected.
pub(super) fn each_change(
    event: &Event,
    map: &TableMapEvent<'_>,
    route: &Route,
    mut change: impl FnMut(Option<&BinlogRow>, Option<&BinlogRow>, bool) -> Result<()>,
) -> Result<()> {
    let damaged =
        |error: std::io::Error| Error::fail(format!("rows of {} in the log cannot be read: {error}", route.source));
    let Some(EventData::RowsEvent(rows)) = event.read_data().map_err(damaged)? else { return Ok(()) };
    for images in rows.rows(map) {
        let (before, after) = images.map_err(damaged)?;
        let selected = match (&before, &after) {
            (None, _) => route.dml.insert,
            (Some(_), Some(_)) => route.dml.update,
            (Some(_), None) => route.dml.delete,
        };
        change(before.as_ref(), after.as_ref(), selected)?;
    }
    Ok(())
}

/// The key of a row: a literal, or a condition if the key has several columns.
pub(super) fn key(row: &BinlogRow, route: &Route) -> Result<Vec<u8>> {
    let mut sql = Vec::new();
    for (number, (index, column)) in route.key.iter().enumerate() {
        if route.key.len() > 1 {
            let separator = if number > 0 { " AND " } else { "" };
            sql.extend_from_slice(format!("{separator}{}=", name(&column.destination)).as_bytes());
        }
        write(&mut sql, row, *index, column, route)?;
    }
    Ok(sql)
}

/// The values of a row in parentheses.
pub(super) fn values(row: &BinlogRow, route: &Route) -> Result<Vec<u8>> {
    let mut sql = vec![b'('];
    for (number, (index, column)) in route.kept.iter().enumerate() {
        if number > 0 {
            sql.push(b',');
        }
        write(&mut sql, row, *index, column, route)?;
    }
    sql.push(b')');
    Ok(sql)
}

/// The values of a row as assignments of UPDATE.
pub(super) fn assignments(row: &BinlogRow, route: &Route) -> Result<Vec<u8>> {
    let mut sql = Vec::new();
    for (number, (index, column)) in route.kept.iter().enumerate() {
        let separator = if number > 0 { "," } else { "" };
        sql.extend_from_slice(format!("{separator}{}=", name(&column.destination)).as_bytes());
        write(&mut sql, row, *index, column, route)?;
    }
    Ok(sql)
}

fn write(sql: &mut Vec<u8>, row: &BinlogRow, index: usize, column: &CopyColumn, route: &Route) -> Result<()> {
    if row.len() != route.layout.len() {
        return Err(Error::fail(format!(
            "a row of {} in the log does not have all columns; set binlog_row_image to FULL at the source",
            route.source
        )));
    }
    let value =
        row.as_ref(index).ok_or_else(|| Error::fail(format!("a row of {} in the log is incomplete", route.source)))?;
    write_logged(sql, value, &column.kind)
        .map_err(|error| error.during(&format!("column {} of {}", column.source, route.source)))
}
