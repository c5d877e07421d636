//! The client: one account's credentials, one region, three services.

use std::fmt;
use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::action::{Action, Answered};
use crate::call::{CallContext, Caller, Outgoing, Reply};
use crate::config::Config;
use crate::credentials::{Credentials, Resolver, ResolverKeys};
use crate::endpoint::{Endpoints, parse_metadata};
use crate::error::Error;
use crate::sts::{CallerIdentity, GetCallerIdentity};
use crate::transport::{Exchange, Transport};
use crate::wire::Answer;

/// Calls the cloud. Cheap to clone; clones share credentials, connections and rate limits.
#[derive(Clone)]
pub struct Cloud(Arc<Inner>);

struct Inner {
    caller: Caller,
    resolver: Resolver,
    identity: OnceCell<CallerIdentity>,
}

impl Cloud {
    /// Sets a client up. Reads no file and opens no connection.
    ///
    /// # Errors
    /// When the region or an endpoint cannot be one.
    pub fn new(config: Config) -> Result<Self, Error> {
        let transport = Transport::new(config.user_agent.clone(), config.request_timeout);
        Self::over(Box::new(transport), config)
    }

    pub(crate) fn over(exchange: Box<dyn Exchange>, config: Config) -> Result<Self, Error> {
        let Config { region, credentials, endpoints, metadata_address, environment, max_retries, stamps, .. } = config;
        check_region(&region)?;
        let endpoints = Endpoints::new(&region, &endpoints, &environment)?;
        let metadata = parse_metadata("metadata_address", &metadata_address)?;
        let resolver = Resolver::new(credentials, environment, Arc::clone(&stamps), metadata);
        let caller = Caller::new(exchange, endpoints, region, max_retries, stamps);
        Ok(Self(Arc::new(Inner { caller, resolver, identity: OnceCell::new() })))
    }

    /// Region the client was set up for.
    pub fn region(&self) -> &str {
        &self.0.caller.region
    }

    /// Makes one call: signs, sends, repeats what is safe to repeat, reads the answer.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::outcome_unknown`] tells when to look before doing it again.
    pub async fn call<A: Action>(&self, action: &A, ctx: &CallContext) -> Result<Answered<A::Answer>, Error> {
        let reply = self.0.caller.perform(&Outgoing::of(action), &self.keys(), ctx).await;
        read(reply.map_err(|error| self.0.resolver.explained(error))?)
    }

    /// Finds the credentials, assuming roles where that is configured, and keeps them for the calls to come.
    ///
    /// # Errors
    /// When there are none, or a role cannot be assumed.
    pub async fn resolve_credentials(&self, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        self.0.resolver.resolve(&self.0.caller, ctx).await
    }

    /// Whose credentials these are; asked once, then remembered.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn caller_identity(&self, ctx: &CallContext) -> Result<&CallerIdentity, Error> {
        let ask = || async { Ok::<_, Error>(self.call(&GetCallerIdentity::default(), ctx).await?.answer) };
        let identity = self.0.identity.get_or_try_init(ask).await?;
        self.0.caller.count_for(&identity.account_id);
        Ok(identity)
    }

    fn keys(&self) -> ResolverKeys<'_> {
        ResolverKeys { resolver: &self.0.resolver, caller: &self.0.caller }
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cloud").field("region", &self.region()).finish_non_exhaustive()
    }
}

/// Turns a raw answer into the action's own type.
pub(crate) fn read<T: Answer>(reply: Reply) -> Result<Answered<T>, Error> {
    let Reply { value, request_id, http_status, attempted } = reply;
    match T::read(&value) {
        Ok(answer) => Ok(Answered { answer, request_id }),
        Err(mismatch) => Err(Error::unreadable(attempted, http_status, &request_id, &mismatch)),
    }
}

/// The region becomes part of a host name.
fn check_region(region: &str) -> Result<(), Error> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if region.is_empty() || !region.bytes().all(fits) {
        return Err(Error::Region { region: region.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
