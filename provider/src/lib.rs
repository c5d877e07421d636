//! The provider `dts`, as a library: the binary is one call of it, and the fuzz targets reach its readers here. Its modules are
//! no interface for other crates.

mod accounts;
mod cli;
mod config;
mod data_sources;
mod diagnostics;
mod ephemeral;
mod facts;
mod functions;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod resources;
mod rules;

use std::process::ExitCode;

/// Does what the process was started for: serves Terraform, runs the emulator, or prints what was asked for.
pub fn run() -> ExitCode {
    cli::run()
}
