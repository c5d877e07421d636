//! The task that reads the log.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use mysql_async::binlog::EventType;
use mysql_async::binlog::StatusVarKey;
use mysql_async::binlog::events::{Event, EventData, QueryEvent, StatusVarVal, TableMapEvent};
use mysql_async::{BinlogStream, BinlogStreamRequest, Sid};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::compressed;
use super::{Change, Item, LoggedStatement};
use crate::checkpoint::Position;
use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::shape::TableName;
use crate::task::Task;

/// The memory that waiting changes may use, in units of 1,024 bytes.
const MEMORY: u32 = 8 * 1024;
/// The server sends a heartbeat every second when it has nothing else to send.
const SILENCE: Duration = Duration::from_secs(60);

/// Reads the log from a position and sends its changes.
pub(crate) struct Reader {
    task: Arc<Task>,
    sender: mpsc::Sender<Item>,
    memory: Arc<Semaphore>,
    place: String,
    file: String,
    /// The place after a compressed transaction of MySQL, whose inner events have no place.
    payload_end: u32,
    tables: HashMap<u64, Option<Arc<TableMapEvent<'static>>>>,
    in_xa: bool,
    /// Whether the transaction was written by the job of the other direction.
    in_other_direction: bool,
    /// Whether the event was read that says how the others are written.
    knows_format: bool,
}

impl Reader {
    /// A reader and the channel with its changes.
    pub(crate) fn new(task: Arc<Task>) -> (Self, mpsc::Receiver<Item>) {
        let (sender, receiver) = mpsc::channel(4096);
        let reader = Self {
            task,
            sender,
            memory: Arc::new(Semaphore::new(MEMORY as usize)),
            place: String::new(),
            file: String::new(),
            payload_end: 0,
            tables: HashMap::new(),
            in_xa: false,
            in_other_direction: false,
            knows_format: false,
        };
        (reader, receiver)
    }

    /// Reads until the other end of the channel is closed.
    pub(crate) async fn run(mut self, position: Position) -> Result<()> {
        let mut stream = self.open(&position).await?;
        self.file = position.file;
        loop {
            let next = tokio::select! {
                next = timeout(SILENCE, stream.next()) => next,
                () = self.sender.closed() => return Ok(()),
            };
            let event = match next {
                Err(_) => {
                    return Err(Error::retry(format!(
                        "{}: the server sent nothing for {} seconds",
                        self.place,
                        SILENCE.as_secs()
                    )));
                }
                Ok(None) => {
                    return Err(Error::retry(format!("{}: the server ended the binary log stream", self.place)));
                }
                Ok(Some(Err(error))) => return Err(Error::of_server(&self.place, &error)),
                Ok(Some(Ok(event))) => event,
            };
            if !self.event(event).await? {
                return Ok(());
            }
        }
    }

    async fn open(&mut self, position: &Position) -> Result<BinlogStream> {
        let mut session = Session::open(&self.task.plan.source, Side::Source).await?;
        // Without this, MariaDB replaces its events by dummy statements; MySQL ignores it.
        session.run("SET @mariadb_slave_capability = 4, @master_heartbeat_period = 1000000000, @source_heartbeat_period = 1000000000").await?;
        let (conn, place) = session.into_conn();
        self.place = place;
        let request = BinlogStreamRequest::new(self.task.plan.options.replica_id);
        let request = match &position.gtids {
            Some(gtids) => request.with_gtid().with_gtid_set(sids(gtids)?),
            None => request.with_filename(position.file.as_bytes()).with_pos(position.offset),
        };
        conn.get_binlog_stream(request).await.map_err(|error| Error::of_server(&self.place, &error))
    }

    /// Handles an event; false if the other end is closed.
    async fn event(&mut self, event: Event) -> Result<bool> {
        let event = match compressed::plain(&event) {
            Ok(Some(plain)) => plain,
            Ok(None) => event,
            Err(error) => return Err(self.damaged(&error)),
        };
        let header = event.header();
        if header.event_type_raw() == EventType::TRANSACTION_PAYLOAD_EVENT as u8 {
            self.payload_end = header.log_pos();
            return Ok(true);
        }
        // Only what is needed is decoded: the rows are decoded by the task that writes them.
        match header.event_type() {
            Ok(EventType::FORMAT_DESCRIPTION_EVENT) => {
                self.knows_format = true;
                Ok(true)
            }
            Ok(EventType::ROTATE_EVENT) => self.rotate(&event),
            Ok(EventType::TABLE_MAP_EVENT) => self.table_map(&event),
            Ok(EventType::HEARTBEAT_EVENT) => {
                let position = Position::new(&self.file, u64::from(header.log_pos()));
                self.send(Change::Idle(position), 0).await
            }
            Ok(EventType::XID_EVENT) => {
                self.in_other_direction = false;
                let (position, time) = (self.position_after(&event), u64::from(header.timestamp()));
                self.send(Change::Commit { position, time }, 0).await
            }
            Ok(EventType::QUERY_EVENT) => self.query(&event).await,
            Ok(EventType::INCIDENT_EVENT) => Err(Error::fail(format!(
                "{}: the binary log has a gap (an incident event); create the job again",
                self.place
            ))),
            Ok(
                EventType::WRITE_ROWS_EVENT
                | EventType::WRITE_ROWS_EVENT_V1
                | EventType::UPDATE_ROWS_EVENT
                | EventType::UPDATE_ROWS_EVENT_V1
                | EventType::DELETE_ROWS_EVENT
                | EventType::DELETE_ROWS_EVENT_V1
                | EventType::PARTIAL_UPDATE_ROWS_EVENT,
            ) => self.rows(event).await,
            _ => Ok(true),
        }
    }

    async fn send(&mut self, change: Change, bytes: usize) -> Result<bool> {
        let units = u32::try_from(bytes / 1024).unwrap_or(MEMORY).min(MEMORY);
        let memory = match units {
            0 => None,
            units => Arc::clone(&self.memory).acquire_many_owned(units).await.ok(),
        };
        Ok(self.sender.send(Item { change, _memory: memory }).await.is_ok())
    }

    fn position_after(&self, event: &Event) -> Position {
        let offset = match event.header().log_pos() {
            0 => self.payload_end,
            offset => offset,
        };
        Position::new(&self.file, u64::from(offset))
    }

    /// The first event is an artificial rotate event, before the one that says whether events have checksums: from MariaDB its
    /// name ends with a checksum. It is needed only if the log is read by GTIDs.
    fn rotate(&mut self, event: &Event) -> Result<bool> {
        let data = event.read_data().map_err(|error| self.damaged(&error))?;
        if let Some(EventData::RotateEvent(rotate)) = data
            && (self.knows_format || self.file.is_empty())
        {
            self.file = rotate.name().into_owned();
            self.tables.clear();
        }
        Ok(true)
    }

    fn table_map(&mut self, event: &Event) -> Result<bool> {
        let map: TableMapEvent<'_> = event.read_event().map_err(|error| self.damaged(&error))?;
        let name = TableName::new(map.database_name(), map.table_name());
        let marker = self.task.plan.two_way.as_ref().map(|two_way| &two_way.marker);
        self.in_other_direction |= marker == Some(&name);
        let selected = self.task.plan.mapping().table(&name).is_some();
        self.tables.insert(map.table_id(), selected.then(|| Arc::new(map.into_owned())));
        Ok(true)
    }

    async fn rows(&mut self, event: Event) -> Result<bool> {
        let id = event
            .data()
            .first_chunk::<6>()
            .map_or(0, |id| u64::from_le_bytes([id[0], id[1], id[2], id[3], id[4], id[5], 0, 0]));
        let Some(Some(map)) = self.tables.get(&id) else { return Ok(true) };
        if self.in_other_direction {
            return Ok(true);
        }
        if self.in_xa {
            return Err(Error::fail(format!(
                "{}: an XA transaction changed {}.{}; XA transactions are not supported",
                self.place,
                map.database_name(),
                map.table_name()
            )));
        }
        let bytes = event.data().len();
        let map = Arc::clone(map);
        self.send(Change::Rows { event: Box::new(event), map }, bytes).await
    }

    async fn query(&mut self, event: &Event) -> Result<bool> {
        let query: QueryEvent<'_> = event.read_event().map_err(|error| self.damaged(&error))?;
        let position = self.position_after(event);
        let time = u64::from(event.header().timestamp());
        let sql = query.query().trim().to_owned();
        // A statement begins, ends, or is a transaction, except those of savepoints.
        self.in_other_direction &= sql.to_ascii_uppercase().contains("SAVEPOINT");
        let first: Vec<String> = sql.split_whitespace().take(2).map(str::to_ascii_uppercase).collect();
        match first.first().map(String::as_str) {
            Some("BEGIN" | "SAVEPOINT" | "RELEASE" | "") | None => Ok(true),
            Some("XA") => {
                self.in_xa = matches!(first.get(1).map(String::as_str), Some("START" | "BEGIN"));
                Ok(true)
            }
            Some("COMMIT") => self.send(Change::Commit { position, time }, 0).await,
            Some("ROLLBACK") if first.len() == 1 => self.send(Change::Commit { position, time }, 0).await,
            Some("ROLLBACK") => Err(Error::fail(format!(
                "{}: the log has a ROLLBACK TO SAVEPOINT of a transaction that also changed tables without transactions; \
                 this is not supported",
                self.place
            ))),
            _ => {
                let statement = LoggedStatement {
                    database: query.schema().into_owned(),
                    sql_mode: sql_mode(&query),
                    charset: charset(&query),
                    sql,
                    position,
                    time,
                };
                self.send(Change::Statement(statement), 0).await
            }
        }
    }

    fn damaged(&self, error: &std::io::Error) -> Error {
        Error::fail(format!("{}: an event of the binary log ({}) cannot be read: {error}", self.place, self.file))
    }
}

fn sids(gtids: &str) -> Result<Vec<Sid<'static>>> {
    let parse = |set: &str| {
        set.parse::<Sid<'static>>()
            .map_err(|error| Error::fail(format!("the GTIDs of the source cannot be read: {error}")))
    };
    gtids.split(',').filter(|set| !set.is_empty()).map(parse).collect()
}

fn sql_mode(query: &QueryEvent<'_>) -> Option<u64> {
    match query.status_vars().get_status_var(StatusVarKey::SqlMode)?.get_value() {
        Ok(StatusVarVal::SqlMode(mode)) => Some(mode.0),
        _ => None,
    }
}

fn charset(query: &QueryEvent<'_>) -> Option<(u16, u16)> {
    match query.status_vars().get_status_var(StatusVarKey::Charset)?.get_value() {
        Ok(StatusVarVal::Charset { charset_client, collation_connection, .. }) => {
            Some((charset_client, collation_connection))
        }
        _ => None,
    }
}
