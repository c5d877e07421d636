//! The writer.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::batch::Batch;
use super::ddl::{self, Decision};
use super::marker;
use super::ordered::Ordered;
use super::route::Routes;
use super::statements;
use crate::checkpoint::Position;
use crate::connect::{Session, Side};
use crate::copy::check_warnings;
use crate::error::{Error, Result};
use crate::log::{Change, Item, LoggedStatement, Reader};
use crate::plan::OnConflict;
use crate::progress::Phase;
use crate::server::ServerFacts;
use crate::start_position;
use crate::task::Task;
use crate::value::CopyColumn;

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
        destination,
        limit,
        routes: Routes::default(),
        batch: Batch::default(),
        ordered: Ordered::default(),
        backlog,
        ended: start,
        applied: None,
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

struct Writer {
    task: Arc<Task>,
    destination: Session,
    limit: usize,
    routes: Routes,
    /// Changes that overwrite what the destination has.
    batch: Batch,
    /// Changes that are checked for conflicts. They follow the batch, which is written before the first of them is added.
    ordered: Ordered,
    backlog: Option<Position>,
    /// The end of the last transaction that was read.
    ended: Position,
    /// The end of the last complete transaction of the batch.
    applied: Option<(Position, u64)>,
    in_transaction: bool,
    deadline: Option<Instant>,
    /// Where the job is finished.
    target: Option<Position>,
}

impl Writer {
    /// None if the reader ended.
    async fn run(&mut self, changes: &mut mpsc::Receiver<Item>) -> Result<Option<Ended>> {
        loop {
            let task = Arc::clone(&self.task);
            let deadline = self.deadline;
            tokio::select! {
                biased;
                () = task.suspend.cancelled() => return self.suspend().await.map(Some),
                () = task.finish.cancelled(), if self.target.is_none() => self.take_target().await?,
                () = async move { sleep_until(deadline.unwrap_or_else(Instant::now)).await }, if deadline.is_some() && !self.in_transaction => {
                    self.flush().await?;
                }
                item = changes.recv() => match item {
                    None => return Ok(None),
                    Some(item) => self.handle(item.change).await?,
                },
            }
            let rows = self.batch.len() + self.ordered.len();
            let limit = self.task.plan.options.batch_rows.max(1);
            let bytes = self.batch.bytes + self.ordered.bytes;
            let is_full = rows >= limit || bytes >= BATCH_BYTES;
            // A very long transaction is written in parts; the position stays before it until its end.
            let is_too_full = rows >= limit * 8 || bytes >= BATCH_BYTES * 4;
            if is_too_full || (!self.in_transaction && (is_full || changes.is_empty())) {
                self.flush().await?;
            }
            if self.is_finished() {
                self.task.recorder.flush()?;
                return Ok(Some(Ended::Finished));
            }
        }
    }

    async fn handle(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Rows { event, map } => {
                let route = self.routes.of(&self.task, &map, &mut self.destination).await?;
                let checks_conflicts = self.backlog.as_ref().is_some_and(|backlog| self.is_after(backlog));
                if checks_conflicts && !self.batch.is_empty() {
                    self.flush().await?;
                }
                self.in_transaction = true;
                self.deadline.get_or_insert_with(|| Instant::now() + BATCH_TIME);
                if checks_conflicts {
                    self.ordered.add(&event, &map, &route)?;
                } else {
                    self.batch.add(&event, &map, &route)?;
                }
            }
            Change::Commit { position, time } => {
                self.in_transaction = false;
                self.ended = position.clone();
                self.applied = Some((position, time));
            }
            Change::Statement(statement) => self.statement(statement).await?,
            Change::Idle(position) => {
                if !self.in_transaction {
                    self.flush().await?;
                    self.ended = position.clone();
                    self.advance(&position, None)?;
                    self.task.progress.change(|snapshot| snapshot.caught_up = true);
                }
            }
        }
        Ok(())
    }

    async fn statement(&mut self, statement: LoggedStatement) -> Result<()> {
        let decision = ddl::decide(&self.task, &statement)?;
        self.in_transaction = false;
        self.ended = statement.position.clone();
        if decision == Decision::Skip {
            // In a two-way synchronization, the other direction can have changed a table.
            self.routes.forget();
            self.applied = Some((statement.position, statement.time));
            return Ok(());
        }
        self.flush().await?;
        ddl::run(&self.task, &statement, decision).await?;
        self.routes.forget();
        self.advance(&statement.position, Some(statement.time))
    }

    /// Writes the batch as one transaction, and stores the place after its last complete transaction of the source.
    async fn flush(&mut self) -> Result<()> {
        self.deadline = None;
        let (batch, ordered) = (std::mem::take(&mut self.batch), std::mem::take(&mut self.ordered));
        if !batch.is_empty() || !ordered.is_empty() {
            let bytes = u64::try_from(batch.bytes + ordered.bytes).unwrap_or(u64::MAX);
            let events = batch.events + ordered.events;
            self.task.throttle.take(events, bytes).await;
            let left_out = self.write_again(&batch, &ordered).await?;
            let rows = u64::try_from(batch.len() + ordered.len()).unwrap_or(u64::MAX);
            self.task.progress.change(|snapshot| {
                snapshot.applied += rows.saturating_sub(left_out);
                snapshot.conflicts += left_out;
                snapshot.events += events;
                snapshot.bytes += bytes;
                snapshot.caught_up = false;
            });
        }
        if let Some((position, time)) = self.applied.take() {
            self.advance(&position, Some(time))?;
        }
        Ok(())
    }

    /// Writes the batch; a deadlock with another session of the destination is repeated at once.
    async fn write_again(&mut self, batch: &Batch, ordered: &Ordered) -> Result<u64> {
        for _ in 0..3 {
            match self.write(batch, ordered).await {
                Err(error) if error.is_lock_conflict() => self.destination.run("ROLLBACK").await?,
                other => return other,
            }
        }
        self.write(batch, ordered).await
    }

    /// One transaction. Returns how many changes were left out because of conflicts.
    async fn write(&mut self, batch: &Batch, ordered: &Ordered) -> Result<u64> {
        self.destination.run("START TRANSACTION").await?;
        if let Some(two_way) = &self.task.plan.two_way {
            self.destination.run(marker::statement(two_way)).await?;
        }
        self.write_batch(batch).await?;
        let policy = self.task.plan.two_way.as_ref().map(|two_way| two_way.on_conflict).unwrap_or_default();
        let left_out = ordered.write(&mut self.destination, policy, self.limit).await?;
        self.destination.run("COMMIT").await?;
        Ok(left_out)
    }

    async fn write_batch(&mut self, batch: &Batch) -> Result<()> {
        for table in batch.tables.values() {
            for sql in statements::deletes(table) {
                self.destination.run(sql).await?;
            }
        }
        for table in batch.tables.values() {
            let columns: Vec<CopyColumn> = table.route.kept.iter().map(|(_, column)| column.clone()).collect();
            for sql in statements::replaces(table, self.limit)? {
                self.destination.run(sql).await?;
                check_warnings(&mut self.destination, &table.route.destination, &columns).await?;
            }
            for sql in statements::filters(table) {
                self.destination.run(sql).await?;
            }
        }
        Ok(())
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
            Some(target) if self.batch.is_empty() && self.ordered.is_empty() && !self.in_transaction => {
                applied().is_some_and(|applied| !applied.file.is_empty() && applied.is_at_or_after(target))
            }
            _ => false,
        }
    }
}
