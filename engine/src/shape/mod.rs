//! The shape of tables: columns, keys and sizes.

mod column;
mod read;
mod table;

pub use column::{Column, ColumnKind};
pub use read::{read_names, read_table, read_tables};
pub use table::{Table, TableKind, TableName};
