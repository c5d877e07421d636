//! Values as SQL: what is selected for an exact copy, and how values of rows and of log events are written as literals.

mod copied;
mod json;
mod literal;
mod logged;

pub(crate) use copied::{CopyColumn, select_expression, write_copied};
pub(crate) use literal::write_hex;
pub(crate) use logged::write_logged;
