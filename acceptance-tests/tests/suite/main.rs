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
mod drift;
mod examples;
mod guards;
mod hcl;
mod import;
mod imported;
mod instance;
mod interrupted;
mod meddler;
mod messages;
mod plan;
mod precheck;
mod process;
mod scenarios;
mod secrets;
mod task;
mod trust;
mod version;
mod whole;
