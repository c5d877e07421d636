//! Settings of one cloud client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credentials::CredentialsConfig;
use crate::endpoint::{EndpointOverrides, METADATA_HOST};
use crate::environment::Environment;
use crate::stamps::{Stamps, SystemStamps};

/// Everything [`Cloud::new`](crate::Cloud::new) needs. Start from [`Config::new`] and change fields.
#[derive(Clone)]
pub struct Config {
    /// Region of the DTS jobs, e.g. `cn-hangzhou`.
    pub region: String,
    /// Where the keys come from.
    pub credentials: CredentialsConfig,
    /// Hosts to use instead of the table's.
    pub endpoints: EndpointOverrides,
    /// Address of the ECS metadata service, where an instance's role has its keys.
    pub metadata_address: String,
    /// Variables consulted for keys, profile and endpoints. Empty unless given.
    pub environment: Environment,
    /// How often a call is repeated after its first attempt; default 8.
    pub max_retries: u32,
    /// Longest wait for one attempt's answer; default 30 s. Connecting has its own limit of 10 s.
    pub request_timeout: Duration,
    /// `User-Agent` header.
    pub user_agent: String,
    /// Clock and nonces; default the system's.
    pub stamps: Arc<dyn Stamps>,
}

impl Config {
    /// Defaults for a region: no explicit keys, an empty environment, eight retries, 30 s per attempt.
    pub fn new(region: impl Into<String>) -> Self {
        Self {
            region: region.into(),
            credentials: CredentialsConfig::default(),
            endpoints: EndpointOverrides::default(),
            metadata_address: format!("http://{METADATA_HOST}"),
            environment: Environment::default(),
            max_retries: 8,
            request_timeout: Duration::from_secs(30),
            user_agent: concat!("alibaba/", env!("CARGO_PKG_VERSION")).to_owned(),
            stamps: Arc::new(SystemStamps),
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
