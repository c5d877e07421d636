//! Settings of one cloud client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use cloud_core::{Clock, Environment, NonceSource, RandomNonces, RateLimiter, SystemClock};

use crate::credentials::CredentialsConfig;
use crate::endpoint::{EndpointOverrides, METADATA_HOST};

/// Everything [`Cloud::new`](crate::Cloud::new) needs. Start with [`Config::new`] and change fields.
///
/// ```
/// use tencent::{Config, Environment};
///
/// let config = Config {
///     environment: Environment::of_process(),
///     max_retries: 4,
///     user_agent: "my-tool/1.0".to_owned(),
///     ..Config::new("ap-guangzhou")
/// };
/// # drop(config);
/// ```
#[derive(Clone)]
pub struct Config {
    /// Region of the DTS jobs, for example `ap-guangzhou`. An empty text is no region: then only CAM and STS can be called.
    pub region: String,
    /// Where the keys come from.
    pub credentials: CredentialsConfig,
    /// Hosts that replace those of the table.
    pub endpoints: EndpointOverrides,
    /// Address of the CVM metadata service, which returns the keys of an instance's role.
    pub metadata_address: String,
    /// Variables that are read for keys, profile and endpoints; none by default.
    pub environment: Environment,
    /// How often a call is repeated after its first attempt; default 8.
    pub max_retries: u32,
    /// Time limit of one attempt; default 30 s. Connecting has a separate limit of 10 s.
    pub request_timeout: Duration,
    /// `User-Agent` header.
    pub user_agent: String,
    /// Time of the signatures and of the expiry of credentials; default the system's clock.
    pub clock: Arc<dyn Clock>,
    /// Texts that are used once. TC3 needs none; the call loop takes them for every cloud.
    pub nonces: Arc<dyn NonceSource>,
    /// Keeps the calls below the documented rates of the account; clients of one account may share it.
    pub rate_limiter: Arc<RateLimiter>,
}

impl Config {
    /// Defaults for a region: no keys, an empty environment, eight retries, 30 s for an attempt.
    pub fn new(region: impl Into<String>) -> Self {
        Self {
            region: region.into(),
            credentials: CredentialsConfig::default(),
            endpoints: EndpointOverrides::default(),
            metadata_address: format!("http://{METADATA_HOST}"),
            environment: Environment::default(),
            max_retries: 8,
            request_timeout: Duration::from_secs(30),
            user_agent: concat!("tencent/", env!("CARGO_PKG_VERSION")).to_owned(),
            clock: Arc::new(SystemClock),
            nonces: Arc::new(RandomNonces),
            rate_limiter: Arc::default(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .field("endpoints", &self.endpoints)
            .field("metadata_address", &self.metadata_address)
            .field("environment", &self.environment)
            .field("max_retries", &self.max_retries)
            .field("request_timeout", &self.request_timeout)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
