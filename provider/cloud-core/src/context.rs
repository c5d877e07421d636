//! What limits a call from outside.

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// The deadline and the cancellation of a call.
///
/// ```
/// use std::time::Duration;
///
/// use cloud_core::CallContext;
/// use tokio::time::Instant;
///
/// let context = CallContext::default().until(Instant::now() + Duration::from_secs(60));
/// context.cancel.cancel(); // ends every call with this context
/// assert!(context.deadline.is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct CallContext {
    /// A call does not wait beyond this instant; no limit by default.
    pub deadline: Option<Instant>,
    /// Ends the call immediately.
    pub cancel: CancellationToken,
}

impl CallContext {
    /// A context without a deadline, cancelled by the token.
    pub fn new(cancel: CancellationToken) -> Self {
        Self { deadline: None, cancel }
    }

    /// The same context with a deadline.
    #[must_use]
    pub fn until(self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Whether the deadline has passed.
    pub(crate) fn is_past_deadline(&self) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// Returns at the deadline; never without one.
    pub(crate) async fn deadline_passed(&self) {
        match self.deadline {
            Some(deadline) => tokio::time::sleep_until(deadline).await,
            None => std::future::pending().await,
        }
    }
}
