//! Finds the credentials on first use, keeps and renews them.

use std::sync::{Arc, OnceLock};

use cloud_core::{
    Cached, CallContext, Client, Clock, CredentialCache, Endpoint, Environment, Error, ProvideCredentials,
};
use tracing::trace;

use super::model::Found;
use super::obtain::obtain;
use super::search::find;
use super::temporary::ProvideContext;
use super::{Credentials, CredentialsConfig, CredentialsError};
use crate::endpoint::Endpoints;
use crate::protocol::AlibabaProtocol;

/// The credentials of one client.
pub(crate) struct Resolver {
    config: CredentialsConfig,
    environment: Environment,
    metadata: Endpoint,
    /// What the search found.
    found: OnceLock<Found>,
    cache: CredentialCache<Credentials>,
}

impl Resolver {
    pub(crate) fn new(
        config: CredentialsConfig,
        environment: Environment,
        clock: Arc<dyn Clock>,
        metadata: Endpoint,
    ) -> Self {
        Self { config, environment, metadata, found: OnceLock::new(), cache: CredentialCache::new(clock) }
    }

    /// What signs the calls of a client.
    pub(crate) fn signing<'a>(
        &'a self,
        client: &'a Client<AlibabaProtocol>,
        endpoints: &'a Endpoints,
    ) -> Cached<'a, Source<'a>> {
        Cached { cache: &self.cache, source: Source { resolver: self, client, endpoints } }
    }

    /// The credentials to use now.
    pub(crate) async fn resolve(
        &self,
        client: &Client<AlibabaProtocol>,
        endpoints: &Endpoints,
        ctx: &CallContext,
    ) -> Result<Arc<Credentials>, Error> {
        self.cache.get(&Source { resolver: self, client, endpoints }, ctx).await
    }

    fn found(&self) -> Result<&Found, CredentialsError> {
        match self.found.get() {
            Some(found) => Ok(found),
            None => {
                let found = find(&self.config, &self.environment)?;
                Ok(self.found.get_or_init(|| found))
            }
        }
    }

    /// Adds to the error of a call that the temporary credentials have expired and that nothing can renew them, where they
    /// were given as they are.
    pub(crate) fn explained(&self, error: Error) -> Error {
        let expired = matches!(&error, Error::Api(api) if api.credentials_expired());
        let given = self.cache.current().is_some_and(|keys| keys.expires.is_none());
        match self.found.get().filter(|_| expired && given) {
            Some(found) => CredentialsError::Expired { origin: found.origin.clone(), source: Box::new(error) }.into(),
            None => error,
        }
    }
}

/// The source behind the cache of a resolver.
pub(crate) struct Source<'a> {
    resolver: &'a Resolver,
    client: &'a Client<AlibabaProtocol>,
    endpoints: &'a Endpoints,
}

impl ProvideCredentials for Source<'_> {
    type Credentials = Credentials;

    async fn provide(&self, ctx: &CallContext) -> Result<Credentials, Error> {
        let Self { resolver, client, endpoints } = self;
        let found = resolver.found()?;
        let metadata = &resolver.metadata;
        let credentials = obtain(found, ProvideContext { client, endpoints, metadata, ctx }).await?;
        let (origin, key_id, expires) = (&found.origin, &credentials.access_key_id, credentials.expires);
        trace!(origin, key_id, ?expires, "credentials obtained");
        Ok(credentials)
    }
}
