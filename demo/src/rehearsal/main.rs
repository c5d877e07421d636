//! `make rehearsal`: an example moves real rows. Two MariaDB servers on loopback take the place of the databases of two
//! accounts; the example is applied while the source is written to, cut over, compared row by row, and destroyed.
//!
//! `REHEARSAL_ROWS`: how many rows the sample databases have. Default 300,000.

mod accounts;
mod comparison;
mod sample;
mod steps;
mod world;
mod writers;

use std::process::ExitCode;

use acceptance_harness::HarnessError;
use demo_parts::{Screen, interrupted};
use real_servers::ServerError;

use crate::steps::Rehearsal;

const ROWS: u32 = 300_000;
/// Fewer rows than this are not a sample: each table needs some.
const FEWEST: u32 = 1_000;

/// Why the rehearsal ended without its end.
#[derive(Debug, thiserror::Error)]
enum RehearsalError {
    #[error(transparent)]
    Harness(#[from] HarnessError),
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error(transparent)]
    Engine(#[from] engine::Error),
    #[error("REHEARSAL_ROWS is {0:?}; write a number of rows, at least {FEWEST}")]
    Rows(String),
    #[error("{what}:\n{found}")]
    Unexpected { what: &'static str, found: String },
    #[error("cannot write a file of the rehearsal, or to stdout: {0}")]
    Io(#[from] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut screen = Screen::new("rehearsal");
    // Leaving the branch drops Terraform, the emulator and the servers, which ends them.
    let ended = tokio::select! {
        ended = run(&mut screen) => ended,
        () = interrupted() => {
            Screen::new("rehearsal").error("interrupted; Terraform, the emulator and the servers were ended");
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

async fn run(screen: &mut Screen) -> Result<(), RehearsalError> {
    let given = std::env::var("REHEARSAL_ROWS").unwrap_or_default();
    let rows = match given.trim() {
        "" => ROWS,
        text => text.parse().ok().filter(|rows| *rows >= FEWEST).ok_or(RehearsalError::Rows(given))?,
    };
    Rehearsal::prepare(screen, rows).await?.run(screen).await
}
