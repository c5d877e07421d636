//! The status page at `/`: a live view of the objects of the accounts. It only reads.
//!
//! | file | subject |
//! |---|---|
//! | `routes` | the requests that get the page, and the headers of every answer |
//! | `summary` | the JSON that the page polls; it contains no secret |
//! | `files/` | the files of the page: no network, no library, only the fonts of the browser |
//!
//! Viewing the page changes nothing: it does not count as a poll of a job, faults do not apply to it, and it is not in
//! the request log.

mod routes;
mod summary;

pub(crate) use routes::{document, is_asked_for, router};
