//! Keeps the credentials, becomes roles, and renews what is about to expire.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::SignedDuration;
use tracing::{trace, warn};

use super::obtain::{Way, obtain};
use super::source::{Found, find};
use super::{Credentials, CredentialsConfig, CredentialsError};
use crate::action::{Action as _, Service};
use crate::call::{CallContext, Caller, Keys};
use crate::endpoint::Endpoint;
use crate::environment::Environment;
use crate::error::Error;
use crate::stamps::Stamps;
use crate::sts;

/// Renewed when no longer than this is left.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// Finds credentials on first use and keeps them.
pub(crate) struct Resolver {
    config: CredentialsConfig,
    environment: Environment,
    stamps: Arc<dyn Stamps>,
    /// Where an ECS instance's role has its keys.
    metadata: Endpoint,
    /// Where the credentials come from, in words, once they are found.
    origin: OnceLock<String>,
    current: Mutex<Option<Arc<Credentials>>>,
    /// Held while searching or renewing, so that it happens once; holds what the search found.
    search: tokio::sync::Mutex<Option<Arc<Found>>>,
}

impl Resolver {
    pub(crate) fn new(
        config: CredentialsConfig,
        environment: Environment,
        stamps: Arc<dyn Stamps>,
        metadata: Endpoint,
    ) -> Self {
        let (current, search) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { config, environment, stamps, metadata, origin: OnceLock::new(), current, search }
    }

    fn current(&self) -> Option<Arc<Credentials>> {
        // An Option is whole even if a holder panicked: a poisoned lock may be used.
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, credentials: Option<Arc<Credentials>>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = credentials;
    }

    fn current_with(&self, left: SignedDuration) -> Option<Arc<Credentials>> {
        let now = self.stamps.now();
        let lasts = |keys: &Arc<Credentials>| keys.expires.is_none_or(|end| end.duration_since(now) > left);
        self.current().filter(lasts)
    }

    pub(crate) async fn resolve(&self, caller: &Caller, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        if let Some(current) = self.current_with(MARGIN) {
            return Ok(current);
        }
        let mut search = self.turn(ctx).await?;
        if let Some(current) = self.current_with(MARGIN) {
            return Ok(current);
        }
        let found = match &*search {
            Some(found) => Arc::clone(found),
            None => Arc::clone(search.insert(Arc::new(find(&self.config, &self.environment)?))),
        };
        let origin = self.origin.get_or_init(|| found.origin.clone());
        match obtain(&found, Way { caller, metadata: &self.metadata, ctx }).await {
            Ok(credentials) => {
                trace!(origin, key_id = credentials.access_key_id, expires = ?credentials.expires, "have credentials");
                let credentials = Arc::new(credentials);
                self.keep(Some(Arc::clone(&credentials)));
                Ok(credentials)
            }
            Err(error) => self.last_minutes(error),
        }
    }

    /// Waits while another call searches or renews.
    async fn turn(&self, ctx: &CallContext) -> Result<tokio::sync::MutexGuard<'_, Option<Arc<Found>>>, Error> {
        let (service, action) = (Service::Sts, sts::AssumeRole::NAME);
        let late = async {
            match ctx.deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(Error::Cancelled { service, action, in_flight: false }),
            guard = self.search.lock() => Ok(guard),
            () = late => Err(Error::DeadlinePassed { service, action }),
        }
    }

    /// Renewing failed, but what we have may still live for a while.
    fn last_minutes(&self, error: Error) -> Result<Arc<Credentials>, Error> {
        match self.current_with(SignedDuration::ZERO) {
            Some(current) if !error.is_cancelled() => {
                warn!(%error, "temporary credentials could not be renewed; using them until they expire");
                Ok(current)
            }
            _ => Err(error),
        }
    }

    /// Says whose credentials are at their end, where they are temporary ones that were only given: nobody here can
    /// renew them.
    pub(crate) fn explained(&self, error: Error) -> Error {
        let expired = matches!(&error, Error::Api(api) if api.credentials_expired());
        let given = self.current().is_some_and(|keys| keys.expires.is_none());
        match self.origin.get().filter(|_| expired && given) {
            Some(origin) => CredentialsError::Expired { origin: origin.clone(), source: Box::new(error) }.into(),
            None => error,
        }
    }
}

/// Credentials as the call path asks for them.
pub(crate) struct ResolverKeys<'a> {
    pub(crate) resolver: &'a Resolver,
    pub(crate) caller: &'a Caller,
}

impl Keys for ResolverKeys<'_> {
    async fn keys(&self, ctx: &CallContext) -> Result<Option<Arc<Credentials>>, Error> {
        self.resolver.resolve(self.caller, ctx).await.map(Some)
    }

    fn forget(&self, stale: &Arc<Credentials>) -> bool {
        let renewable = stale.expires.is_some();
        if renewable && self.resolver.current().is_some_and(|current| Arc::ptr_eq(&current, stale)) {
            self.resolver.keep(None);
        }
        renewable
    }
}
