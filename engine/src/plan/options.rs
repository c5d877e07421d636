//! How a job works.

use std::time::Duration;

/// What is migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// The objects are created at the destination.
    pub schema: bool,
    /// The rows are copied.
    pub full: bool,
    /// The changes are followed until the job is stopped.
    pub incremental: bool,
}

impl Steps {
    /// Schema, rows and changes.
    pub const ALL: Self = Self { schema: true, full: true, incremental: true };
    /// Schema and rows.
    pub const FULL: Self = Self { schema: true, full: true, incremental: false };
}

/// Which changes of rows are migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dml {
    /// INSERT.
    pub insert: bool,
    /// UPDATE.
    pub update: bool,
    /// DELETE.
    pub delete: bool,
}

impl Default for Dml {
    fn default() -> Self {
        Self { insert: true, update: true, delete: true }
    }
}

/// What happens if the destination has a table of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflict {
    /// The precheck fails.
    #[default]
    Report,
    /// The table is used. The copy keeps rows that have the same key; changes overwrite them.
    Ignore,
}

/// How a job works.
#[derive(Debug, Clone)]
pub struct Options {
    /// Tables of the same name at the destination.
    pub conflict: Conflict,
    /// Whether triggers are created at the destination, when the job is finished.
    pub triggers: bool,
    /// Whether events are created at the destination, when the job is finished. They are created disabled.
    pub events: bool,
    /// How many chunks are copied at the same time.
    pub workers: usize,
    /// The largest number of rows of a chunk.
    pub chunk_rows: u64,
    /// The largest number of changed rows of a transaction at the destination.
    pub batch_rows: usize,
    /// How long a job tries again after it lost a connection.
    pub retry_for: Duration,
    /// The wait between the start position and the copy if the login may neither take a snapshot position nor lock.
    pub wait_for_commits: Duration,
    /// The largest size of the selected tables in bytes, as the source estimates it; none is no limit.
    pub most_bytes: Option<u64>,
    /// The ID with which the job reads the binary log; no replica of the source may have it.
    pub replica_id: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            conflict: Conflict::Report,
            triggers: false,
            events: false,
            workers: 2,
            chunk_rows: 10_000,
            batch_rows: 1_000,
            retry_for: Duration::from_secs(12 * 3600),
            wait_for_commits: Duration::from_secs(10),
            most_bytes: None,
            replica_id: 1_946_000_001,
        }
    }
}
