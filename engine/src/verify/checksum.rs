//! The checksum of a range, which does not depend on the order of rows.

use crate::connect::Session;
use crate::copy::{CopyTable, Range};
use crate::error::{Error, Result};
use crate::quote::name;
use crate::shape::ColumnKind;

/// The number of rows and the sum of their checksums.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checksum {
    pub(super) rows: u64,
    sum: Option<String>,
}

/// The checksum of a range at one side.
pub(super) async fn of(session: &mut Session, table: &CopyTable, range: &Range, at_source: bool) -> Result<Checksum> {
    let mut row =
        session.texts(select(table, range, at_source)).await?.into_iter().next().unwrap_or_default().into_iter();
    let rows = row.next().flatten().and_then(|rows| rows.parse().ok());
    let rows = rows.ok_or_else(|| Error::fail(format!("{}: no checksum", session.place())))?;
    Ok(Checksum { rows, sum: row.next().flatten() })
}

/// Whether the families of servers write the same value in different forms.
pub(super) fn differs_in_form(kind: &ColumnKind) -> bool {
    *kind == ColumnKind::Json
}

fn select(table: &CopyTable, range: &Range, at_source: bool) -> String {
    let mut values = Vec::new();
    let mut nulls = Vec::new();
    for column in &table.columns {
        let name = name(if at_source { &column.source } else { &column.destination });
        nulls.push(format!("ISNULL({name})"));
        values.push(expression(&name, &column.kind));
    }
    // The inner CRC is linear: if two rows exchange a value, it changes by the same bits in both, which can cancel each other in
    // a sum. The outer one is that of the decimal digits, so it does not. The servers evaluate an expression as often as it is
    // written: a second aggregate would double the time.
    let row = format!("CRC32(CRC32(CONCAT_WS('#', {}, CONCAT({}))))", values.join(", "), nulls.join(", "));
    format!("SELECT COUNT(*), SUM({row}) FROM {}", from(table, range, at_source))
}

/// The table and the condition at one side. The destination has only rows that meet the filter, and rows that the job does not
/// know if existing tables are used: only those with the filter are compared.
pub(super) fn from(table: &CopyTable, range: &Range, at_source: bool) -> String {
    let name = if at_source { &table.source } else { &table.destination };
    let mut conditions: Vec<String> = range.condition(&table.key, !at_source).into_iter().collect();
    if at_source {
        conditions.extend(table.filter.clone());
    }
    match conditions.as_slice() {
        [] => name.sql(),
        all => format!("{} WHERE ({})", name.sql(), all.join(") AND (")),
    }
}

/// The text of a value; long values are replaced by their length and checksum.
fn expression(name: &str, kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Float => format!("CAST({name} AS DOUBLE)"),
        ColumnKind::Bit => format!("{name} + 0"),
        ColumnKind::Enum | ColumnKind::Set => format!("CAST({name} AS UNSIGNED)"),
        ColumnKind::Text { .. } => format!("CONCAT(CHAR_LENGTH({name}), ':', CRC32(CONVERT({name} USING utf8mb4)))"),
        ColumnKind::Json => format!("CRC32(CONVERT({name} USING utf8mb4))"),
        ColumnKind::Binary { .. } | ColumnKind::Unknown => format!("CONCAT(LENGTH({name}), ':', CRC32({name}))"),
        _ => name.to_owned(),
    }
}
