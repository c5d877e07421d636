//! The provider `dts`, as a library: the binary is one call of it, and the fuzz targets reach its readers here. Its modules are
//! no interface for other crates.

mod clouds;
mod command_line;
mod data_sources;
mod ephemeral;
mod facts;
mod functions;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod plugin;
mod provider_block;
mod resources;
mod rules;
mod shared;

use std::process::ExitCode;

/// Does what the process was started for: serves Terraform, runs the emulator, or prints what was asked for.
pub fn run() -> ExitCode {
    command_line::run()
}
