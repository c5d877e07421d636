//! A table.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::column::Column;
use crate::quote::name;

/// Database and table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableName {
    /// The database.
    pub database: String,
    /// The table.
    pub table: String,
}

impl TableName {
    /// A name.
    pub fn new(database: impl Into<String>, table: impl Into<String>) -> Self {
        Self { database: database.into(), table: table.into() }
    }

    /// Both names in backticks.
    pub fn sql(&self) -> String {
        format!("{}.{}", name(&self.database), name(&self.table))
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.table)
    }
}

/// What is stored under the name of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableKind {
    /// A table with rows.
    Base,
    /// A view.
    View,
    /// A sequence or a system-versioned table of MariaDB.
    Other,
}

/// A table with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// What it is.
    pub kind: TableKind,
    /// The storage engine; empty for a view.
    pub engine: String,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The columns of the primary key, or of a unique key without NULL: one row has one value of it.
    pub key: Option<Vec<usize>>,
    /// The number of rows that the server estimates.
    pub estimated_rows: u64,
    /// The average length of a row that the server estimates.
    pub row_length: u64,
    /// The size of all rows that the server estimates.
    pub bytes: u64,
}

impl Table {
    /// The number of a column, without regard to case as the servers do.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The columns of the key.
    pub fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().flatten().filter_map(|index| self.columns.get(*index))
    }
}
