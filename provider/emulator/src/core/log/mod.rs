//! The request log: its entries, and the lines that people read.

mod entry;
mod history;
mod line;

pub(crate) use entry::Entry;
pub(crate) use history::RequestLog;
pub(crate) use line::headings;
