//! Errors of the harness, before anything is tested.

use std::path::PathBuf;
use std::time::Duration;

/// Why the harness cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// The provider has not been built.
    #[error(
        "there is no provider at {}: build it with `{command}`, or name another binary in PROVIDER_BINARY",
        path.display()
    )]
    NoProvider {
        /// Where it was expected.
        path: PathBuf,
        /// The command that builds it.
        command: &'static str,
    },
    /// The provider to compare with has not been built.
    #[error(
        "there is no control provider at {}: `make control` and `make bench` build it, or name another binary in \
         CONTROL_BINARY",
        path.display()
    )]
    NoControl {
        /// Where it was expected.
        path: PathBuf,
    },
    /// Neither Terraform nor OpenTofu is installed.
    #[error(
        "neither terraform nor tofu is on PATH: install Terraform 1.11 or newer \
         (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or newer \
         (https://opentofu.org/docs/intro/install), or name the binary in TF_BINARY (for `make`: in TERRAFORM)"
    )]
    NoTerraform,
    /// The program is neither Terraform nor OpenTofu.
    #[error("{} printed {line:?} as its version: it is neither Terraform nor OpenTofu", path.display())]
    UnknownCore {
        /// The program.
        path: PathBuf,
        /// The first line of its version.
        line: String,
    },
    /// A file or folder of the harness.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// The operation.
        what: &'static str,
        /// Its file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A program did not start.
    #[error("cannot run {}: {source}", path.display())]
    Run {
        /// The program.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A program ran too long, and was killed.
    #[error("`{command}` did not end within {limit:?} and was killed")]
    TooLong {
        /// What ran.
        command: String,
        /// How long it was allowed to run.
        limit: Duration,
    },
    /// The emulator ended, or printed something else than its address.
    #[error("the emulator did not print its address but {line:?}: {stderr}")]
    NoEmulator {
        /// Its first line.
        line: String,
        /// Its standard error.
        stderr: String,
    },
    /// The control API did not answer, or its answer was not as expected.
    #[error("{method} {url}: {reason}")]
    Control {
        /// HTTP method.
        method: &'static str,
        /// The address.
        url: String,
        /// What went wrong.
        reason: String,
    },
    /// The output of a program is not JSON.
    #[error("`{command}` printed no JSON: {source}\n{text}")]
    NotJson {
        /// What ran.
        command: String,
        /// The cause.
        source: serde_json::Error,
        /// What it printed.
        text: String,
    },
    /// A command that must succeed failed.
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
