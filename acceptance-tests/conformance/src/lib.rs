//! The other end of the wire: a client that does what Terraform does with a plugin, and a suite of checks on it.
//!
//! [`PluginProcess`] starts any provider binary with go-plugin's handshake and calls it over gRPC; [`suite::run`] holds
//! a binary against the protocol. Neither knows the provider: both work with every binary that speaks protocol 6.

mod channel;
mod error;
mod identity;
mod launch;
mod line;
mod output;
mod process;
pub mod suite;
pub mod values;

pub use channel::Credentials;
pub use error::PluginError;
pub use identity::{ClientIdentity, KeyKind};
pub use launch::{Exited, LaunchOptions, run_to_exit};
pub use line::{HandshakeLine, Network};
pub use process::PluginProcess;
