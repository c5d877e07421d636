//! What was just made or changed is not seen everywhere at once.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::Error;

use super::{Poll, Session, Stopped, wait};

/// How long a change may stay unseen by other calls.
pub(crate) const PROPAGATION: Duration = Duration::from_secs(60);

/// Repeats a call for up to a minute while the cloud does not see yet what was just done.
///
/// # Errors
/// The call's last one.
pub(crate) async fn until_settled<T, F>(session: &Session<'_>, call: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let last = Mutex::new(None);
    let keep = |error| *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    let looked = wait(&session.within(PROPAGATION), || async {
        match call().await {
            Err(error) if error.may_settle() => {
                keep(error);
                Ok(Poll::Pending)
            }
            other => other.map(Poll::Ready),
        }
    })
    .await;
    match (looked, last.into_inner().unwrap_or_else(PoisonError::into_inner)) {
        (Ok(value), _) => Ok(value),
        (Err(Stopped::Failed(error)), _) => Err(error),
        (Err(Stopped::TimedOut), Some(error)) => Err(error),
        // A cancelled session's call says at once that it was cancelled.
        (Err(Stopped::TimedOut | Stopped::Cancelled), _) => call().await,
    }
}
