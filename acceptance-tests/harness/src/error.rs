//! What can go wrong before anything is tested.

use std::path::PathBuf;
use std::time::Duration;

/// Why the harness cannot do its part.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// The provider has not been built.
    #[error(
        "there is no provider at {}: build it with `{command}`, or name another binary in PROVIDER_BINARY",
        path.display()
    )]
    NoProvider {
        /// Where it was looked for.
        path: PathBuf,
        /// What builds it.
        command: &'static str,
    },
    /// The provider to compare with has not been built.
    #[error(
        "there is no control provider at {}: `make control` and `make bench` build it, or name another binary in \
         CONTROL_BINARY",
        path.display()
    )]
    NoControl {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Neither Terraform nor OpenTofu is there.
    #[error(
        "neither terraform nor tofu is on PATH: install Terraform 1.11 or newer \
         (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or newer \
         (https://opentofu.org/docs/intro/install), or name the binary in TF_BINARY"
    )]
    NoTerraform,
    /// A file or folder of the harness.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A program did not start.
    #[error("cannot run {}: {source}", path.display())]
    Run {
        /// The program.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A program ran for too long, and was killed.
    #[error("`{command}` was not done within {limit:?} and was killed")]
    TooLong {
        /// What ran.
        command: String,
        /// How long it was let run.
        limit: Duration,
    },
    /// The emulator ended or said something else than its address.
    #[error("the emulator did not print its address but {line:?}: {stderr}")]
    NoEmulator {
        /// Its first line.
        line: String,
        /// What it said on standard error.
        stderr: String,
    },
    /// The control API did not answer, or not as it should.
    #[error("{method} {url}: {reason}")]
    Control {
        /// HTTP method.
        method: &'static str,
        /// The address.
        url: String,
        /// What went wrong.
        reason: String,
    },
    /// A program's output is not the JSON it should be.
    #[error("`{command}` printed no JSON: {source}\n{text}")]
    NotJson {
        /// What ran.
        command: String,
        /// What is wrong with it.
        source: serde_json::Error,
        /// What it printed.
        text: String,
    },
    /// A command that had to succeed did not.
    #[error("`{command}` ended with {status}:\n{output}")]
    Failed {
        /// What ran.
        command: String,
        /// Its exit code.
        status: String,
        /// What it printed.
        output: String,
    },
}

impl HarnessError {
    /// For `map_err` on file operations.
    pub fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }
}
