//! Terraform, run as a user runs it, in a folder and an environment of its own.

mod installation;
mod output;
mod runner;

pub use installation::{Installation, Plugin};
pub use output::{Diagnostic, Place, Run};
pub use runner::Terraform;
