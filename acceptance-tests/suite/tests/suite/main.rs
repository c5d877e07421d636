//! The provider through the real Terraform binary, on the emulator. One module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do: loudly, where they stand"
)]

mod adopt_instance;
mod adopt_role;
mod adopt_task;
mod alone;
mod bad_input;
mod captured;
mod case;
mod cells;
mod conformance;
mod cross_account;
mod data_sources;
mod drift;
mod ends;
mod ephemeral;
mod evaluated;
mod examples;
mod faults;
mod functions;
mod generated;
mod guards;
mod hcl;
mod identity;
mod import;
mod imported;
mod instance;
mod interrupted;
mod life;
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
mod real;
mod released;
mod restart;
mod rules;
mod running;
mod scenarios;
mod secrets;
mod stopped;
mod task;
mod terminated;
mod trust;
mod unknown;
mod upgrade;
mod version;
mod waits;
mod whole;
mod wired;
