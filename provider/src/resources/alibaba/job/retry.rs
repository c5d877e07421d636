//! Calls while DTS still applies an earlier change to the same job.

use alibaba::{Action, ApiError, Class, Error};

use crate::resources::shared::{Session, retry_while};

/// Repeats a call while DTS rejects it because the job is busy, until the deadline of the operation.
///
/// # Errors
/// The error of the last call.
pub(in crate::resources) async fn retry_while_busy<A: Action>(
    session: &Session<'_>,
    action: &A,
) -> Result<A::Answer, Error> {
    retry_while(session, is_busy, || session.call(action)).await.map(|answered| answered.answer)
}

/// Whether the rejection is about the present state of the job, and the state changes without a further call.
fn is_busy(error: &Error) -> bool {
    error.class() == Some(Class::Pending) && error.api().is_some_and(ApiError::is_retryable)
}
