//! The status page at `/`: what the accounts hold, for people, live. It only reads.
//!
//! | file | subject |
//! |---|---|
//! | `routes` | which requests get the page, and the headers every answer of it has |
//! | `summary` | the JSON the page polls; it holds no secret |
//! | `files/` | the page itself: no network, no library, no font but the reader's own |
//!
//! Looking on changes nothing: it is no poll of a job, no fault hits it, and no line of the request log tells of it.

mod routes;
mod summary;

pub(crate) use routes::{document, is_asked_for, router};
