//! The provider as a program: its command line, the protocol, secrets and shutdown.

mod block;
mod command_line;
mod commands;
mod conformance;
mod rate;
mod report;
pub(crate) mod secrets;
mod shutdown;
mod terraform_version;
mod watch;
