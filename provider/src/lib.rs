//! The provider `dts` as a library. The binary calls [`run`]; the fuzz targets call its parsers. The modules are not an interface for
//! other crates.

mod accounts;
mod actions;
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
mod job_view;
mod report;
mod resources;
mod rules;
mod watch;

use std::process::ExitCode;

/// Runs the command of the process's arguments: serves Terraform, runs the emulator, shows a job or writes a report of it, or lists the rules.
pub fn run() -> ExitCode {
    cli::run()
}
