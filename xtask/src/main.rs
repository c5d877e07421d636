//! Developer commands of this repository; the Makefile has a target for each.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::bail;
use clap::{Parser, Subcommand};
use xtask::{actions, architecture, docs, package, words};

#[derive(Parser)]
#[command(about = "Developer commands of this repository")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the registry pages in docs/ and the exported schema
    Docs {
        /// Write nothing; list the stale files and fail when there is one
        #[arg(long)]
        check: bool,
    },
    /// Write the files that a registry serves
    Package {
        #[command(subcommand)]
        command: PackageCommand,
    },
    /// Write the request and answer structs of the Alibaba Cloud client
    Actions {
        /// Write nothing; list the stale files and fail when there is one
        #[arg(long)]
        check: bool,
    },
    /// Check the dependencies between crates and search for circular imports between modules
    Architecture,
    /// Search the text of the repository for words that readers should not have to decode
    Words,
}

#[derive(Subcommand)]
enum PackageCommand {
    /// Pack the binary and files into the zip of a platform
    Zip {
        /// Folder to write to
        folder: PathBuf,
        /// Version of the provider
        version: String,
        /// Platform as Terraform names it, for example linux_amd64
        platform: String,
        /// The provider's binary
        binary: PathBuf,
        /// More files to pack
        files: Vec<String>,
        /// Pack the binary even if it contains paths of this machine
        #[arg(long)]
        any_paths: bool,
    },
    /// Write the manifest and the checksums of a version
    Sums {
        /// Folder with the zips
        folder: PathBuf,
        /// Version of the provider
        version: String,
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Docs { check } => {
            let stale = docs::command::stale(check).await?;
            match (stale.is_empty(), check) {
                (true, _) => say("docs: no file is stale"),
                (false, true) => bail!("docs: stale: {}; run make docs", stale.join(", ")),
                (false, false) => say(&format!("docs: wrote {}", stale.join(", "))),
            }
        }
        Command::Package { command } => written(&match command {
            PackageCommand::Zip { folder, version, platform, binary, files, any_paths } => {
                package::zip(&folder, &version, &platform, &binary, &files, any_paths)?
            }
            PackageCommand::Sums { folder, version } => package::sums(&folder, &version)?,
        }),
        Command::Actions { check: true } => fail_on(&actions::check()?),
        Command::Actions { check: false } => actions::write(),
        Command::Architecture => fail_on(&architecture::check()?),
        Command::Words => fail_on(&words::check()?),
    }
}

/// Prints the files that were written.
fn written(paths: &[PathBuf]) -> anyhow::Result<()> {
    paths.iter().map(PathBuf::as_path).map(Path::display).try_for_each(|path| say(&format!("wrote {path}")))
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// An error with all problems, when there is one.
fn fail_on(problems: &[String]) -> anyhow::Result<()> {
    if problems.is_empty() { Ok(()) } else { bail!(problems.join("\n")) }
}
