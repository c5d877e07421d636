//! terraform-provider-dts: cross-account database migrations with Alibaba Cloud DTS as Terraform resources.
//!
//! Terraform starts the binary without arguments and speaks plugin protocol 6 with it. `emulator` starts a local
//! emulator of the cloud's APIs instead.

mod clouds;
mod command_line;
mod data_sources;
mod facts;
mod functions;
mod plugin;
mod provider_block;
mod resources;
mod rules;
mod shared;

use std::process::ExitCode;

fn main() -> ExitCode {
    command_line::run()
}
