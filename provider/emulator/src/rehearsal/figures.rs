//! What a job between real servers shows.

use std::collections::VecDeque;

use engine::progress::Snapshot;

use super::rates::Sample;

/// What a job shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// The copied share of all rows in percent.
    pub(crate) percent: u32,
    pub(crate) tables: Vec<TableFigures>,
    /// Rows that were copied, and changed rows that were read, per second.
    pub(crate) rows_per_second: f64,
    pub(crate) bytes_per_second: f64,
    /// How far the destination is behind, in milliseconds; none before changes are followed.
    pub(crate) delay_ms: Option<i64>,
    /// The place in the binary log up to which the changes are at the destination.
    pub(crate) position: Option<String>,
    /// The last DDL statement: its first words and the table.
    pub(crate) last_ddl: Option<String>,
    /// How often the job tried again, and why for the last time.
    pub(crate) retries: u64,
    pub(crate) last_error: Option<String>,
    /// Rows per second and delay over time, the newest last.
    pub(crate) course: VecDeque<Sample>,
    /// The result of the comparison of both sides, once it has ended.
    pub(crate) compared: Option<Vec<Difference>>,
}

/// The copy of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableFigures {
    pub(crate) database: String,
    pub(crate) table: String,
    pub(crate) copied: u64,
    /// The number of all rows; an estimate while the table is copied.
    pub(crate) total: u64,
    pub(crate) done: bool,
}

/// The comparison of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) table: String,
    pub(crate) rows: u64,
    pub(crate) differences: u64,
}

impl Figures {
    /// All rows that were copied.
    pub(crate) fn copied(&self) -> u64 {
        self.tables.iter().map(|table| table.copied).sum()
    }

    /// Takes over what the engine shows now. Figures of an earlier run stay until the engine has new ones.
    pub(super) fn update(&mut self, snapshot: &Snapshot) {
        if !snapshot.tables.is_empty() {
            self.percent = u32::try_from(snapshot.percent()).unwrap_or(100);
            let table = |(name, table): (&engine::shape::TableName, &engine::progress::TableProgress)| TableFigures {
                database: name.database.clone(),
                table: name.table.clone(),
                copied: table.copied,
                total: table.estimated.max(table.copied),
                done: table.done,
            };
            self.tables = snapshot.tables.iter().map(table).collect();
        }
        self.delay_ms = snapshot.delay().map(|delay| i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
        if let Some(position) = &snapshot.position {
            self.position = Some(position.to_string());
        }
        self.last_ddl.clone_from(&snapshot.last_ddl);
        self.retries = snapshot.retries;
        self.last_error.clone_from(&snapshot.last_error);
    }
}
