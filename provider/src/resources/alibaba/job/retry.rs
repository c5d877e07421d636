//! Calls while DTS is still making an earlier change of the same job.

use std::sync::{Mutex, PoisonError};

use alibaba::{Action, ApiError, Class, Error};

use crate::resources::shared::{Poll, Session, Stopped, wait};

/// Calls again while DTS is busy with the job, as long as the operation may take.
pub(in crate::resources) async fn patiently<A: Action>(session: &Session<'_>, action: &A) -> Result<A::Answer, Error> {
    let busy = Mutex::new(None);
    let called = wait(session, || async {
        match session.call(action).await {
            Err(error) if is_busy(&error) => {
                *busy.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Poll::Pending)
            }
            other => other.map(|answered| Poll::Ready(answered.answer)),
        }
    })
    .await;
    let last = busy.into_inner().unwrap_or_else(PoisonError::into_inner);
    match (called, last) {
        (Ok(answer), _) => Ok(answer),
        (Err(Stopped::Failed(error)), _) | (Err(Stopped::TimedOut), Some(error)) => Err(error),
        // The call itself says that it was interrupted, or too late.
        (Err(Stopped::TimedOut | Stopped::Cancelled), _) => session.call(action).await.map(|answered| answered.answer),
    }
}

/// Whether waiting is all it takes: the refusal is about the job's present state, and goes away by itself.
fn is_busy(error: &Error) -> bool {
    error.class() == Some(Class::Pending) && error.api().is_some_and(ApiError::is_retryable)
}
