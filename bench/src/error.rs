//! Why a measurement was not possible. A figure that misses its goal is not an error.

use std::path::PathBuf;

use acceptance_harness::HarnessError;
use acceptance_wire::WireError;
use tfplugin_conformance::PluginError;

/// A measurement that was not possible.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// Terraform, the emulator or a binary.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The plugin does not start, or does not answer.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// The provider over the wire.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A call on the plugin failed, so its time means nothing.
    #[error("{call} on {} was answered with errors: {answer}", plugin.display())]
    Refused {
        /// The call.
        call: &'static str,
        /// The binary.
        plugin: PathBuf,
        /// The answer's errors.
        answer: String,
    },
    /// Terraform planned something else than the configuration has, so its time means nothing.
    #[error("{subject}: `terraform plan` of {resources} resources did not end with {expected:?}: {output}")]
    UnexpectedPlan {
        /// What was planned.
        subject: &'static str,
        /// How many resources.
        resources: u32,
        /// What it should have printed.
        expected: String,
        /// The end of what it printed.
        output: String,
    },
    /// A command of Terraform did not end as expected, so its time means nothing.
    #[error("{subject}: `terraform {command}` did not end with {expected:?}: {output}")]
    UnexpectedOutput {
        /// What it was about.
        subject: &'static str,
        /// The command.
        command: String,
        /// What it should have printed.
        expected: String,
        /// The end of what it printed.
        output: String,
    },
    /// A database server does not start, or rejects a statement.
    #[error(transparent)]
    Server(#[from] real_servers::ServerError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] engine::Error),
    /// Something else happened than what was to be measured, so its time means nothing.
    #[error("{0}; the time of this means nothing")]
    Different(String),
    /// The system did not return a figure.
    #[error("cannot read {what} from {}: {reason}; this figure needs Linux and bash", path.display())]
    Unreadable {
        /// What was to be read.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}
