//! Cuts tables into ranges.

use std::sync::Arc;

use mysql_async::Value;
use tokio::sync::mpsc::Sender;

use super::ledger::Ledger;
use super::range::{Chunk, Range, key_after};
use super::table::CopyTable;
use crate::connect::Session;
use crate::error::Result;
use crate::quote::name;
use crate::shape::ColumnKind;
use crate::task::Task;
use crate::value::{CopyColumn, select_expression, write_copied, write_hex};

/// Sends the ranges of all tables that are not copied yet.
pub(super) async fn split(
    task: &Task,
    ledger: &Ledger,
    tables: &[Arc<CopyTable>],
    source: &mut Session,
    sender: &Sender<Chunk>,
) -> Result<()> {
    for table in tables {
        let Some(boundary) = ledger.unfinished(table) else { continue };
        let mut after = boundary;
        for index in 0.. {
            let upto = if is_one_chunk(table, after.is_some()) {
                None
            } else {
                task.throttle.take_query().await;
                next_key(table, after.as_deref(), source).await?
            };
            let range = Range { after: after.take(), upto: upto.clone() };
            let chunk = Chunk { table: Arc::clone(table), index, range };
            tokio::select! {
                sent = sender.send(chunk) => if sent.is_err() { return Ok(()) },
                () = task.suspend.cancelled() => return Ok(()),
            }
            match upto {
                Some(key) => after = Some(key),
                None => break,
            }
        }
    }
    Ok(())
}

/// Whether the table is copied as one range: it is small, or has no key.
fn is_one_chunk(table: &CopyTable, has_begun: bool) -> bool {
    table.key.is_empty() || (!has_begun && table.estimated_rows < table.chunk_rows / 4)
}

/// The last key of the next range; none if fewer rows are left.
pub(crate) async fn next_key(
    table: &CopyTable,
    after: Option<&[String]>,
    source: &mut Session,
) -> Result<Option<Vec<String>>> {
    let list: Vec<String> = table.key.iter().map(|column| select_expression(&column.source, &column.kind)).collect();
    let order: Vec<String> = table.key.iter().map(|column| name(&column.source)).collect();
    let condition = after.map(|values| format!(" WHERE {}", key_after(&table.key, values))).unwrap_or_default();
    let sql = format!(
        "SELECT {} FROM {}{condition} ORDER BY {} LIMIT {}, 1",
        list.join(", "),
        table.source.sql(),
        order.join(", "),
        table.chunk_rows - 1
    );
    let rows = source.rows(sql).await?;
    Ok(rows.into_iter().next().map(|row| {
        let literal = |(value, column): (&Value, &CopyColumn)| {
            let mut sql = Vec::new();
            match (value, &column.kind) {
                // The checkpoint is text, and these bytes need not be.
                (Value::Bytes(bytes), ColumnKind::Binary { .. }) => write_hex(&mut sql, bytes),
                _ => write_copied(&mut sql, value, &column.kind),
            }
            String::from_utf8_lossy(&sql).into_owned()
        };
        row.iter().zip(&table.key).map(literal).collect()
    }))
}
