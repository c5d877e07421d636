//! Keeps temporary credentials and decides when they are renewed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::MutexGuard;
use tokio::time::Instant;
use tracing::warn;

use super::{Expiring, ProvideCredentials};
use crate::clock::Clock;
use crate::context::CallContext;
use crate::error::Error;

/// The soft limit: credentials are renewed when no more than this is left.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// How long the caller that renews valid credentials waits for it.
const EARLY_RENEWAL: Duration = Duration::from_secs(10);
/// After a failed renewal, no other is tried for this long while the credentials are valid.
const BACK_OFF: Duration = Duration::from_secs(30);
/// What the credentials are obtained for, in the message of a cancellation.
const CALL: &str = "The renewal of the credentials";

/// The current credentials of a client.
///
/// There are two limits. Five minutes before the expiry, one caller at a time tries to renew the credentials, for at most ten
/// seconds, while all others continue with the valid ones. After the expiry every caller waits for the renewal; when it
/// fails, all that waited get its error.
///
/// ```
/// use std::sync::Arc;
///
/// use cloud_core::{CallContext, CredentialCache, Error, Expiring, ProvideCredentials, SystemClock};
///
/// struct Key(String);
///
/// impl Expiring for Key {
///     fn expires(&self) -> Option<jiff::Timestamp> {
///         None
///     }
/// }
///
/// struct FromConfiguration;
///
/// impl ProvideCredentials for FromConfiguration {
///     type Credentials = Key;
///
///     async fn provide(&self, _: &CallContext) -> Result<Key, Error> {
///         Ok(Key("id".to_owned()))
///     }
/// }
///
/// # async fn example() -> Result<(), Error> {
/// let cache = CredentialCache::new(Arc::new(SystemClock));
/// let key = cache.get(&FromConfiguration, &CallContext::default()).await?;
/// assert_eq!(key.0, "id");
/// # Ok(())
/// # }
/// ```
pub struct CredentialCache<C> {
    clock: Arc<dyn Clock>,
    state: Mutex<State<C>>,
    /// Held during a renewal, so that there is one at a time.
    renewal: tokio::sync::Mutex<()>,
}

struct State<C> {
    current: Option<Arc<C>>,
    /// After a failed renewal: when the next one may start while the credentials are valid.
    not_before: Option<Instant>,
    /// How many renewals have failed, and the last error.
    failures: u64,
    failure: Option<Error>,
}

impl<C> State<C> {
    fn holds(&self, credentials: &Arc<C>) -> bool {
        self.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, credentials))
    }
}

enum Status<C> {
    /// Nothing to do.
    Usable(Arc<C>),
    /// Valid, and due for renewal.
    Due(Arc<C>),
    /// None, or expired.
    Unusable,
}

impl<C: Expiring> CredentialCache<C> {
    /// An empty cache.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State { current: None, not_before: None, failures: 0, failure: None };
        Self { clock, state: Mutex::new(state), renewal: tokio::sync::Mutex::default() }
    }

    /// The current credentials, valid or not.
    pub fn current(&self) -> Option<Arc<C>> {
        self.with_state(|state| state.current.clone())
    }

    /// Credentials to use now, from the source where the current ones are missing, expired or about to expire.
    ///
    /// # Errors
    /// What the source returns, unless the current credentials are still valid.
    pub async fn get<P>(&self, source: &P, ctx: &CallContext) -> Result<Arc<C>, Error>
    where
        P: ProvideCredentials<Credentials = C>,
    {
        let failures = self.with_state(|state| state.failures);
        let _renewing = match self.status() {
            Status::Usable(current) => return Ok(current),
            Status::Due(current) => match self.renewal.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(current),
            },
            Status::Unusable => self.wait_for_renewal(ctx).await?,
        };
        // Another caller may have renewed them, or failed to, in the meantime.
        let early = match self.status() {
            Status::Usable(current) => return Ok(current),
            Status::Due(_) => true,
            Status::Unusable => false,
        };
        if let Some(error) = self.failure_after(failures).filter(|_| !early) {
            return Err(error);
        }
        match source.provide(&if early { bounded(ctx) } else { ctx.clone() }).await {
            Ok(renewed) => Ok(self.keep(renewed)),
            Err(error) => self.use_stale(error, ctx),
        }
    }

    /// Drops credentials that the cloud rejected, unless they have been replaced.
    pub fn invalidate(&self, rejected: &Arc<C>) {
        self.with_state(|state| {
            if state.holds(rejected) {
                state.current = None;
            }
        });
    }

    /// Whether these are the current credentials.
    pub(super) fn holds(&self, credentials: &Arc<C>) -> bool {
        self.with_state(|state| state.holds(credentials))
    }

    fn with_state<T>(&self, access: impl FnOnce(&mut State<C>) -> T) -> T {
        // Each field is consistent on its own: a poisoned lock may be used.
        access(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn status(&self) -> Status<C> {
        let now = self.clock.now();
        self.with_state(|state| {
            let Some(current) = &state.current else { return Status::Unusable };
            let left = current.expires().map(|end| end.duration_since(now));
            let backing_off = state.not_before.is_some_and(|instant| Instant::now() < instant);
            match left {
                Some(left) if left <= SignedDuration::ZERO => Status::Unusable,
                Some(left) if left <= MARGIN && !backing_off => Status::Due(Arc::clone(current)),
                _ => Status::Usable(Arc::clone(current)),
            }
        })
    }

    fn keep(&self, renewed: C) -> Arc<C> {
        let renewed = Arc::new(renewed);
        self.with_state(|state| {
            state.current = Some(Arc::clone(&renewed));
            (state.not_before, state.failure) = (None, None);
        });
        renewed
    }

    /// Waits until no other caller renews.
    async fn wait_for_renewal(&self, ctx: &CallContext) -> Result<MutexGuard<'_, ()>, Error> {
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(Error::Cancelled { call: CALL.to_owned(), in_flight: false }),
            guard = self.renewal.lock() => Ok(guard),
            () = ctx.deadline_passed() => Err(Error::DeadlinePassed { call: CALL.to_owned() }),
        }
    }

    /// The error of a renewal that failed after there were `failures` failed ones.
    fn failure_after(&self, failures: u64) -> Option<Error> {
        self.with_state(|state| state.failure.clone().filter(|_| state.failures > failures))
    }

    /// After a failed renewal: the current credentials while they are valid, else the error.
    fn use_stale(&self, error: Error, ctx: &CallContext) -> Result<Arc<C>, Error> {
        // What ended this caller's renewal says nothing about another caller's.
        if ctx.cancel.is_cancelled() || ctx.is_past_deadline() {
            return Err(error);
        }
        self.with_state(|state| {
            state.not_before = Some(Instant::now() + BACK_OFF);
            state.failures += 1;
            state.failure = Some(error.clone());
        });
        match self.status() {
            Status::Usable(current) | Status::Due(current) => {
                warn!(%error, "the temporary credentials could not be renewed; they are used until they expire");
                Ok(current)
            }
            Status::Unusable => Err(error),
        }
    }
}

/// The context of a renewal that is not urgent: it ends early.
fn bounded(ctx: &CallContext) -> CallContext {
    let limit = Instant::now() + EARLY_RENEWAL;
    ctx.clone().until(ctx.deadline.map_or(limit, |deadline| deadline.min(limit)))
}

#[cfg(test)]
mod tests;
