//! The same objects in two states: each object belongs to one of them, and the other
//! one gets an error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, loudly, and report what they found"
)]

mod account;
mod configuration;
mod one_run;
mod start;
mod two_runs;
