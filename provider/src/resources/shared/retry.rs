//! Repeating a call that is rejected for a reason that goes away after a while.

use std::{future::Future, time::Duration};

use cloud_core::Error;

use super::{
    CallError, Operation,
    wait::{NoPause, Pauses},
};

/// The time within which a change becomes visible to other calls.
pub(crate) const PROPAGATION: Duration = Duration::from_secs(60);

/// Repeats a call while its error is temporary, until the deadline of the operation.
///
/// # Errors
/// The first error that is not temporary, or the last temporary error if the time is up. If the user interrupted Terraform, the
/// error of the call that reports the interruption.
pub(crate) async fn retry_while<S, T, E, F>(
    operation: &S,
    is_temporary: impl Fn(&E) -> bool,
    call: impl Fn() -> F,
) -> Result<T, E>
where
    S: Operation,
    E: CallError,
    F: Future<Output = Result<T, E>>,
{
    let mut pauses = Pauses::new();
    let mut last = None;
    loop {
        let temporary = match call().await {
            Err(error) if is_temporary(&error) => error,
            // The call was not sent: the previous answer says why.
            Err(error) if error.is_past_deadline() => return Err(last.unwrap_or(error)),
            other => return other,
        };
        match pauses.pause(operation).await {
            Ok(()) => last = Some(temporary),
            Err(NoPause::TimedOut) => return Err(temporary),
            // A cancelled operation sends nothing: the call returns an error that says so.
            Err(NoPause::Cancelled) => return call().await,
        }
    }
}

/// Repeats a call for up to a minute while the cloud does not see a recent change yet.
///
/// # Errors
/// As [`retry_while`].
pub(crate) async fn retry_until_consistent<T, F>(operation: &impl Operation, call: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    retry_while(&operation.limited_to(PROPAGATION), Error::is_eventual_consistency, call).await
}
