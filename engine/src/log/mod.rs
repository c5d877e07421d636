//! Reads the binary log of the source: a separate task that sends changes in the order of the log.

mod compressed;
mod reader;

use std::sync::Arc;

use mysql_async::binlog::events::{Event, TableMapEvent};
use tokio::sync::OwnedSemaphorePermit;

pub(crate) use reader::Reader;

use crate::checkpoint::Position;

/// A change of the log, with its share of the memory that waiting changes may use.
pub(crate) struct Item {
    pub(crate) change: Change,
    pub(crate) _memory: Option<OwnedSemaphorePermit>,
}

/// What the log says.
pub(crate) enum Change {
    /// Rows of a selected table were changed.
    Rows {
        /// The event with the rows.
        event: Box<Event>,
        /// The columns at that time.
        map: Arc<TableMapEvent<'static>>,
    },
    /// A transaction ended.
    Commit {
        /// The place after it.
        position: Position,
        /// Seconds since 1970.
        time: u64,
    },
    /// A statement that is not a change of rows.
    Statement(LoggedStatement),
    /// The server has nothing more to send at the moment.
    Idle(Position),
}

/// A statement of the log, with what its meaning depends on.
#[derive(Debug, Clone)]
pub(crate) struct LoggedStatement {
    pub(crate) sql: String,
    /// The default database.
    pub(crate) database: String,
    pub(crate) sql_mode: Option<u64>,
    /// The numbers of the client's character set and of the collation of the connection.
    pub(crate) charset: Option<(u16, u16)>,
    /// The place after it.
    pub(crate) position: Position,
    /// Seconds since 1970.
    pub(crate) time: u64,
}
