//! The thread that writes: all waiting changes go into one transaction.

#![expect(clippy::disallowed_methods, reason = "one thread writes to the disk; it ends with its channel")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use redb::Database;
use tokio::sync::oneshot;

use crate::core::nonces::Minute;

use super::changes::Changes;
use super::error::StoreError;
use super::file::{Rows, TABLE, Watch};

/// How the keys of rows with nonces begin.
const NONCES: &str = "nonce/";

/// Most calls of one transaction.
const BATCH: usize = 4096;

/// The result of writing a call's changes: success, or why they are not on disk.
type Done = oneshot::Sender<Result<(), Why>>;

/// Why changes are not on disk.
#[derive(Debug, Clone)]
enum Why {
    NotWritten(String),
    /// The store file was removed or replaced.
    Removed,
}

impl Why {
    fn into_error(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::NotWritten(why) => StoreError::Write { path, why },
            Self::Removed => StoreError::Removed { path },
        }
    }
}

enum Message {
    Write(Changes, Done),
    Close(oneshot::Sender<()>),
}

/// The sender to the thread. The store is closed when the last sender is dropped, or by [`Store::close`].
#[derive(Debug, Clone)]
pub(crate) struct Store {
    queue: Sender<Message>,
    path: PathBuf,
    failure: Failure,
}

/// Why nothing is written any more: the state in memory is not on disk then.
type Failure = Arc<OnceLock<Why>>;

/// Changes that are not on disk yet.
#[derive(Debug)]
pub(crate) struct PendingWrite {
    done: oneshot::Receiver<Result<(), Why>>,
    path: PathBuf,
}

impl PendingWrite {
    /// Returns when they are on disk.
    pub(crate) async fn wait(self) -> Result<(), StoreError> {
        let ended = || Err(Why::NotWritten("the emulator is ending".to_owned()));
        let done = self.done.await.unwrap_or_else(|_| ended());
        done.map_err(|why| why.into_error(&self.path))
    }
}

impl Store {
    /// Starts the thread; `rows` are those of the file, and `watch` notices when the file is removed.
    pub(crate) fn start(database: Database, watch: Option<Watch>, path: PathBuf, rows: &Rows) -> Self {
        let last_nonce = last_nonce(rows);
        let (queue, messages) = mpsc::channel();
        let failure = Failure::default();
        let writer = Writer { database, watch, last_nonce, failure: Arc::clone(&failure) };
        std::thread::spawn(move || writer.serve(&messages));
        Self { queue, path, failure }
    }

    /// Sends changes to the thread, which writes them in the order of these calls.
    pub(crate) fn submit(&self, changes: Changes) -> PendingWrite {
        let (done, written) = oneshot::channel();
        // When the thread has ended, the receiver is dropped, and waiting returns an error.
        let _ = self.queue.send(Message::Write(changes, done));
        PendingWrite { done: written, path: self.path.clone() }
    }

    /// Writes the waiting changes and closes the file.
    pub(crate) async fn close(&self) {
        let (closed, end) = oneshot::channel();
        if self.queue.send(Message::Close(closed)).is_ok() {
            // An error means that the thread has ended: the file is closed.
            let _ = end.await;
        }
    }

    /// No later changes are accepted.
    pub(crate) fn fail(&self, why: &str) {
        // The first reason stays.
        let _ = self.failure.set(Why::NotWritten(why.to_owned()));
    }

    /// Returns an error when something could not be written.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        match self.failure.get() {
            None => Ok(()),
            Some(why) => Err(why.clone().into_error(&self.path)),
        }
    }
}

struct Writer {
    database: Database,
    /// None for a database that is not a file.
    watch: Option<Watch>,
    /// Number of the last row of nonces.
    last_nonce: u64,
    failure: Failure,
}

impl Writer {
    /// Serves the queue until its end.
    fn serve(mut self, messages: &Receiver<Message>) {
        while let Some(mut batch) = next_batch(messages) {
            let closing = batch.pop_if(|last| matches!(last, Message::Close(_)));
            self.write_batch(batch);
            if let Some(Message::Close(closed)) = closing {
                drop(self.database);
                drop(self.watch);
                // If the caller does not wait any more, that is not an error.
                let _ = closed.send(());
                return;
            }
        }
    }

    fn write_batch(&mut self, batch: Vec<Message>) {
        let mut all = Changes::default();
        let mut waiting: Vec<Done> = Vec::new();
        for message in batch {
            if let Message::Write(changes, done) = message {
                all.then(changes);
                waiting.push(done);
            }
        }
        if !waiting.is_empty()
            && self.failure.get().is_none()
            && let Err(why) = self.write_and_check(&all)
        {
            tracing::error!("the data directory is not written any more: {why:?}");
            // Should there be a reason already, it stays.
            let _ = self.failure.set(why);
        }
        for done in waiting {
            // If the caller does not wait any more, the thread continues.
            let _ = done.send(self.failure.get().cloned().map_or(Ok(()), Err));
        }
    }

    /// Writes, and checks that what was written can be found again.
    fn write_and_check(&mut self, changes: &Changes) -> Result<(), Why> {
        self.write(changes).map_err(|error| Why::NotWritten(error.to_string()))?;
        if self.watch.as_ref().is_none_or(Watch::is_unchanged) { Ok(()) } else { Err(Why::Removed) }
    }

    /// One transaction: all of it is on disk when this returns, or nothing.
    fn write(&mut self, changes: &Changes) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
            if changes.cleared {
                table.retain(|_, _| false)?;
            }
            for (key, value) in &changes.rows.0 {
                match value {
                    Some(value) => table.insert(key.as_str(), value.as_slice())?,
                    None => table.remove(key.as_str())?,
                };
            }
            for (end, marks) in by_end(changes) {
                self.last_nonce += 1;
                table.insert(nonce_key(end, self.last_nonce).as_str(), marks.as_slice())?;
            }
            let now = Timestamp::now().as_second().div_euclid(60);
            table.retain_in(NONCES..nonce_key(now + 1, 0).as_str(), |_, _| false)?;
        }
        transaction.commit()?;
        Ok(())
    }
}

/// The key of nonces that can be forgotten at a minute.
fn nonce_key(end: Minute, number: u64) -> String {
    format!("{NONCES}{end:012}/{number:020}")
}

/// The highest number of such a key.
fn last_nonce(rows: &Rows) -> u64 {
    let keys = rows.iter().filter(|(key, _)| key.starts_with(NONCES));
    keys.filter_map(|(key, _)| key.rsplit('/').next()?.parse().ok()).max().unwrap_or_default()
}

/// The waiting messages, at least one; a message to close is the last one.
fn next_batch(messages: &Receiver<Message>) -> Option<Vec<Message>> {
    let mut batch = vec![messages.recv().ok()?];
    while batch.len() < BATCH && !matches!(batch.last(), Some(Message::Close(_))) {
        match messages.try_recv() {
            Ok(message) => batch.push(message),
            Err(_) => break,
        }
    }
    Some(batch)
}

/// The nonces of a transaction, as one row for each minute in which they can be forgotten.
fn by_end(changes: &Changes) -> BTreeMap<i64, Vec<u8>> {
    let mut rows: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
    for (end, mark) in &changes.nonces {
        rows.entry(*end).or_default().extend(mark);
    }
    rows
}
