//! Developer commands of this repository. `make lint` runs the checks.

mod architecture;
mod repository;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Developer commands of this repository")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check the dependencies between crates and search for circular imports between modules
    Architecture,
    /// Search the text of the repository for words that readers should not have to decode
    Words,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Architecture => architecture::check(),
        Command::Words => words::check(),
    };
    match outcome {
        Ok(problems) => report(&problems),
        Err(error) => report(&[format!("{error:#}")]),
    }
}

/// Prints each problem on a line. The exit code is a failure when there is one.
#[expect(clippy::print_stderr, reason = "a command for people at a terminal")]
fn report(problems: &[String]) -> ExitCode {
    for problem in problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
