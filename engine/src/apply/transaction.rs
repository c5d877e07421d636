//! One transaction of the destination. The next one is collected while it is written.

use std::pin::Pin;
use std::sync::Arc;

use super::batch::Batch;
use super::marker;
use super::ordered::Ordered;
use super::statements;
use crate::checkpoint::Position;
use crate::connect::Session;
use crate::copy::check_warnings;
use crate::error::Result;
use crate::task::Task;
use crate::value::CopyColumn;

/// What one transaction writes.
#[derive(Default)]
pub(super) struct Transaction {
    /// Changes that overwrite what the destination has.
    pub(super) batch: Batch,
    /// Changes that are checked for conflicts. They follow the batch, which is written before the first of them is added.
    pub(super) ordered: Ordered,
    /// The end of the last complete transaction of the source in it, and the time of that.
    pub(super) applied: Option<(Position, u64)>,
}

/// A transaction that is being written. It returns the session, and what was written. If it is dropped, the connection is closed,
/// and the server rolls back what is not committed.
pub(super) type Writing = Pin<Box<dyn Future<Output = (Session, Result<Written>)> + Send>>;

/// What was written.
pub(super) struct Written {
    /// Rows.
    pub(super) rows: u64,
    /// Changes of the log, of which several can be of the same row.
    pub(super) events: u64,
    pub(super) bytes: u64,
    /// Changes that were left out because of conflicts.
    pub(super) left_out: u64,
    /// As in the transaction.
    pub(super) applied: Option<(Position, u64)>,
}

impl Transaction {
    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty() && self.ordered.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.batch.len() + self.ordered.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.batch.bytes + self.ordered.bytes
    }

    /// Writes it. `limit` is the longest statement that the destination accepts.
    pub(super) fn write(self, task: Arc<Task>, mut session: Session, limit: usize) -> Writing {
        Box::pin(async move {
            let written = self.write_to(&task, &mut session, limit).await;
            (session, written)
        })
    }

    async fn write_to(self, task: &Task, session: &mut Session, limit: usize) -> Result<Written> {
        let bytes = u64::try_from(self.bytes()).unwrap_or(u64::MAX);
        let events = self.batch.events + self.ordered.events;
        task.throttle.take(events, bytes).await;
        let left_out = self.write_again(task, session, limit).await?;
        let rows = u64::try_from(self.len()).unwrap_or(u64::MAX);
        Ok(Written { rows, events, bytes, left_out, applied: self.applied })
    }

    /// A deadlock with another session of the destination is repeated at once.
    async fn write_again(&self, task: &Task, session: &mut Session, limit: usize) -> Result<u64> {
        for _ in 0..3 {
            match self.write_once(task, session, limit).await {
                Err(error) if error.is_lock_conflict() => session.run("ROLLBACK").await?,
                other => return other,
            }
        }
        self.write_once(task, session, limit).await
    }

    /// Returns how many changes were left out because of conflicts.
    async fn write_once(&self, task: &Task, session: &mut Session, limit: usize) -> Result<u64> {
        session.run("START TRANSACTION").await?;
        if let Some(two_way) = &task.plan.two_way {
            session.run(marker::statement(two_way)).await?;
        }
        write_batch(&self.batch, session, limit).await?;
        let policy = task.plan.two_way.as_ref().map(|two_way| two_way.on_conflict).unwrap_or_default();
        let left_out = self.ordered.write(session, policy, limit).await?;
        session.run("COMMIT").await?;
        Ok(left_out)
    }
}

async fn write_batch(batch: &Batch, session: &mut Session, limit: usize) -> Result<()> {
    for table in batch.tables.values() {
        for sql in statements::deletes(table) {
            session.run(sql).await?;
        }
    }
    for table in batch.tables.values() {
        let columns: Vec<CopyColumn> = table.route.kept.iter().map(|(_, column)| column.clone()).collect();
        for sql in statements::replaces(table, limit)? {
            session.run(sql).await?;
            check_warnings(session, &table.route.destination, &columns).await?;
        }
        for sql in statements::filters(table) {
            session.run(sql).await?;
        }
    }
    Ok(())
}
