//! Terraform, run as a user runs it, in a separate folder and environment, and the server of its states.

mod core;
mod installation;
mod output;
#[cfg(unix)]
pub mod processes;
mod runner;
#[cfg(unix)]
mod running;
mod state_server;

pub use core::{Core, Feature, Product};
pub use installation::{Installation, Plugin};
pub use output::{Diagnostic, Place, Run};
pub use runner::Terraform;
#[cfg(unix)]
pub use running::Running;
pub use state_server::StateServer;
