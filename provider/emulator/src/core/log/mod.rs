//! The request log: its entries, and the lines people read.

mod entry;
mod history;
mod line;

pub(crate) use entry::{Entry, object_of};
pub(crate) use history::RequestLog;
pub(crate) use line::headings;
