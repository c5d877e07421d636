//! Which host serves which service in which region.
//!
//! Order: an override from the configuration, one from the environment, the domain from the configuration, the domain from the
//! environment, the endpoint of all services from the environment, the table `schemas/tencent/endpoints.toml`.

use std::sync::LazyLock;

use cloud_core::{EVERY_ENDPOINT, Endpoint, EndpointError, EndpointTable, Environment, Service, on_one_side};

use crate::services::{CAM, DTS, SERVICES, STS};

/// Host of the metadata service inside CVM instances.
pub(crate) const METADATA_HOST: &str = "metadata.tencentyun.com";
/// The domain of all services, as Tencent Cloud's Terraform provider takes it.
const DOMAIN: &str = "TENCENTCLOUD_DOMAIN";
/// The scheme for the domain, `HTTP` or `HTTPS`.
const PROTOCOL: &str = "TENCENTCLOUD_PROTOCOL";

const TEXT: &str = include_str!("../../../../schemas/tencent/endpoints.toml");

/// A table that does not parse fails a test; at run time the fallback of [`host`] would be used.
static TABLE: LazyLock<EndpointTable> = LazyLock::new(|| EndpointTable::parse(TEXT).unwrap_or_default());

/// The site on which the account is registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Site {
    /// The China site, `cloud.tencent.com`.
    #[default]
    China,
    /// The international site, `tencentcloud.com`.
    International,
}

impl Site {
    /// The site as the table names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::China => "china",
            Self::International => "international",
        }
    }
}

/// Hosts that replace those of the table: `host`, `host:port`, `https://host`, or `http://127.0.0.1:PORT`.
///
/// ```
/// use tencent::EndpointOverrides;
///
/// let overrides =
///     EndpointOverrides { dts: Some("http://127.0.0.1:8700".to_owned()), ..EndpointOverrides::default() };
/// # drop(overrides);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointOverrides {
    /// In place of `cam.tencentcloudapi.com`.
    pub cam: Option<String>,
    /// In place of `dts.tencentcloudapi.com`.
    pub dts: Option<String>,
    /// In place of `sts.tencentcloudapi.com`.
    pub sts: Option<String>,
    /// The domain of the services without an override: `example.com` in place of `tencentcloudapi.com` gives `dts.example.com`.
    /// A loopback address serves all of them and is used as it is.
    pub domain: Option<String>,
    /// The site whose hosts the table gives.
    pub site: Site,
}

impl EndpointOverrides {
    fn of(&self, service: &Service) -> Option<&str> {
        match service {
            service if *service == CAM => self.cam.as_deref(),
            service if *service == DTS => self.dts.as_deref(),
            service if *service == STS => self.sts.as_deref(),
            _ => None,
        }
    }
}

/// The endpoints of one client.
#[derive(Clone, Debug)]
pub(crate) struct Endpoints(Vec<(&'static Service, Endpoint)>);

impl Endpoints {
    pub(crate) fn new(region: &str, given: &EndpointOverrides, env: &Environment) -> Result<Self, EndpointError> {
        let resolve = |service: &'static Service| Ok((service, resolve(service, region, given, env)?));
        let all: Vec<_> = SERVICES.into_iter().map(resolve).collect::<Result<_, _>>()?;
        on_one_side(&all)?;
        Ok(Self(all))
    }

    pub(crate) fn of(&self, service: &'static Service) -> Result<&Endpoint, EndpointError> {
        let found = self.0.iter().find(|(known, _)| *known == service).map(|(_, endpoint)| endpoint);
        found.ok_or(EndpointError::UnknownService { service: service.name })
    }
}

fn resolve(
    service: &Service,
    region: &str,
    given: &EndpointOverrides,
    env: &Environment,
) -> Result<Endpoint, EndpointError> {
    if let Some(value) = given.of(service) {
        return Endpoint::parse(&format!("endpoints.{}", service.key), value);
    }
    if let Some(value) = env.get(service.endpoint_variable) {
        return Endpoint::parse(service.endpoint_variable, value);
    }
    if let Some(domain) = &given.domain {
        return in_domain("domain", service, domain);
    }
    if let Some(domain) = env.get(DOMAIN) {
        return in_domain(DOMAIN, service, &with_protocol(domain, env));
    }
    if let Some(value) = env.get(EVERY_ENDPOINT) {
        return Endpoint::parse(EVERY_ENDPOINT, value);
    }
    Endpoint::parse("schemas/tencent/endpoints.toml", &host(service, region, given.site))
}

/// The host of a service in a domain. A loopback address has no subdomains: the service is in the scope of the key.
fn in_domain(setting: &str, service: &Service, domain: &str) -> Result<Endpoint, EndpointError> {
    let endpoint = Endpoint::parse(setting, domain)?;
    if endpoint.is_loopback() {
        return Ok(endpoint);
    }
    Endpoint::parse(setting, &format!("https://{}.{}", service.key, endpoint.host()))
}

/// The domain with the scheme that the environment has for it.
fn with_protocol(domain: &str, env: &Environment) -> String {
    let plain = env.get(PROTOCOL).is_some_and(|protocol| protocol.eq_ignore_ascii_case("http"));
    if plain && !domain.contains("://") { format!("http://{domain}") } else { domain.to_owned() }
}

/// The host of a service in a region.
fn host(service: &Service, region: &str, site: Site) -> String {
    TABLE
        .host_at(Some(site.as_str()), service, region)
        .unwrap_or_else(|| format!("{}.tencentcloudapi.com", service.key))
}

/// How many calls in a second one account may send, where that is documented.
pub(crate) fn calls_per_second(service: &Service, action: &str) -> Option<u32> {
    TABLE.calls_per_second(service, action)
}

/// Checks an endpoint override before a client is created.
///
/// # Errors
/// What is wrong with it.
pub fn check_override(setting: &str, value: &str) -> Result<(), EndpointError> {
    Endpoint::parse(setting, value).map(|_| ())
}

#[cfg(test)]
mod tests;
