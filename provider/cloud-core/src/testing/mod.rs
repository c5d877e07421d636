//! For tests of the clients: scripted answers without a network, a stub server, a clock that is set by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "for tests only")]

mod clock;
mod script;
mod server;

pub use clock::{CountedNonces, ManualClock};
pub use script::{Script, Sent, Step, answer, lost, not_sent};
pub use server::{StubReply, StubServer, json, with_headers};

use crate::service::Service;

/// A service for tests.
pub static QUEUES: Service =
    Service { key: "queues", name: "Queues", version: "2024-01-01", endpoint_variable: "QUEUES_ENDPOINT" };
