//! What all resources need to talk to a cloud: sessions, waits, and errors as diagnostics.

mod diagnose;
mod session;
mod settle;
mod tags;
mod wait;

pub(crate) use diagnose::{cloud_error, cloud_error_at, with_ready_import};
pub(crate) use session::Session;
pub(crate) use settle::{PROPAGATION, until_settled};
pub(crate) use tags::{TagChange, tag_change};
pub(crate) use wait::{Poll, Stopped, wait};

/// A whole number of minutes.
pub(crate) const fn minutes(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count * 60)
}
