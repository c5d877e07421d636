//! Finds the credentials on first use, keeps and renews them.

use std::borrow::Cow;
use std::sync::Arc;

use cloud_core::{
    Cached, CallContext, Client, Clock, CredentialCache, Endpoint, Environment, Error, LastFound, ProvideCredentials,
    Search, Static,
};
use tokio::sync::OnceCell;
use tracing::trace;

use super::model::{Base, Found};
use super::obtain::obtain;
use super::search::search;
use super::temporary::ProvideContext;
use super::{Credentials, CredentialsConfig, CredentialsError};
use crate::action::{call_of, read};
use crate::endpoint::Endpoints;
use crate::protocol::AlibabaProtocol;
use crate::sts::{CallerIdentity, GetCallerIdentity};

/// The credentials of one client.
pub(crate) struct Resolver {
    config: CredentialsConfig,
    environment: Environment,
    metadata: Endpoint,
    /// What the last search found.
    found: LastFound<Found>,
    cache: CredentialCache<Credentials>,
    clock: Arc<dyn Clock>,
    identity: OnceCell<CallerIdentity>,
}

impl Resolver {
    pub(crate) fn new(
        config: CredentialsConfig,
        environment: Environment,
        clock: Arc<dyn Clock>,
        metadata: Endpoint,
    ) -> Self {
        let cache = CredentialCache::new(Arc::clone(&clock));
        Self { config, environment, metadata, found: LastFound::default(), cache, clock, identity: OnceCell::new() }
    }

    /// Where the credentials come from, for messages; none before the first search.
    pub(crate) fn origin(&self) -> Option<String> {
        self.found.get().map(|found| found.origin.clone())
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

    /// The endpoints with the host of STS of the profile that the credentials come from, if it has one.
    pub(crate) async fn endpoints<'e>(
        &self,
        client: &Client<AlibabaProtocol>,
        endpoints: &'e Endpoints,
        ctx: &CallContext,
    ) -> Result<Cow<'e, Endpoints>, Error> {
        self.resolve(client, endpoints, ctx).await?;
        let host = self.found.get().and_then(|found| found.sts_host.clone());
        Ok(endpoints.with_sts_of_profile(host.as_deref())?)
    }

    /// The identity of the credentials, once a call has requested it.
    pub(crate) fn identity(&self) -> &OnceCell<CallerIdentity> {
        &self.identity
    }

    /// Searches for the credentials, and compares the result with that of the search before.
    async fn search(&self) -> Result<(Arc<Found>, Search), CredentialsError> {
        self.found.compare(search(&self.config, &self.environment)).await
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
        let (found, search) = resolver.search().await?;
        let endpoints = &endpoints.with_sts_of_profile(found.sts_host.as_deref())?;
        let (metadata, environment, now) = (&resolver.metadata, &resolver.environment, resolver.clock.now());
        let context = ProvideContext { client, endpoints, metadata, ctx, environment, now };
        let credentials = obtain(&found, context).await?;
        let (origin, key_id, expires) = (&found.origin, &credentials.access_key_id, credentials.expires);
        trace!(origin, key_id, ?expires, "credentials obtained");
        if let (Search::Changed, Some(identity)) = (search, resolver.identity.get()) {
            self.must_be_in_account(&identity.account_id, &credentials, origin, ctx).await?;
        }
        resolver.found.keep(&found);
        Ok(credentials)
    }

    async fn has_others(&self, rejected: &Credentials) -> bool {
        match self.resolver.search().await {
            Ok((found, Search::Changed)) => !matches!(&found.base, Base::Keys(keys) if keys == rejected),
            _ => false,
        }
    }
}

impl Source<'_> {
    /// Checks replaced credentials: the provider has planned for one account.
    async fn must_be_in_account(
        &self,
        expected: &str,
        credentials: &Credentials,
        origin: &str,
        ctx: &CallContext,
    ) -> Result<(), Error> {
        let request = GetCallerIdentity::default();
        let signing = Static(Arc::new(credentials.clone()));
        let endpoint = self.endpoints.of(&crate::services::STS)?;
        let reply = self.client.perform(&call_of(&request), endpoint, &signing, ctx).await?;
        let account = read::<CallerIdentity>(reply)?.answer.account_id;
        if account == expected {
            return Ok(());
        }
        let (origin, expected) = (origin.to_owned(), expected.to_owned());
        Err(CredentialsError::OtherAccount { origin, expected, account }.into())
    }
}
