//! Many signed calls in a short time: a client that does nothing but sign, send and read.
//!
//! Alibaba Cloud's SDKs and our own client take longer for a call than the emulator does; with them one would measure the
//! client. The signature code is this module's own, like that of every client here.

mod connection;
mod signer;

pub use connection::{Answer, Connection};
pub use signer::{Api, Signer};
