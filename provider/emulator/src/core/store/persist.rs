//! Rows of the data directory, and the trait with which services write and read their rows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A row that an earlier run has written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoredRow<'a> {
    /// The first part of its key, one of [`Persist::row_kinds`].
    pub(crate) kind: &'a str,
    /// The rest of its key.
    pub(crate) path: &'a str,
    value: &'a [u8],
}

impl<'a> StoredRow<'a> {
    /// A row from its key, `KIND/PATH`, and its value.
    pub(crate) fn new(key: &'a str, value: &'a [u8]) -> Self {
        let (kind, path) = key.split_once('/').unwrap_or((key, ""));
        Self { kind, path, value }
    }

    /// The value as it is stored.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.value
    }

    /// The object of the row.
    pub(crate) fn object<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(self.value).map_err(|error| error.to_string())
    }
}

/// The rows that one call has changed: key → JSON value; none for a deleted row.
#[derive(Debug, Default)]
pub(crate) struct ChangedRows(pub(super) BTreeMap<String, Option<Vec<u8>>>);

/// An object that cannot be written as JSON.
#[derive(Debug)]
pub(crate) struct NotWritable {
    pub(crate) key: String,
    pub(crate) why: String,
}

impl ChangedRows {
    /// Adds the row of an object, or its deletion.
    pub(crate) fn put<T: Serialize>(&mut self, key: String, object: Option<&T>) -> Result<(), NotWritable> {
        let value = object.map(serde_json::to_vec).transpose();
        let value = value.map_err(|error| NotWritable { key: key.clone(), why: error.to_string() })?;
        self.0.insert(key, value);
        Ok(())
    }

    /// Adds a row that is a text.
    pub(crate) fn put_text(&mut self, key: &str, text: &str) {
        self.0.insert(key.to_owned(), Some(text.as_bytes().to_vec()));
    }

    /// The keys of the rows.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// State that is kept in the data directory, as rows of certain kinds.
pub(crate) trait Persist {
    /// The kinds of its rows: the first parts of their keys. No other service has rows of these kinds.
    fn row_kinds(&self) -> &'static [&'static str];

    /// Removes the objects that come from the world: their rows are read afterwards with [`Persist::restore`].
    fn empty(&mut self);

    /// Reads one row. The rows come in the order of their keys.
    ///
    /// # Errors
    ///
    /// The reason why the row is not valid.
    fn restore(&mut self, row: StoredRow<'_>, now: Timestamp) -> Result<(), String>;

    /// Adds the rows that have changed since the last time; with `all` it adds every row.
    ///
    /// # Errors
    ///
    /// An object cannot be written as JSON.
    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable>;

    /// Drops the list of changes: there is no data directory.
    fn forget_changes(&mut self);
}
