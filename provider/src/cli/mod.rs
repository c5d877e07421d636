//! What the binary is asked to be: a plugin, a plugin under a debugger, the emulator, or a list of the rules.

mod plugin;
mod rule_list;

use std::{io::Write, process::ExitCode};

use clap::{Args, FromArgMatches, Subcommand};
use dts_emulator::cli::EmulatorArgs;
use tokio::runtime;

/// The binary's name.
pub(crate) const BINARY: &str = env!("CARGO_PKG_NAME");

// For people; Terraform gives none. A doc comment would stand in the help.
#[derive(Args)]
struct Arguments {
    /// Serve for a debugger: print TF_REATTACH_PROVIDERS and wait
    #[arg(long)]
    debug: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run a local emulator of the RAM, STS and DTS APIs
    Emulator(EmulatorArgs),
    /// List the rules the provider checks before it asks the cloud, as JSON lines
    Rules,
}

/// Runs what the arguments ask for.
pub(crate) fn run() -> ExitCode {
    // Terraform's start has no arguments, and no time for a parser.
    if std::env::args_os().len() == 1 {
        return ended(plugin::run(false));
    }
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to tell when the terminal is gone.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match arguments.command {
        Some(Command::Emulator(emulator)) => ended(run_emulator(emulator)),
        Some(Command::Rules) => ended(print_rules()),
        None => ended(plugin::run(arguments.debug)),
    }
}

fn parse() -> Result<Arguments, clap::Error> {
    // Go's tools write long flags with one dash, and people are used to it.
    let arguments = std::env::args_os().map(|argument| if argument == "-debug" { "--debug".into() } else { argument });
    let command = clap::Command::new(BINARY)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Terraform provider for cross-account database migrations with Alibaba Cloud DTS.\n\nTerraform starts it by itself; see the README for how to install and configure it.");
    Arguments::from_arg_matches(&Arguments::augment_args(command).try_get_matches_from(arguments)?)
}

fn print_rules() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for rule in rule_list::all_rules() {
        match writeln!(out, "{}", serde_json::to_string(&rule)?) {
            // The reader has seen enough, as `head` has.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            written => written?,
        }
    }
    Ok(())
}

fn run_emulator(arguments: EmulatorArgs) -> anyhow::Result<()> {
    let ended = runtime::Builder::new_multi_thread().enable_all().build()?.block_on(dts_emulator::cli::run(arguments));
    // Its messages are whole sentences, causes included.
    ended.map_err(|error| anyhow::Error::msg(error.to_string()))
}

fn ended(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}
