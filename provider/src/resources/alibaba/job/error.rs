//! Why an operation on a job did not complete.

use alibaba::Error;
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use super::JobKind;
use crate::{diagnostics::cloud_error, resources::shared::WaitError};

/// An operation that did not complete.
#[derive(Debug)]
pub(in crate::resources) enum OperationError {
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

impl OperationError {
    /// A call failed. `tried` begins a sentence: `Raising the class`; `report` creates the diagnostic.
    pub(in crate::resources) fn of_call(error: &Error, tried: &str, report: impl FnOnce(&Error) -> Diagnostic) -> Self {
        if error.is_cancelled() { Self::Interrupted(tried.to_owned()) } else { report(error).into() }
    }

    /// A wait failed. `doing` begins a sentence; `timeout` is the argument of `timeouts` that limits the wait.
    pub(in crate::resources) fn of_wait(
        error: WaitError<Error>,
        kind: &JobKind,
        doing: &str,
        job_id: &str,
        timeout: &str,
    ) -> Self {
        let noun = kind.noun;
        match error {
            WaitError::Failed(error) => {
                let tried = format!("{doing}: a read of {noun} task {job_id}");
                let summary = format!("Cannot read the status of the {noun}");
                Self::of_call(&error, doing, |error| cloud_error(&summary, &tried, error))
            }
            WaitError::TimedOut => Diagnostic::error(
                "The change takes longer than the timeout",
                format!(
                    "{doing} ({noun} task {job_id}) is not complete within the timeout. DTS continues with it. Run terraform apply \
                     again to continue waiting; if necessary, increase {timeout} in the timeouts block."
                ),
            )
            .into(),
            WaitError::Cancelled => Self::Interrupted(doing.to_owned()),
        }
    }
}

/// The job does not exist any more, in the middle of an operation.
pub(in crate::resources) fn vanished(kind: &JobKind, job_id: &str) -> Diagnostic {
    let noun = kind.noun;
    Diagnostic::error(
        format!("The {noun} instance does not exist any more"),
        format!(
            "The instance of {noun} task {job_id} was released outside of Terraform during this operation. Run terraform plan \
             to see what is left."
        ),
    )
}
