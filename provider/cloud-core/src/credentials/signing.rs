//! What signs the attempts of one call.

use std::sync::Arc;

use super::cache::CredentialCache;
use super::{Expiring, ProvideCredentials};
use crate::context::CallContext;
use crate::error::Error;

/// The credentials of a call, requested before each attempt.
pub trait SigningCredentials<C>: Sync {
    /// Credentials to sign the next attempt with; `None` for a call without a signature.
    ///
    /// # Errors
    /// When there are no credentials.
    fn credentials(&self, ctx: &CallContext) -> impl Future<Output = Result<Option<Arc<C>>, Error>> + Send;

    /// Called when the cloud rejected these credentials. Returns whether others can be obtained.
    fn invalidate(&self, rejected: &Arc<C>) -> impl Future<Output = bool> + Send;
}

/// No signature.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anonymous;

impl<C: Send + Sync> SigningCredentials<C> for Anonymous {
    async fn credentials(&self, _: &CallContext) -> Result<Option<Arc<C>>, Error> {
        Ok(None)
    }

    async fn invalidate(&self, _: &Arc<C>) -> bool {
        false
    }
}

/// The same credentials for every attempt.
#[derive(Clone, Debug)]
pub struct Static<C>(pub Arc<C>);

impl<C: Send + Sync> SigningCredentials<C> for Static<C> {
    async fn credentials(&self, _: &CallContext) -> Result<Option<Arc<C>>, Error> {
        Ok(Some(Arc::clone(&self.0)))
    }

    async fn invalidate(&self, _: &Arc<C>) -> bool {
        false
    }
}

/// Credentials from a cache, which obtains them from a source.
pub struct Cached<'a, P: ProvideCredentials> {
    /// Keeps the credentials.
    pub cache: &'a CredentialCache<P::Credentials>,
    /// Where they come from.
    pub source: P,
}

impl<P: ProvideCredentials<Credentials: Expiring + Send + Sync>> SigningCredentials<P::Credentials> for Cached<'_, P> {
    async fn credentials(&self, ctx: &CallContext) -> Result<Option<Arc<P::Credentials>>, Error> {
        self.cache.get(&self.source, ctx).await.map(Some)
    }

    async fn invalidate(&self, rejected: &Arc<P::Credentials>) -> bool {
        if !self.cache.holds(rejected) {
            // Another call was rejected as well, and has dropped them.
            return true;
        }
        let renewable = rejected.expires().is_some() || self.source.has_others(rejected).await;
        if renewable {
            self.cache.invalidate(rejected);
        }
        renewable
    }
}
