//! Many signed calls in a short time: a client that only signs, sends and reads.
//!
//! Alibaba Cloud's SDKs and the provider's client need more time for a call than the emulator, so they would measure the client. The
//! signature code is separate from the provider's, as in every client of the tests.

mod connection;
mod signer;

pub use connection::{Answer, Connection};
pub use signer::{Api, Signer};
