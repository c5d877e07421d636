//! Finds the credentials on first use and renews them.

use std::sync::{Arc, OnceLock};

use tracing::trace;

use super::cache::CredentialCache;
use super::obtain::{Way, obtain};
use super::source::{Found, find};
use super::{Credentials, CredentialsConfig, CredentialsError};
use crate::call::{CallContext, Caller, Keys};
use crate::endpoint::Endpoint;
use crate::environment::Environment;
use crate::error::Error;
use crate::stamps::Stamps;

/// Finds credentials on first use and keeps them.
pub(crate) struct Resolver {
    config: CredentialsConfig,
    environment: Environment,
    /// Where an ECS instance's role has its keys.
    metadata: Endpoint,
    /// What the search found.
    found: OnceLock<Found>,
    cache: CredentialCache<Credentials>,
}

impl Resolver {
    pub(crate) fn new(
        config: CredentialsConfig,
        environment: Environment,
        stamps: Arc<dyn Stamps>,
        metadata: Endpoint,
    ) -> Self {
        Self { config, environment, metadata, found: OnceLock::new(), cache: CredentialCache::new(stamps) }
    }

    pub(crate) async fn resolve(&self, caller: &Caller, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        self.cache.get(ctx, |ctx| async move { self.renew(caller, &ctx).await }).await
    }

    async fn renew(&self, caller: &Caller, ctx: &CallContext) -> Result<Credentials, Error> {
        let found = match self.found.get() {
            Some(found) => found,
            None => {
                let found = find(&self.config, &self.environment)?;
                self.found.get_or_init(|| found)
            }
        };
        let credentials = obtain(found, Way { caller, metadata: &self.metadata, ctx }).await?;
        let (origin, key_id, expires) = (&found.origin, &credentials.access_key_id, credentials.expires);
        trace!(origin, key_id, ?expires, "credentials obtained");
        Ok(credentials)
    }

    /// Says whose credentials are at their end, where they are temporary ones that were only given: nobody here can
    /// renew them.
    pub(crate) fn explained(&self, error: Error) -> Error {
        let expired = matches!(&error, Error::Api(api) if api.credentials_expired());
        let given = self.cache.current().is_some_and(|keys| keys.expires.is_none());
        match self.found.get().filter(|_| expired && given) {
            Some(found) => CredentialsError::Expired { origin: found.origin.clone(), source: Box::new(error) }.into(),
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
        if renewable {
            self.resolver.cache.invalidate(stale);
        }
        renewable
    }
}
