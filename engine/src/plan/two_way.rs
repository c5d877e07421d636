//! A synchronization in both directions: two jobs, each with the source of the other one as its destination.

use crate::shape::TableName;

/// What a job of a two-way synchronization does in addition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWay {
    /// The table that each transaction of a job writes to. A transaction of the source that writes to it comes from the job of
    /// the other direction, and is not sent back. Both jobs name the same table; it is created if it does not exist.
    pub marker: TableName,
    /// What happens if a change meets another change of the same row at the destination.
    pub on_conflict: OnConflict,
}

/// What happens if an inserted row is there already, or a unique value belongs to another row.
///
/// Changes that were waiting when the job began to follow overwrite rows, whatever is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnConflict {
    /// The job fails.
    #[default]
    Fail,
    /// The row of the destination stays.
    Ignore,
    /// The row of the destination is replaced.
    Overwrite,
}

impl TwoWay {
    /// The comment before DDL statements of the job: the log has them with it.
    pub(crate) fn comment(&self) -> String {
        format!("/* {} */ ", self.marker)
    }
}
