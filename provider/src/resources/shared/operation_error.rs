//! Why an operation on a job did not complete.

use cloud_core::Error;
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use super::WaitError;
use crate::diagnostics::cloud_error;

/// An operation that did not complete.
#[derive(Debug)]
pub(crate) enum OperationError {
    /// The user interrupted Terraform. The text says during which step: `Raising the class`.
    Interrupted(String),
    /// The errors to report.
    Failed(Diagnostics),
}

impl From<Diagnostic> for OperationError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Failed(diagnostic.into())
    }
}

impl From<Diagnostics> for OperationError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Failed(diagnostics)
    }
}

/// What the user of a resource can do about a wait that was too long. `timeout` is the argument of `timeouts` that limits it.
pub(crate) fn how_to_wait_longer(timeout: &str) -> String {
    format!("Run terraform apply again to continue waiting; if necessary, increase {timeout} in the timeouts block.")
}

impl OperationError {
    /// A call failed. `tried` begins a sentence: `Raising the class`; `report` creates the diagnostic.
    pub(crate) fn of_call(error: &Error, tried: &str, report: impl FnOnce(&Error) -> Diagnostic) -> Self {
        if error.is_cancelled() { Self::Interrupted(tried.to_owned()) } else { report(error).into() }
    }

    /// A wait failed. `doing` begins a sentence. `job` is the job in messages, such as `migration task x`; `noun` is what it does, such as
    /// `migration`; `timeout` is the argument of `timeouts` that limits the wait.
    pub(crate) fn of_wait_for(job: &str, noun: &str, error: WaitError<Error>, doing: &str, timeout: &str) -> Self {
        match error {
            WaitError::Failed(error) => {
                let tried = format!("{doing}: a read of {job}");
                let summary = format!("Cannot read the status of the {noun}");
                Self::of_call(&error, doing, |error| cloud_error(&summary, &tried, error))
            }
            WaitError::TimedOut => Diagnostic::error(
                "The change takes longer than the timeout",
                format!(
                    "{doing} ({job}) is not complete within the timeout. DTS continues with it. {}",
                    how_to_wait_longer(timeout)
                ),
            )
            .into(),
            WaitError::Cancelled => Self::Interrupted(doing.to_owned()),
        }
    }
}
