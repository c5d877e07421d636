//! Why an operation on a job did not complete.

use alibaba::Error;
use tfplugin::diagnostic::Diagnostic;

use super::JobKind;
use crate::resources::shared::WaitError;

pub(in crate::resources) use crate::resources::shared::OperationError;

impl OperationError {
    /// A wait for a job of this kind failed. `doing` begins a sentence; `timeout` is the argument of `timeouts` that limits the wait.
    pub(in crate::resources) fn of_wait(
        error: WaitError<Error>,
        kind: &JobKind,
        doing: &str,
        job_id: &str,
        timeout: &str,
    ) -> Self {
        let noun = kind.noun;
        Self::of_wait_for(&format!("{noun} task {job_id}"), noun, error, doing, timeout)
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
