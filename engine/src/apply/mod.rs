//! Follows the changes: one writer, in the order of the log. It collects complete transactions, keeps the last state of each row,
//! and writes that as one transaction. Doing it again after a crash has the same result.

mod batch;
mod ddl;
mod marker;
mod ordered;
mod route;
mod statements;
mod transaction;
mod writer;

pub(crate) use writer::{Ended, follow};
