//! Answers that are not those of the API, to each call of an apply, a refresh and a destroy.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, loudly, and report what they found"
)]

mod alibaba;
mod answers;
mod calls;
mod cloud;
mod run;
mod scenario;
mod settings;
mod table;
mod tencent;
mod with_terraform;
mod worker;
