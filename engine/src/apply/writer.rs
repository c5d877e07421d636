//! The writer.

use std::sync::Arc;
use std::time::Duration;

use mysql_async::binlog::events::TableMapEvent;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::ddl::{self, Decision};
use super::marker;
use super::route::{Route, Routes};
use super::transaction::{Transaction, Writing, Written};
use crate::checkpoint::Position;
use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::log::{Change, Item, LoggedStatement, Reader};
use crate::plan::OnConflict;
use crate::progress::Phase;
use crate::server::ServerFacts;
use crate::start_position;
use crate::task::Task;

/// The size of a batch, unless one row is longer.
const BATCH_BYTES: usize = 1024 * 1024;
/// How long a change waits for others.
const BATCH_TIME: Duration = Duration::from_millis(200);

/// Why following ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The destination has all changes of the source at the time the job was asked to finish.
    Finished,
    /// The job was suspended.
    Suspended,
}

/// Follows the changes until the job is finished or suspended.
pub(crate) async fn follow(task: &Arc<Task>) -> Result<Ended> {
    let start = task.recorder.read(|checkpoint| checkpoint.applied.clone().or_else(|| checkpoint.start.clone()));
    let start = start.ok_or_else(|| Error::fail("the job has no position in the binary log"))?;
    let mut destination = Session::open(&task.plan.destination, Side::Destination).await?;
    let limit = ServerFacts::read(&mut destination).await?.max_packet().saturating_sub(1024);
    if let Some(two_way) = &task.plan.two_way {
        marker::create(two_way, &mut destination).await?;
    }
    let backlog = backlog(task).await?;
    task.progress.change(|snapshot| {
        snapshot.phase = Phase::Following;
        snapshot.position = Some(start.clone());
    });
    let (reader, mut changes) = Reader::new(Arc::clone(task));
    // The task is ended when the set is dropped; a panic in it is an error of the job.
    let mut reading = JoinSet::new();
    reading.spawn(reader.run(start.clone()));
    let mut writer = Writer {
        task: Arc::clone(task),
        destination: Destination::Free(destination),
        limit,
        routes: Routes::default(),
        next: Transaction::default(),
        backlog,
        ended: start,
        in_transaction: false,
        deadline: None,
        target: None,
    };
    let ended = writer.run(&mut changes).await;
    drop(changes);
    match ended? {
        Some(ended) => Ok(ended),
        None => {
            let read = reading.join_next().await;
            let read = read.ok_or_else(|| Error::fail("the log is not read"))?;
            read.map_err(|error| Error::fail(format!("an event of the binary log cannot be decoded: {error}")))??;
            Err(Error::retry("the binary log stream ended"))
        }
    }
}

/// What the source has logged before the job follows it: in these changes, a conflict looks the same as a change that was applied
/// before. None if conflicts are not checked.
async fn backlog(task: &Task) -> Result<Option<Position>> {
    match &task.plan.two_way {
        Some(two_way) if two_way.on_conflict != OnConflict::Overwrite => source_position(task).await.map(Some),
        _ => Ok(None),
    }
}

/// The end of the log of the source.
async fn source_position(task: &Task) -> Result<Position> {
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let facts = ServerFacts::read(&mut source).await?;
    let position = start_position::current(&mut source, facts.log_status_statement()).await?;
    source.close().await;
    Ok(position)
}

/// Nothing uses the session after an error.
fn lost() -> Error {
    Error::retry("the connection to the destination is lost")
}

struct Writer {
    task: Arc<Task>,
    destination: Destination,
    limit: usize,
    routes: Routes,
    /// What the next transaction writes.
    next: Transaction,
    backlog: Option<Position>,
    /// The end of the last transaction of the source that was read.
    ended: Position,
    in_transaction: bool,
    deadline: Option<Instant>,
    /// Where the job is finished.
    target: Option<Position>,
}

/// The session of the destination.
enum Destination {
    Free(Session),
    /// It is writing a transaction; the log is read and decoded meanwhile.
    Writing(Writing),
    /// A transaction has failed.
    Lost,
}

impl Destination {
    fn is_writing(&self) -> bool {
        matches!(self, Self::Writing(_))
    }

    /// Waits for the transaction that is being written; none if there is none.
    async fn written(&mut self) -> Result<Option<Written>> {
        let Self::Writing(writing) = self else { return Ok(None) };
        let (session, written) = writing.as_mut().await;
        *self = if written.is_ok() { Self::Free(session) } else { Self::Lost };
        written.map(Some)
    }

    fn take(&mut self) -> Option<Session> {
        match std::mem::replace(self, Self::Lost) {
            Self::Free(session) => Some(session),
            other => {
                *self = other;
                None
            }
        }
    }
}

impl Writer {
    /// None if the reader ended.
    async fn run(&mut self, changes: &mut mpsc::Receiver<Item>) -> Result<Option<Ended>> {
        loop {
            let task = Arc::clone(&self.task);
            let deadline = self.deadline;
            let is_writing = self.destination.is_writing();
            tokio::select! {
                biased;
                () = task.suspend.cancelled() => return self.suspend().await.map(Some),
                () = task.finish.cancelled(), if self.target.is_none() => self.take_target().await?,
                written = self.destination.written(), if is_writing => self.count(written?)?,
                () = async move { sleep_until(deadline.unwrap_or_else(Instant::now)).await },
                    if deadline.is_some() && !self.in_transaction && !is_writing => self.flush().await?,
                item = changes.recv() => match item {
                    None => return Ok(None),
                    Some(item) => self.handle(item.change).await?,
                },
            }
            if self.must_flush(changes.is_empty()) {
                self.flush().await?;
            }
            if self.is_finished() {
                self.task.recorder.flush()?;
                return Ok(Some(Ended::Finished));
            }
        }
    }

    /// Whether the next transaction is complete. `is_last`: no change is waiting.
    fn must_flush(&self, is_last: bool) -> bool {
        let limit = self.task.plan.options.batch_rows.max(1);
        let (rows, bytes) = (self.next.len(), self.next.bytes());
        let is_full = rows >= limit || bytes >= BATCH_BYTES;
        // A very long transaction is written in parts; the position stays before it until its end.
        let is_too_full = rows >= limit * 8 || bytes >= BATCH_BYTES * 4;
        // While a transaction is written, the next one grows.
        is_too_full || (!self.in_transaction && (is_full || (is_last && !self.destination.is_writing())))
    }

    async fn handle(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Rows { event, map } => {
                let route = match self.routes.known(&map)? {
                    Some(route) => route,
                    None => self.read_route(&map).await?,
                };
                let checks_conflicts = self.backlog.as_ref().is_some_and(|backlog| self.is_after(backlog));
                if checks_conflicts && !self.next.batch.is_empty() {
                    self.flush().await?;
                }
                self.in_transaction = true;
                self.deadline.get_or_insert_with(|| Instant::now() + BATCH_TIME);
                if checks_conflicts {
                    self.next.ordered.add(&event, &map, &route)?;
                } else {
                    self.next.batch.add(&event, &map, &route)?;
                }
            }
            Change::Commit { position, time } => {
                self.in_transaction = false;
                self.ended = position.clone();
                self.next.applied = Some((position, time));
            }
            Change::Statement(statement) => self.statement(statement).await?,
            Change::Idle(position) => {
                if !self.in_transaction {
                    self.flush().await?;
                    self.wait().await?;
                    self.ended = position.clone();
                    self.advance(&position, None)?;
                    self.task.progress.change(|snapshot| snapshot.caught_up = true);
                }
            }
        }
        Ok(())
    }

    async fn read_route(&mut self, map: &TableMapEvent<'_>) -> Result<Arc<Route>> {
        self.wait().await?;
        let Destination::Free(session) = &mut self.destination else { return Err(lost()) };
        self.routes.read(&self.task, map, session).await
    }

    async fn statement(&mut self, statement: LoggedStatement) -> Result<()> {
        let decision = ddl::decide(&self.task, &statement)?;
        self.in_transaction = false;
        self.ended = statement.position.clone();
        if decision == Decision::Skip {
            // In a two-way synchronization, the other direction can have changed a table.
            self.routes.forget();
            self.next.applied = Some((statement.position, statement.time));
            return Ok(());
        }
        self.flush().await?;
        self.wait().await?;
        ddl::run(&self.task, &statement, decision).await?;
        self.routes.forget();
        self.advance(&statement.position, Some(statement.time))
    }

    /// Begins to write the next transaction, once the one before is written.
    async fn flush(&mut self) -> Result<()> {
        self.deadline = None;
        if self.next.is_empty() && self.next.applied.is_none() {
            return Ok(());
        }
        self.wait().await?;
        let next = std::mem::take(&mut self.next);
        if next.is_empty() {
            return next.applied.map_or(Ok(()), |(position, time)| self.advance(&position, Some(time)));
        }
        let session = self.destination.take().ok_or_else(lost)?;
        self.destination = Destination::Writing(next.write(Arc::clone(&self.task), session, self.limit));
        Ok(())
    }

    /// Waits until what was begun is written.
    async fn wait(&mut self) -> Result<()> {
        let written = self.destination.written().await?;
        self.count(written)
    }

    /// Counts what was written, and stores the place after its last complete transaction of the source.
    fn count(&mut self, written: Option<Written>) -> Result<()> {
        let Some(Written { rows, events, bytes, left_out, applied }) = written else { return Ok(()) };
        self.task.progress.change(|snapshot| {
            snapshot.applied += rows.saturating_sub(left_out);
            snapshot.conflicts += left_out;
            snapshot.events += events;
            snapshot.bytes += bytes;
            snapshot.caught_up = false;
        });
        applied.map_or(Ok(()), |(position, time)| self.advance(&position, Some(time)))
    }

    /// Whether all transactions up to a position were read.
    fn is_after(&self, position: &Position) -> bool {
        !self.ended.file.is_empty() && self.ended.is_at_or_after(position)
    }

    fn advance(&mut self, position: &Position, time: Option<u64>) -> Result<()> {
        self.task.recorder.update(|checkpoint| checkpoint.applied = Some(position.clone()))?;
        self.task.progress.change(|snapshot| {
            snapshot.position = Some(position.clone());
            snapshot.event_time = time.unwrap_or(snapshot.event_time);
        });
        Ok(())
    }

    async fn suspend(&mut self) -> Result<Ended> {
        if !self.in_transaction {
            self.flush().await?;
        }
        self.wait().await?;
        self.task.recorder.flush()?;
        Ok(Ended::Suspended)
    }

    async fn take_target(&mut self) -> Result<()> {
        self.target = Some(source_position(&self.task).await?);
        Ok(())
    }

    fn is_finished(&self) -> bool {
        let applied = || self.task.recorder.read(|checkpoint| checkpoint.applied.clone());
        match &self.target {
            Some(target) if self.next.is_empty() && !self.destination.is_writing() && !self.in_transaction => {
                applied().is_some_and(|applied| !applied.file.is_empty() && applied.is_at_or_after(target))
            }
            _ => false,
        }
    }
}
