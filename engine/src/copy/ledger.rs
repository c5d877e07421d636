//! Records which ranges are copied, so that the checkpoint has the key up to which a table is complete.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::range::Chunk;
use super::table::CopyTable;
use crate::checkpoint::CopiedTable;
use crate::error::Result;
use crate::progress::TableProgress;
use crate::shape::TableName;
use crate::task::Task;

/// The ranges that were copied after a range that is not.
pub(super) struct Ledger {
    waiting: Mutex<BTreeMap<TableName, Waiting>>,
    copied: BTreeMap<TableName, CopiedTable>,
}

#[derive(Default)]
struct Waiting {
    next: u64,
    done: BTreeMap<u64, (Option<Vec<String>>, u64)>,
}

impl Ledger {
    /// Continues with the checkpoint.
    pub(super) fn new(task: &Task, tables: &[Arc<CopyTable>]) -> Result<Self> {
        let stored = task.recorder.read(|checkpoint| checkpoint.tables.clone());
        let mut copied = BTreeMap::new();
        for table in tables {
            let state = stored.get(&table.source.sql()).cloned().unwrap_or_default();
            task.progress.change(|snapshot| {
                let estimated = if state.done { state.rows } else { table.estimated_rows.max(state.rows) };
                let shown = TableProgress { estimated, copied: state.rows, done: state.done };
                snapshot.tables.insert(table.source.clone(), shown);
            });
            copied.insert(table.source.clone(), state);
        }
        task.recorder.update(|_| {})?;
        Ok(Self { waiting: Mutex::default(), copied })
    }

    /// The key after which rows are to be copied; none if the table is copied.
    pub(super) fn unfinished(&self, table: &CopyTable) -> Option<Option<Vec<String>>> {
        let state = self.copied.get(&table.source)?;
        (!state.done).then(|| state.boundary.clone())
    }

    /// Rows of a range were written.
    pub(super) fn wrote(&self, task: &Task, chunk: &Chunk, rows: u64, bytes: u64) {
        task.progress.change(|snapshot| {
            snapshot.rows += rows;
            snapshot.bytes += bytes;
            if let Some(table) = snapshot.tables.get_mut(&chunk.table.source) {
                table.copied += rows;
            }
        });
    }

    /// A range is copied.
    pub(super) fn done(&self, task: &Task, chunk: &Chunk, rows: u64) -> Result<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let table = waiting.entry(chunk.table.source.clone()).or_default();
        table.done.insert(chunk.index, (chunk.range.upto.clone(), rows));
        while let Some((boundary, rows)) = table.done.remove(&table.next) {
            table.next += 1;
            let name = chunk.table.source.sql();
            let complete = boundary.is_none();
            task.recorder.update(|checkpoint| {
                let state = checkpoint.tables.entry(name).or_default();
                state.rows += rows;
                state.done = complete;
                state.boundary = boundary;
            })?;
            if complete {
                task.progress.change(|snapshot| {
                    if let Some(table) = snapshot.tables.get_mut(&chunk.table.source) {
                        table.done = true;
                        table.estimated = table.copied;
                    }
                });
            }
        }
        Ok(())
    }
}
