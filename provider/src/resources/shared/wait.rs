//! Waiting for the cloud: poll, look, go on.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

use super::Session;

/// What one look showed.
pub(crate) enum Poll<T> {
    /// Go on waiting.
    Pending,
    /// What was waited for.
    Ready(T),
}

/// Why a wait ended without what was waited for.
#[derive(Debug)]
pub(crate) enum Stopped<E> {
    /// A look failed for good.
    Failed(E),
    /// Time is up.
    TimedOut,
    /// The user interrupted Terraform.
    Cancelled,
}

/// First pause between two looks.
const SHORTEST: Duration = Duration::from_millis(200);
/// Longest pause: the service's own advice for polling a job is some seconds.
const LONGEST: Duration = Duration::from_secs(5);

/// Looks until a look is ready. Pauses grow from 0.2 s to 5 s.
pub(crate) async fn wait<T, E, F>(session: &Session<'_>, mut look: impl FnMut() -> F) -> Result<T, Stopped<E>>
where
    F: Future<Output = Result<Poll<T>, E>>,
{
    let mut pause = SHORTEST;
    loop {
        match look().await {
            Ok(Poll::Ready(value)) => return Ok(value),
            // An interrupted look is an interruption, not a failure.
            Err(_) if session.cancel.is_cancelled() => return Err(Stopped::Cancelled),
            Err(error) => return Err(Stopped::Failed(error)),
            Ok(Poll::Pending) => {}
        }
        if Instant::now() + pause >= session.deadline {
            return Err(Stopped::TimedOut);
        }
        tokio::select! {
            () = session.cancel.cancelled() => return Err(Stopped::Cancelled),
            () = sleep(pause) => {}
        }
        pause = (pause * 3 / 2).min(LONGEST);
    }
}
