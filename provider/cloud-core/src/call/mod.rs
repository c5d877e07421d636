//! The one path every call takes: sign, send, read, judge, repeat.

mod attempt;
mod backoff;
mod decode;
mod judge;
mod limiter;
mod perform;
#[cfg(test)]
mod tests;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub(crate) use judge::Reply;
pub(crate) use perform::{Caller, Keys, Outgoing};

/// What bounds a call from outside.
#[derive(Clone, Debug, Default)]
pub struct CallContext {
    /// Nothing is waited for beyond this instant; none by default.
    pub deadline: Option<Instant>,
    /// Ends the call at once.
    pub cancel: CancellationToken,
}

impl CallContext {
    /// No deadline, ended by the token.
    pub fn new(cancel: CancellationToken) -> Self {
        Self { deadline: None, cancel }
    }

    /// The same with a deadline.
    #[must_use]
    pub fn until(self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self }
    }
}
