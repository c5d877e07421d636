//! `make bench`: prints the speed, the memory and the size of the provider, beside the goals and a provider on tf-provider.
//!
//! `bench [--quick] [--changes | --emulator | --engine]`: `--quick` measures everything only a few times and with small numbers,
//! `--changes` measures only changes in a cloud, `--emulator` only the emulator, `--engine` only the engine of jobs between real
//! servers. The exit code is a failure when a measurement was not
//! possible, and success when a goal is missed.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use acceptance_harness::binaries;
use bench::{self, BenchError, Binaries, Report, Settings};

const USAGE: &str = "usage: bench [--quick] [--changes | --emulator | --engine]";
/// The part that is measured; all without one of them.
const PARTS: [&str; 3] = ["--changes", "--emulator", "--engine"];

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (parts, others): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| PARTS.contains(argument));
    if parts.len() > 1 || others.iter().any(|argument| *argument != "--quick") {
        return failed(USAGE);
    }
    match measured(!others.is_empty(), parts.first().copied()).await {
        Ok(report) => match printed(&report) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&format!("cannot write to stdout: {error}")),
        },
        Err(error) => failed(&error.to_string()),
    }
}

async fn measured(quick: bool, part: Option<&str>) -> Result<Report, BenchError> {
    let settings = if quick { Settings::quick } else { Settings::full };
    let control = if part.is_some() { PathBuf::new() } else { binaries::control()? };
    let (provider, plain) = (binaries::provider()?, binaries::plain_provider()?);
    let is = |flag: &str| part == Some(flag);
    let settings = Settings {
        changes_only: is("--changes"),
        emulator_only: is("--emulator"),
        engine_only: is("--engine"),
        ..settings(Binaries { provider, plain, control })
    };
    bench::run(&settings, say).await
}

fn printed(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "{report}")?;
    match report.missed()[..] {
        [] => writeln!(out, "\nall goals are met"),
        ref missed => writeln!(out, "\ngoals missed: {}", missed.join("; ")),
    }
}

/// Prints progress to standard error; the tables go to standard output.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "bench: {line}");
}

fn failed(text: &str) -> ExitCode {
    say(text);
    ExitCode::FAILURE
}
