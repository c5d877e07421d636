//! What a job has done, so that it can continue after a crash.

mod recorder;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use recorder::Recorder;
pub use store::{FileStore, MemoryStore, Store};

use crate::shape::Table;

/// A place in the binary log of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The file; empty if the place is given by GTIDs only.
    pub file: String,
    /// The offset of the next event.
    pub offset: u64,
    /// The GTIDs of MySQL that are before the place.
    pub gtids: Option<String>,
}

impl Position {
    /// A place in a file.
    pub fn new(file: impl Into<String>, offset: u64) -> Self {
        Self { file: file.into(), offset, gtids: None }
    }

    /// Whether this place is another one or after it. The numbers at the end of file names increase.
    pub fn is_at_or_after(&self, other: &Self) -> bool {
        let number = |file: &str| file.rsplit('.').next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0);
        (number(&self.file), self.offset) >= (number(&other.file), other.offset)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.gtids {
            Some(gtids) => f.write_str(gtids),
            None => write!(f, "{}:{}", self.file, self.offset),
        }
    }
}

/// What a job has done. It contains values of keys, but no password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Where the log is followed from; taken before the first row is read.
    pub start: Option<Position>,
    /// The tables that the job has created at the destination: only these are dropped or emptied when the log says so.
    pub created: BTreeSet<String>,
    /// The columns at the source, when the job began, of tables of which only some columns are migrated.
    pub layouts: BTreeMap<String, Table>,
    /// Whether all objects are created.
    pub schema_done: bool,
    /// The copy of each table, by its name at the source.
    pub tables: BTreeMap<String, CopiedTable>,
    /// Whether all rows are copied.
    pub copy_done: bool,
    /// The end of the log when all rows were copied: a DDL statement before it fails the job.
    pub copy_end: Option<Position>,
    /// Up to where the changes are at the destination.
    pub applied: Option<Position>,
    /// A DDL statement that was started at the destination, by the place after it.
    pub pending_ddl: Option<Position>,
    /// Whether the job is finished.
    pub finished: bool,
}

/// How far a table is copied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedTable {
    /// The number of rows that were read up to the boundary.
    pub rows: u64,
    /// The key up to which all rows are copied, as SQL literals.
    pub boundary: Option<Vec<String>>,
    /// Whether all rows are copied.
    pub done: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_ordered_by_the_number_of_the_file() {
        let position = |file: &str, offset| Position::new(file, offset);
        assert!(position("bin.000010", 4).is_at_or_after(&position("bin.000009", 900)));
        assert!(position("bin.1000000", 4).is_at_or_after(&position("bin.999999", 900)));
        assert!(position("bin.000001", 5).is_at_or_after(&position("bin.000001", 5)));
        assert!(!position("bin.000001", 4).is_at_or_after(&position("bin.000001", 5)));
    }
}
