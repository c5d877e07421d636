//! The provider through the real Terraform binary, on the emulator. There is one module per subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do: loudly, where they stand"
)]

mod actions;
mod argument_walk;
mod captured_requests;
mod container;
mod data_sources;
mod end_to_end;
mod ephemeral;
mod examples;
mod failures;
mod functions;
mod instance;
mod list_resources;
mod live;
mod options;
mod packages;
mod plan;
mod provider;
mod role_trust;
mod rules;
mod scenarios;
mod state;
mod support;
mod synchronization;
mod task;
mod tencent;
mod transition_matrix;
mod unconfirmed;
mod workflows;
