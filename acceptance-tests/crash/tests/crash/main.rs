//! The provider, Terraform and the emulator are killed, get wrong answers, or compete: nothing is lost or created twice. One program for all of
//! these tests: most of them wait, so they run beside each other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, loudly, and report what they found"
)]

#[cfg(unix)]
mod kill_matrix;
mod killed_emulator;
#[cfg(unix)]
mod mangled_answers;
mod soak;
mod two_states;
