//! Copies ranges: reads the rows of one as a stream and writes them with INSERT IGNORE of about one megabyte.

use mysql_async::prelude::Queryable as _;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

use super::ledger::Ledger;
use super::range::Chunk;
use super::table::CopyTable;
use super::warnings::check_warnings;
use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::server::ServerFacts;
use crate::task::Task;
use crate::value::write_copied;

/// The size of a statement, unless a row is longer.
const STATEMENT_BYTES: usize = 1024 * 1024;

/// Copies ranges until there are no more, or the job is suspended.
pub(super) async fn run(task: &Task, ledger: &Ledger, chunks: &Mutex<Receiver<Chunk>>) -> Result<()> {
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let mut destination = Session::open(&task.plan.destination, Side::Destination).await?;
    let limit = ServerFacts::read(&mut destination).await?.max_packet().saturating_sub(1024);
    loop {
        let chunk = tokio::select! {
            chunk = async { chunks.lock().await.recv().await } => chunk,
            () = task.suspend.cancelled() => return Ok(()),
        };
        let Some(chunk) = chunk else { return Ok(()) };
        let mut writer = Writer {
            task,
            ledger,
            chunk: &chunk,
            destination: &mut destination,
            limit,
            statement: Vec::new(),
            rows: 0,
        };
        let Some(rows) =
            writer.copy(&mut source).await.map_err(|error| error.during(&format!("copy of {}", chunk.table.source)))?
        else {
            return Ok(());
        };
        ledger.done(task, &chunk, rows)?;
    }
}

struct Writer<'a> {
    task: &'a Task,
    ledger: &'a Ledger,
    chunk: &'a Chunk,
    destination: &'a mut Session,
    limit: usize,
    statement: Vec<u8>,
    rows: u64,
}

impl Writer<'_> {
    /// The number of rows; none if the job was suspended before all were copied.
    async fn copy(&mut self, source: &mut Session) -> Result<Option<u64>> {
        let table = &self.chunk.table;
        if table.key.is_empty() && self.is_copied().await? {
            return Ok(Some(0));
        }
        let place = source.place().to_owned();
        let of_source = |error: mysql_async::Error| Error::of_server(&place, &error);
        let sql = select(table, self.chunk);
        if table.key.is_empty() {
            self.destination.run("START TRANSACTION").await?;
        }
        let mut total = 0;
        self.task.throttle.take_query().await;
        let mut result = source.conn().query_iter(sql).await.map_err(of_source)?;
        while let Some(row) = result.next().await.map_err(of_source)? {
            self.add(&row.unwrap()).await?;
            total += 1;
            if self.task.suspend.is_cancelled() {
                return Ok(None);
            }
        }
        self.flush().await?;
        if table.key.is_empty() {
            self.destination.run("COMMIT").await?;
        }
        Ok(Some(total))
    }

    /// A table without a key is copied in one transaction into an empty table: it has rows only if that was committed.
    async fn is_copied(&mut self) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", self.chunk.table.destination.sql());
        Ok(self.destination.text(sql).await?.is_some())
    }

    async fn add(&mut self, row: &[mysql_async::Value]) -> Result<()> {
        let start = self.statement.len();
        if start == 0 {
            let table = &self.chunk.table;
            let head = format!("INSERT IGNORE INTO {} ({}) VALUES (", table.destination.sql(), table.insert_list());
            self.statement.extend_from_slice(head.as_bytes());
        } else {
            self.statement.extend_from_slice(b",(");
        }
        for (index, (value, column)) in row.iter().zip(&self.chunk.table.columns).enumerate() {
            if index > 0 {
                self.statement.push(b',');
            }
            write_copied(&mut self.statement, value, &column.kind);
        }
        self.statement.push(b')');
        self.rows += 1;
        if self.statement.len() > self.limit && self.rows > 1 {
            return self.send_without_last(start, row).await;
        }
        // A row that is there already is a warning, and each warning is checked.
        let most_rows = self.task.throttle.rows_at_once().min(self.destination.kept_warnings());
        if self.statement.len() >= STATEMENT_BYTES.min(self.limit) || self.rows >= most_rows {
            self.flush().await?;
        }
        Ok(())
    }

    /// The last row does not fit into the statement: it is sent without it, and the row begins the next one.
    async fn send_without_last(&mut self, start: usize, row: &[mysql_async::Value]) -> Result<()> {
        self.statement.truncate(start);
        self.rows -= 1;
        self.flush().await?;
        Box::pin(self.add(row)).await
    }

    async fn flush(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let statement = std::mem::take(&mut self.statement);
        let rows = std::mem::take(&mut self.rows);
        if statement.len() > self.limit {
            return Err(Error::fail(format!(
                "a row has {} bytes, and max_allowed_packet of the destination allows {}; increase it",
                statement.len(),
                self.limit
            )));
        }
        let bytes = u64::try_from(statement.len()).unwrap_or(u64::MAX);
        self.task.throttle.take(rows, bytes).await;
        self.destination.run(&statement).await?;
        let table = &self.chunk.table;
        check_warnings(self.destination, &table.destination, &table.columns).await?;
        self.ledger.wrote(self.task, self.chunk, rows, bytes);
        // The memory is used again, unless one very long row enlarged it.
        if statement.capacity() <= 4 * STATEMENT_BYTES {
            self.statement = statement;
            self.statement.clear();
        }
        Ok(())
    }
}

fn select(table: &CopyTable, chunk: &Chunk) -> String {
    let mut conditions: Vec<String> = chunk.range.condition(&table.key, false).into_iter().collect();
    conditions.extend(table.filter.as_ref().map(|filter| filter.to_string()));
    let condition = match conditions.as_slice() {
        [] => String::new(),
        all => format!(" WHERE ({})", all.join(") AND (")),
    };
    format!("SELECT {} FROM {}{condition}", table.select_list(), table.source.sql())
}
