//! Waiting for a cloud: poll, pause, poll again.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

use super::Operation;

/// What one poll returned.
pub(crate) enum Poll<T> {
    /// Not ready: wait and poll again.
    Pending,
    /// What the operation waited for.
    Ready(T),
}

/// Why a wait is over without a result.
#[derive(Debug)]
pub(crate) enum WaitError<E> {
    /// A poll failed, and the client does not repeat it.
    Failed(E),
    /// The deadline has passed.
    TimedOut,
    /// The user interrupted Terraform.
    Cancelled,
}

/// First pause between two polls.
const SHORTEST: Duration = Duration::from_millis(200);
/// Longest pause. Alibaba Cloud recommends to poll a job every few seconds.
const LONGEST: Duration = Duration::from_secs(5);

/// The pauses between polls: they grow from 0.2 s to 5 s.
pub(super) struct Pauses(Duration);

/// Why there is no further pause.
pub(super) enum NoPause {
    /// It would pass the deadline.
    TimedOut,
    /// The user interrupted Terraform.
    Cancelled,
}

impl Pauses {
    /// Begins with the shortest pause.
    pub(super) fn new() -> Self {
        Self(SHORTEST)
    }

    /// Pauses once.
    ///
    /// # Errors
    /// The pause would pass the deadline, or the user interrupted Terraform.
    pub(super) async fn pause(&mut self, operation: &impl Operation) -> Result<(), NoPause> {
        if Instant::now() + self.0 >= operation.deadline() {
            return Err(NoPause::TimedOut);
        }
        tokio::select! {
            () = operation.cancellation().cancelled() => return Err(NoPause::Cancelled),
            () = sleep(self.0) => {}
        }
        self.0 = (self.0 * 3 / 2).min(LONGEST);
        Ok(())
    }
}

/// Polls until a poll is ready.
///
/// # Errors
/// A poll failed, the deadline has passed, or the user interrupted Terraform.
pub(crate) async fn wait<S, T, E, F>(operation: &S, mut poll: impl FnMut() -> F) -> Result<T, WaitError<E>>
where
    S: Operation,
    F: Future<Output = Result<Poll<T>, E>>,
{
    let mut pauses = Pauses::new();
    loop {
        match poll().await {
            Ok(Poll::Ready(value)) => return Ok(value),
            // A poll that the user interrupted is an interruption, not a failure.
            Err(_) if operation.cancellation().is_cancelled() => return Err(WaitError::Cancelled),
            Err(error) => return Err(WaitError::Failed(error)),
            Ok(Poll::Pending) => {}
        }
        pauses.pause(operation).await?;
    }
}

impl<E> From<NoPause> for WaitError<E> {
    fn from(reason: NoPause) -> Self {
        match reason {
            NoPause::TimedOut => Self::TimedOut,
            NoPause::Cancelled => Self::Cancelled,
        }
    }
}
