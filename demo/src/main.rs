//! `make demo`: an example from nothing to running and back, on the emulator, with the real Terraform.
//!
//! `demo [EXAMPLE]`: the name of a folder in `examples`; `SCENARIO` names it as well. Default `cross-account-source`.

mod scenario;
mod tables;
mod walkthrough;

use std::process::ExitCode;

use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::{HarnessError, binaries};
use demo_parts::{Screen, interrupted};

use crate::scenario::Scenario;
use crate::walkthrough::Walkthrough;

/// Why the demo ended without its end.
#[derive(Debug, thiserror::Error)]
enum DemoError {
    #[error(transparent)]
    Harness(#[from] HarnessError),
    #[error("the demo cannot run {name:?}; it runs these folders of examples/: {known}")]
    NoExample { name: String, known: String },
    #[error("{what}:\n{found}")]
    Unexpected { what: &'static str, found: String },
    #[error("cannot write to stdout: {0}")]
    Stdout(#[from] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut screen = Screen::new("demo");
    // Leaving the branch drops Terraform and the emulator, which kills both.
    let ended = tokio::select! {
        ended = run(&mut screen) => ended,
        () = interrupted() => {
            Screen::new("demo").error("interrupted; the emulator and Terraform were ended");
            return ExitCode::from(130);
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            screen.error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn run(screen: &mut Screen) -> Result<(), DemoError> {
    let scenario = Scenario::selected()?;
    let emulator = EmulatorProcess::start(&binaries::provider()?, &["--strict"]).await?;
    let outcome = Walkthrough::new(screen, scenario, emulator.url())?.run().await;
    emulator.stop().await?;
    outcome
}
