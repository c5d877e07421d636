//! Keeps temporary credentials and decides when they are renewed.
//!
//! Two limits: from the soft limit on, one caller at a time tries to renew while all others continue with the credentials
//! that are still valid; beyond the hard limit (the expiry) every caller waits for a renewal.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use tracing::warn;

use crate::action::{Action as _, Service};
use crate::call::CallContext;
use crate::error::Error;
use crate::stamps::Stamps;
use crate::sts;

/// The soft limit: credentials are renewed when no longer than this is left.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// How long a caller with valid credentials waits for their renewal.
const EARLY_RENEWAL: Duration = Duration::from_secs(10);
/// After a failed renewal, none is tried for this long while the credentials are valid.
const BACK_OFF: Duration = Duration::from_secs(30);

/// Credentials that may expire.
pub(crate) trait Expiring {
    /// End of their validity; none when they do not expire.
    fn expires(&self) -> Option<Timestamp>;
}

/// The current credentials of a client.
pub(crate) struct CredentialCache<C> {
    clock: Arc<dyn Stamps>,
    state: Mutex<State<C>>,
    /// Held during a renewal, so that there is one at a time.
    renewal: tokio::sync::Mutex<()>,
}

struct State<C> {
    current: Option<Arc<C>>,
    /// After a failed renewal: when the next one may start.
    not_before: Option<Instant>,
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
    pub(crate) fn new(clock: Arc<dyn Stamps>) -> Self {
        let state = State { current: None, not_before: None };
        Self { clock, state: Mutex::new(state), renewal: tokio::sync::Mutex::default() }
    }

    /// The current credentials, valid or not.
    pub(crate) fn current(&self) -> Option<Arc<C>> {
        self.with_state(|state| state.current.clone())
    }

    /// Credentials to use now, from `renew` where the current ones are missing, expired or about to expire.
    pub(crate) async fn get<F>(&self, ctx: &CallContext, renew: impl FnOnce(CallContext) -> F) -> Result<Arc<C>, Error>
    where
        F: Future<Output = Result<C, Error>>,
    {
        let _renewing = match self.status() {
            Status::Usable(current) => return Ok(current),
            Status::Due(current) => match self.renewal.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(current),
            },
            Status::Unusable => self.wait_for_renewal(ctx).await?,
        };
        // Another caller may have renewed them in the meantime.
        let early = match self.status() {
            Status::Usable(current) => return Ok(current),
            Status::Due(_) => true,
            Status::Unusable => false,
        };
        match renew(if early { bounded(ctx) } else { ctx.clone() }).await {
            Ok(renewed) => {
                let renewed = Arc::new(renewed);
                self.with_state(|state| *state = State { current: Some(Arc::clone(&renewed)), not_before: None });
                Ok(renewed)
            }
            Err(error) => self.use_stale(error),
        }
    }

    /// Drops credentials the cloud rejected as expired, unless they have been replaced.
    pub(crate) fn invalidate(&self, rejected: &Arc<C>) {
        self.with_state(|state| {
            if state.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, rejected)) {
                *state = State { current: None, not_before: None };
            }
        });
    }

    fn with_state<T>(&self, access: impl FnOnce(&mut State<C>) -> T) -> T {
        // Every change is one assignment, so a poisoned lock guards a consistent state.
        access(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn status(&self) -> Status<C> {
        let now = self.clock.now();
        self.with_state(|state| {
            let Some(current) = &state.current else { return Status::Unusable };
            let left = current.expires().map(|end| end.duration_since(now));
            let wait = state.not_before.is_some_and(|instant| Instant::now() < instant);
            match left {
                Some(left) if left <= SignedDuration::ZERO => Status::Unusable,
                Some(left) if left <= MARGIN && !wait => Status::Due(Arc::clone(current)),
                _ => Status::Usable(Arc::clone(current)),
            }
        })
    }

    /// Waits until no other caller renews.
    async fn wait_for_renewal(&self, ctx: &CallContext) -> Result<tokio::sync::MutexGuard<'_, ()>, Error> {
        let (service, action) = (Service::Sts, sts::AssumeRole::NAME);
        let deadline = async {
            match ctx.deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(Error::Cancelled { service, action, in_flight: false }),
            guard = self.renewal.lock() => Ok(guard),
            () = deadline => Err(Error::DeadlinePassed { service, action }),
        }
    }

    /// After a failed renewal: the credentials so far while they are valid, else the error.
    fn use_stale(&self, error: Error) -> Result<Arc<C>, Error> {
        if error.is_cancelled() {
            return Err(error);
        }
        self.with_state(|state| state.not_before = Some(Instant::now() + BACK_OFF));
        match self.status() {
            Status::Usable(current) | Status::Due(current) => {
                warn!(%error, "the temporary credentials could not be renewed; they are used until they expire");
                Ok(current)
            }
            Status::Unusable => Err(error),
        }
    }
}

/// The context of a renewal for which nobody has to wait: it ends early.
fn bounded(ctx: &CallContext) -> CallContext {
    let limit = Instant::now() + EARLY_RENEWAL;
    ctx.clone().until(ctx.deadline.map_or(limit, |deadline| deadline.min(limit)))
}
