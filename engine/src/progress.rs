//! What a job shows while it runs.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::checkpoint::Position;
use crate::shape::TableName;

/// What a job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// It connects and takes the start position.
    #[default]
    Starting,
    /// It creates objects.
    Schema,
    /// It copies rows.
    Copying,
    /// It follows the changes.
    Following,
    /// It waits and tries again after it lost a connection.
    Retrying,
    /// It has ended.
    Ended,
}

/// The copy of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableProgress {
    /// The rows that the source estimates, and the true number at the end.
    pub estimated: u64,
    /// The rows that were copied.
    pub copied: u64,
    /// Whether all are copied.
    pub done: bool,
}

/// What a job shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// What it does.
    pub phase: Phase,
    /// The tables, by their name at the source.
    pub tables: BTreeMap<TableName, TableProgress>,
    /// Rows copied since the process runs.
    pub rows: u64,
    /// Bytes of statements written since the process runs.
    pub bytes: u64,
    /// Changed rows read from the log since the process runs.
    pub events: u64,
    /// Changed rows written to the destination; less than the events, because only the last state of a row is written.
    pub applied: u64,
    /// Changed rows that were left out because the destination has changed the same row, in a two-way synchronization.
    pub conflicts: u64,
    /// Up to where the changes are at the destination.
    pub position: Option<Position>,
    /// Whether the destination has all changes of the source.
    pub caught_up: bool,
    /// The time in seconds since 1970 of the last change at the destination.
    pub event_time: u64,
    /// The last DDL statement: its first words and the table.
    pub last_ddl: Option<String>,
    /// How often the job tried again.
    pub retries: u64,
    /// The last error after which it tried again.
    pub last_error: Option<String>,
}

impl Snapshot {
    /// How far the destination is behind; none before changes are followed.
    pub fn delay(&self) -> Option<Duration> {
        match self.phase {
            Phase::Following | Phase::Retrying if self.caught_up => Some(Duration::ZERO),
            Phase::Following | Phase::Retrying if self.event_time > 0 => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Some(now.saturating_sub(Duration::from_secs(self.event_time)))
            }
            _ => None,
        }
    }

    /// The copied share of all rows in percent; it never falls.
    pub fn percent(&self) -> u64 {
        let (copied, estimated) = self.tables.values().fold((0, 0), |(copied, estimated), table| {
            (copied + table.copied, estimated + table.estimated.max(table.copied))
        });
        if self.tables.values().all(|table| table.done) { 100 } else { (copied * 100 / estimated.max(1)).min(99) }
    }
}

/// The figures of a running job.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<Snapshot>);

impl Progress {
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.lock().clone()
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.lock());
    }

    fn lock(&self) -> MutexGuard<'_, Snapshot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percentage_is_100_only_when_all_tables_are_done() {
        let mut snapshot = Snapshot::default();
        let table = TableProgress { estimated: 10, copied: 50, done: false };
        snapshot.tables.insert(TableName::new("a", "b"), table);
        assert_eq!(snapshot.percent(), 99, "the estimate was too small");
        snapshot.tables.values_mut().for_each(|table| table.done = true);
        assert_eq!(snapshot.percent(), 100);
    }

    #[test]
    fn there_is_no_delay_before_changes_are_followed() {
        let mut snapshot = Snapshot { caught_up: true, ..Snapshot::default() };
        assert_eq!(snapshot.delay(), None);
        snapshot.phase = Phase::Following;
        assert_eq!(snapshot.delay(), Some(Duration::ZERO));
    }
}
