//! The client: one account's credentials, one region, three services.

mod paging;

use std::fmt;
use std::sync::Arc;

use cloud_core::{CallContext, Client, ClientSettings, Endpoint, Error, HttpClient, Transport, read_answer};
use jiff::Timestamp;

use crate::action::{Action, Answered, call_of};
use crate::config::Config;
use crate::credentials::{Credentials, Resolver};
use crate::endpoint::{Endpoints, METADATA_HOST};
use crate::protocol::TencentProtocol;
use crate::services::DTS;
use crate::sts::{CallerIdentity, GetCallerIdentity};

/// Calls Tencent Cloud. Cheap to clone; clones share credentials, connections and rate limits.
///
/// ```no_run
/// use tencent::dts::DescribeMigrationDetail;
/// use tencent::{CallContext, Cloud, Config, Environment};
///
/// # async fn example() -> Result<(), tencent::Error> {
/// let cloud = Cloud::new(Config { environment: Environment::of_process(), ..Config::new("ap-guangzhou") })?;
/// let request = DescribeMigrationDetail { job_id: "dts-1ewjspuw".to_owned() };
/// match cloud.call(&request, &CallContext::default()).await {
///     Ok(job) => println!("{} (request {})", job.status, job.request_id),
///     Err(error) if error.is_not_found() => println!("there is no such job"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Cloud(Arc<Inner>);

struct Inner {
    client: Client<TencentProtocol>,
    endpoints: Endpoints,
    resolver: Resolver,
}

impl Cloud {
    /// Creates a client. Reads no file and opens no connection.
    ///
    /// # Errors
    /// When the region or an endpoint is not valid.
    pub fn new(config: Config) -> Result<Self, Error> {
        let transport = Transport::new(config.user_agent.clone(), config.request_timeout, &config.environment);
        Self::with_http_client(Box::new(transport), config)
    }

    pub(crate) fn with_http_client(http: Box<dyn HttpClient>, config: Config) -> Result<Self, Error> {
        let Config { region, credentials, endpoints, metadata_address, environment, max_retries, .. } = config;
        let Config { clock, nonces, rate_limiter, .. } = config;
        check_region(&region)?;
        let endpoints = Endpoints::new(&region, &endpoints, &environment)?;
        let metadata = Endpoint::parse_metadata("metadata_address", &metadata_address, METADATA_HOST)?;
        let resolver = Resolver::new(credentials, environment, Arc::clone(&clock), metadata);
        let protocol = TencentProtocol { region: region.clone() };
        let settings = ClientSettings { http, region, max_retries, clock, nonces, rate_limiter };
        Ok(Self(Arc::new(Inner { client: Client::new(protocol, settings), endpoints, resolver })))
    }

    /// Region of the client; empty if it has none.
    pub fn region(&self) -> &str {
        self.0.client.region()
    }

    /// The time by the clock of Tencent Cloud; none before its first response.
    pub fn server_time(&self) -> Option<Timestamp> {
        self.0.client.server_time()
    }

    /// Performs one call: signs, sends, repeats what is safe to repeat, reads the answer.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::outcome_unknown`] shows whether the call may have had an effect all the same.
    pub async fn call<A: Action>(&self, action: &A, ctx: &CallContext) -> Result<Answered<A::Answer>, Error> {
        let Inner { client, endpoints, resolver } = &*self.0;
        if A::SERVICE == &DTS && self.region().is_empty() {
            return Err(Error::NoRegion);
        }
        let signing = resolver.signing(client, endpoints);
        let reply = client.perform(&call_of(action), endpoints.of(A::SERVICE)?, &signing, ctx).await;
        read_answer(reply.map_err(|error| resolver.explained(error))?)
    }

    /// Finds the credentials, assumes roles where that is configured, and keeps them for later calls.
    ///
    /// # Errors
    /// When there are none, or a role cannot be assumed.
    pub async fn resolve_credentials(&self, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        let Inner { client, endpoints, resolver } = &*self.0;
        resolver.resolve(client, endpoints, ctx).await
    }

    /// Where the credentials come from, for messages, such as a profile and its file; none before the first search.
    pub fn credentials_origin(&self) -> Option<String> {
        self.0.resolver.origin()
    }

    /// The identity of the credentials; requested once, then kept.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn caller_identity(&self, ctx: &CallContext) -> Result<&CallerIdentity, Error> {
        let request = || async { Ok::<_, Error>(self.call(&GetCallerIdentity::default(), ctx).await?.answer) };
        self.0.resolver.identity().get_or_try_init(request).await
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cloud").field("region", &self.region()).finish_non_exhaustive()
    }
}

/// The region becomes part of a host name. A client without a region calls CAM and STS only.
fn check_region(region: &str) -> Result<(), Error> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !region.bytes().all(allowed) {
        return Err(Error::Region { region: region.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
