//! The command line: a plugin, a plugin under a debugger, the emulator, the progress of a job, a report of it, the list of rules, or the version.

mod plugin;
mod rule_list;

use std::{io::Write, process::ExitCode};

use clap::{Args, FromArgMatches, Subcommand};
use dts_emulator::cli::EmulatorArgs;
use rule_list::RuleFormat;
use tokio::runtime;

use crate::{
    report::{self, ReportArgs},
    watch::{self, WatchArgs},
};

/// The binary's name.
pub(crate) const BINARY: &str = env!("CARGO_PKG_NAME");

// Terraform passes no arguments; these are for users. A doc comment would appear in the help.
#[derive(Args)]
struct Arguments {
    /// Serve under a debugger: print TF_REATTACH_PROVIDERS and keep running
    #[arg(long)]
    debug: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run a local emulator of the APIs of Alibaba Cloud (RAM, STS, DTS) and Tencent Cloud (CAM, STS, DTS)
    Emulator(EmulatorArgs),
    /// Print all rules that the provider checks before the first API call that changes something
    #[command(after_help = concat!(
        "The message of each rule says what to write. The rules with their guide: ",
        env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/guides/errors.md"
    ))]
    Rules {
        /// JSON Lines for scripts, or a table to read
        #[arg(long, value_enum, default_value = "json")]
        format: RuleFormat,
    },
    /// Show the progress of one job of either cloud until it has caught up, finished or failed
    Watch(WatchArgs),
    /// Write an HTML page about one job of either cloud, for a change ticket: what was checked and moved, how long it took, the delay
    Report(ReportArgs),
    /// Print the version of the provider
    Version,
}

/// Runs the command of the process's arguments.
pub(crate) fn run() -> ExitCode {
    // Terraform starts the plugin without arguments. Building the parser would only delay the start.
    if std::env::args_os().len() == 1 {
        return exit_code(plugin::run(false));
    }
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // If the terminal is closed, the error cannot be shown anywhere.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match arguments.command {
        Some(Command::Emulator(emulator)) => exit_code(run_emulator(emulator)),
        Some(Command::Rules { format }) => {
            exit_code(rule_list::lines(format).map_err(Into::into).and_then(print_lines))
        }
        Some(Command::Watch(arguments)) => watch::run(&arguments).unwrap_or_else(failed),
        Some(Command::Report(arguments)) => report::run(&arguments).unwrap_or_else(failed),
        Some(Command::Version) => exit_code(print_lines([format!("{BINARY} {}", env!("CARGO_PKG_VERSION"))])),
        None => exit_code(plugin::run(arguments.debug)),
    }
}

fn parse() -> Result<Arguments, clap::Error> {
    // Go programs take long flags with one dash, so users of Terraform plugins expect `-debug`.
    let arguments = std::env::args_os().map(|argument| if argument == "-debug" { "--debug".into() } else { argument });
    let command = clap::Command::new(BINARY)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Terraform provider for cross-account database migrations with DTS of Alibaba Cloud and Tencent Cloud.\n\nTerraform starts it automatically. Its page in the registry (docs/index.md in the repository) explains how to configure it.");
    Arguments::from_arg_matches(&Arguments::augment_args(command).try_get_matches_from(arguments)?)
}

/// Prints lines on stdout, until the reader closes the pipe, as `head` does.
fn print_lines(lines: impl IntoIterator<Item = String>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        match writeln!(out, "{line}") {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            result => result?,
        }
    }
    Ok(())
}

fn run_emulator(arguments: EmulatorArgs) -> anyhow::Result<()> {
    let result = runtime::Builder::new_multi_thread().enable_all().build()?.block_on(dts_emulator::cli::run(arguments));
    // The emulator's messages are complete sentences that include their causes.
    result.map_err(|error| anyhow::Error::msg(error.to_string()))
}

fn exit_code(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(error),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it ends a Result")]
fn failed(error: anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{error:#}");
    ExitCode::FAILURE
}
