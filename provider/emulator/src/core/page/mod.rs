//! The status page at `/`: what the accounts hold, for people, live. It only reads.
//!
//! | file | subject |
//! |---|---|
//! | `routes` | which requests get the page, and the headers every answer of it has |
//! | `summary` | the JSON the page polls; it holds no secret |
//! | `files/` | the page itself: no network, no library, no font but the reader's own |
//!
//! Viewing the page changes nothing: it does not count as a poll of a job, it gets no faults, and it is not in the request
//! log.

mod routes;
mod summary;

pub(crate) use routes::{document, is_asked_for, router};
