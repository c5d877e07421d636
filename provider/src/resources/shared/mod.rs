//! What all resources need: sessions with a cloud, waits, tags, identities.

pub(crate) mod identity;
mod settle;
mod tags;
mod wait;

pub(crate) use crate::accounts::Session;
pub(crate) use settle::{PROPAGATION, until_settled};
pub(crate) use tags::{TagChange, tag_change};
pub(crate) use wait::{Poll, Stopped, wait};

/// A whole number of minutes.
pub(crate) const fn minutes(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count * 60)
}
