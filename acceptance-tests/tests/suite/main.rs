//! The provider through the real Terraform binary, on the emulator. One module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do: loudly, where they stand"
)]

mod bad_input;
mod case;
mod cross_account;
mod data_sources;
mod drift;
mod examples;
mod functions;
mod generated;
mod guards;
mod hcl;
mod import;
mod imported;
mod instance;
mod interrupted;
mod matrix;
mod meddler;
mod messages;
mod mistakes;
mod module;
mod offline;
mod options;
mod packages;
mod plan;
mod policies;
mod precheck;
mod process;
mod rules;
mod scenarios;
mod secrets;
mod task;
mod trust;
mod unknown;
mod version;
mod whole;
