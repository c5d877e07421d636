//! `make bench`: prints how quick and how small the provider is, beside its goals and a provider on tf-provider.
//!
//! `bench [--quick]`: `--quick` measures everything only a few times. Ends with a failure when a measurement could not be
//! made, not when a goal is missed.

use std::io::{self, Write as _};
use std::process::ExitCode;

use acceptance_tests::bench::{self, BenchError, Binaries, Report, Settings};
use acceptance_tests::binaries;

const USAGE: &str = "usage: bench [--quick]";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--quick"] => true,
        _ => return failed(USAGE),
    };
    match measured(quick).await {
        Ok(report) => match printed(&report) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&format!("cannot write to stdout: {error}")),
        },
        Err(error) => failed(&error.to_string()),
    }
}

async fn measured(quick: bool) -> Result<Report, BenchError> {
    let make = if quick { Settings::quick } else { Settings::full };
    let (provider, plain, control) = (binaries::provider()?, binaries::plain_provider()?, binaries::control()?);
    bench::run(&make(Binaries { provider, plain, control }), say).await
}

fn printed(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "{report}")?;
    match report.missed()[..] {
        [] => writeln!(out, "\nall goals are met"),
        ref missed => writeln!(out, "\ngoals missed: {}", missed.join("; ")),
    }
}

/// For people who wait; the tables go to standard output.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "bench: {line}");
}

fn failed(text: &str) -> ExitCode {
    say(text);
    ExitCode::FAILURE
}
