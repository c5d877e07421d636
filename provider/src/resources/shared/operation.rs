//! What the shared code needs of an operation and of a failed call, whichever cloud they are about.

use std::{fmt::Display, time::Duration};

use cloud_core::Error;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::SessionOf;
use crate::accounts::Client;

/// The time that a further call needs. With less time left, its failure would only hide why the previous call failed.
const TIME_OF_A_CALL: Duration = Duration::from_secs(5);

/// One operation of Terraform: it has a deadline, and the user can interrupt it.
pub(crate) trait Operation: Sized {
    /// The point in time at which the operation must be over.
    fn deadline(&self) -> Instant;

    /// Cancelled when the user interrupts Terraform.
    fn cancellation(&self) -> &CancellationToken;

    /// The same operation with an earlier deadline: at most `limit` from now.
    fn limited_to(&self, limit: Duration) -> Self;

    /// Whether there is time for a further call, and the user has not interrupted Terraform.
    fn allows_another_call(&self) -> bool {
        !self.cancellation().is_cancelled() && Instant::now() + TIME_OF_A_CALL < self.deadline()
    }
}

impl<C: Client> Operation for SessionOf<'_, C> {
    fn deadline(&self) -> Instant {
        self.deadline
    }

    fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    fn limited_to(&self, limit: Duration) -> Self {
        self.within(limit)
    }
}

/// A call to a cloud that failed.
pub(crate) trait CallError: Display {
    /// Whether the user interrupted the call.
    fn is_cancelled(&self) -> bool;

    /// Whether the call was not sent, because the deadline had passed.
    fn is_past_deadline(&self) -> bool;

    /// Whether the call may have had its effect although it failed. Never true for a call that only reads.
    fn outcome_unknown(&self) -> bool;
}

impl CallError for Error {
    fn is_cancelled(&self) -> bool {
        self.is_cancelled()
    }

    fn is_past_deadline(&self) -> bool {
        matches!(self, Self::DeadlinePassed { .. })
    }

    fn outcome_unknown(&self) -> bool {
        self.outcome_unknown()
    }
}
