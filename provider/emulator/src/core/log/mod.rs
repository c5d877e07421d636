//! The request log: its entries, and its readable lines.

mod entry;
mod history;
mod line;

pub(crate) use entry::Entry;
pub(crate) use history::RequestLog;
pub(crate) use line::headings;
