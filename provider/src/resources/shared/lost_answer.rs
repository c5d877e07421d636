//! Create calls whose answer is lost. The call may have had its effect, so the object is looked up, and the call is sent again only
//! after a lookup showed that the object is not there.

use std::{future::Future, time::Duration};

use tokio::time::Instant;

use super::{
    CallError, Operation,
    wait::{NoPause, Pauses},
};

/// The time of one lookup: long enough for the client to repeat the calls of the lookup.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a create call is sent, and for how long its object is looked up.
pub(crate) struct Policy {
    /// How often the call is sent at most.
    pub(crate) attempts: usize,
    /// For how long an object that does not show is looked up, after each attempt. Zero: one lookup.
    pub(crate) patience: Duration,
}

/// What one lookup shows.
pub(crate) enum Sighting<T> {
    /// The object.
    Found(T),
    /// The object is not there.
    Absent,
    /// It cannot be decided whether the object is there. The text is a sentence that says why.
    Ambiguous(String),
}

/// A create call that succeeded.
#[derive(Debug)]
pub(crate) enum Created<A, T> {
    /// The call was answered.
    Answered(A),
    /// The answer was lost, and a lookup found the object.
    Found(T),
}

/// A create call that failed.
#[derive(Debug)]
pub(crate) struct NotCreated<E> {
    /// The error of the last attempt.
    pub(crate) error: E,
    /// Whether the answer of any attempt was lost.
    pub(crate) answer_lost: bool,
    /// What the lookups after the last attempt showed. None if that attempt was rejected: then there was no lookup.
    pub(crate) lookup: Option<LookupFailure<E>>,
}

impl<E: CallError> NotCreated<E> {
    /// Whether an attempt may have created the object.
    pub(crate) fn may_have_created(&self) -> bool {
        self.answer_lost || self.error.outcome_unknown()
    }
}

/// Why the lookups after a lost answer did not return the object.
#[derive(Debug)]
pub(crate) enum LookupFailure<E> {
    /// The last lookup showed that the object is not there. They were repeated for this time.
    Absent(Duration),
    /// The last lookup did not decide it. The text is a sentence that says why.
    Ambiguous(String),
    /// The last lookup failed.
    Failed(E),
    /// The user interrupted Terraform before the lookups were complete.
    Interrupted,
}

impl<E: CallError> LookupFailure<E> {
    /// Sentences that say what was looked up and what that showed. `object` is what the call creates: `an instance of task x`.
    pub(crate) fn explain(&self, object: &str) -> String {
        match self {
            Self::Absent(time) if time.as_secs() == 0 => {
                format!("The provider looked for {object} once after that and did not find it.")
            }
            Self::Absent(time) => {
                format!("The provider looked for {object} for {} s after that and did not find it.", time.as_secs())
            }
            Self::Ambiguous(why) => why.clone(),
            Self::Failed(error) => format!("The provider then looked for {object}, and the lookup failed: {error}."),
            Self::Interrupted => {
                format!("Terraform was interrupted before the provider had finished a lookup of {object}.")
            }
        }
    }
}

/// Sends a create call. If its answer is lost, looks the object up, and sends the call again if the object is not there.
///
/// # Errors
/// The call was rejected, or its answer was lost and no lookup found the object.
pub(crate) async fn create<S, A, T, E, C, L>(
    operation: &S,
    policy: &Policy,
    call: impl Fn() -> C,
    look_up: impl Fn(S) -> L,
) -> Result<Created<A, T>, NotCreated<E>>
where
    S: Operation,
    E: CallError,
    C: Future<Output = Result<A, E>>,
    L: Future<Output = Result<Sighting<T>, E>>,
{
    let mut answer_lost = false;
    let mut left = policy.attempts;
    loop {
        left = left.saturating_sub(1);
        let error = match call().await {
            Ok(answer) => return Ok(Created::Answered(answer)),
            Err(error) if !error.outcome_unknown() => return Err(NotCreated { error, answer_lost, lookup: None }),
            Err(error) => error,
        };
        answer_lost = true;
        match repeat_lookup(operation, policy.patience, &look_up).await {
            Ok(object) => return Ok(Created::Found(object)),
            Err(LookupFailure::Absent(_)) if left > 0 && operation.allows_another_call() => {}
            Err(failure) => return Err(NotCreated { error, answer_lost, lookup: Some(failure) }),
        }
    }
}

/// Looks the object up until it shows, for as long as `patience` and the operation allow.
async fn repeat_lookup<S, T, E, L>(
    operation: &S,
    patience: Duration,
    look_up: &impl Fn(S) -> L,
) -> Result<T, LookupFailure<E>>
where
    S: Operation,
    E: CallError,
    L: Future<Output = Result<Sighting<T>, E>>,
{
    let began = Instant::now();
    let limited = operation.limited_to(patience);
    let mut pauses = Pauses::new();
    loop {
        if operation.cancellation().is_cancelled() {
            return Err(LookupFailure::Interrupted);
        }
        // Each lookup has the same time, so that the last one is not cut short.
        let seen = look_up(operation.limited_to(LOOKUP_TIMEOUT)).await;
        let failure = match seen {
            Ok(Sighting::Found(object)) => return Ok(object),
            Ok(Sighting::Absent) => LookupFailure::Absent(began.elapsed()),
            Ok(Sighting::Ambiguous(why)) => LookupFailure::Ambiguous(why),
            Err(error) if error.is_cancelled() => LookupFailure::Interrupted,
            Err(error) => LookupFailure::Failed(error),
        };
        match pauses.pause(&limited).await {
            Ok(()) => {}
            Err(NoPause::TimedOut) => return Err(failure),
            Err(NoPause::Cancelled) => return Err(LookupFailure::Interrupted),
        }
    }
}

#[cfg(test)]
mod tests;
