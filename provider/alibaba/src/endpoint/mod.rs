//! Which host serves which service in which region.
//!
//! Order: an override from the configuration, one from the environment, the table `schemas/alibaba/endpoints.toml`.

mod overrides;
mod table;

use http::uri::Authority;

pub use overrides::{EndpointError, check_override};
pub(crate) use overrides::{METADATA_HOST, is_loopback, parse_metadata, parse_override};
pub(crate) use table::rate_limit;

use crate::action::Service;
use crate::environment::Environment;

/// Hosts given instead of the table's: `host`, `host:port`, `https://host`, or `http://127.0.0.1:PORT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointOverrides {
    /// Instead of `dts.aliyuncs.com` and the like.
    pub dts: Option<String>,
    /// Instead of `ram.aliyuncs.com`.
    pub ram: Option<String>,
    /// Instead of `sts.<region>.aliyuncs.com`.
    pub sts: Option<String>,
}

impl EndpointOverrides {
    fn of(&self, service: Service) -> Option<&str> {
        match service {
            Service::Dts => self.dts.as_deref(),
            Service::Ram => self.ram.as_deref(),
            Service::Sts => self.sts.as_deref(),
        }
    }
}

/// Where to send a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    secure: bool,
    authority: Authority,
    metadata: bool,
}

impl Endpoint {
    /// `Host` header, with the port if it is not the scheme's own.
    pub fn host(&self) -> &str {
        let own = if self.secure { ":443" } else { ":80" };
        let text = self.authority.as_str();
        text.strip_suffix(own).unwrap_or(text)
    }

    /// `https://host` or `http://127.0.0.1:PORT`, no slash at the end.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.host())
    }

    /// Whether it is spoken to without TLS.
    pub fn is_plain(&self) -> bool {
        !self.secure
    }

    /// Whether it is this very machine, where no proxy is to be asked.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.authority.host())
    }

    /// Whether it is an ECS instance's metadata service, which is next door or nowhere: waiting for it is no use.
    pub fn is_metadata(&self) -> bool {
        self.metadata
    }
}

/// The endpoints of one client.
#[derive(Clone, Debug)]
pub(crate) struct Endpoints {
    dts: Endpoint,
    ram: Endpoint,
    sts: Endpoint,
}

impl Endpoints {
    pub(crate) fn new(region: &str, given: &EndpointOverrides, env: &Environment) -> Result<Self, EndpointError> {
        let of = |service| resolve(service, region, given, env);
        Ok(Self { dts: of(Service::Dts)?, ram: of(Service::Ram)?, sts: of(Service::Sts)? })
    }

    pub(crate) fn of(&self, service: Service) -> &Endpoint {
        match service {
            Service::Dts => &self.dts,
            Service::Ram => &self.ram,
            Service::Sts => &self.sts,
        }
    }
}

/// The variables that may hold an endpoint, the first set one counts.
pub(crate) fn variables(service: Service) -> [&'static str; 2] {
    match service {
        Service::Dts => ["ALIBABA_CLOUD_ENDPOINT_DTS", "DTS_ENDPOINT"],
        Service::Ram => ["ALIBABA_CLOUD_ENDPOINT_RAM", "RAM_ENDPOINT"],
        Service::Sts => ["ALIBABA_CLOUD_ENDPOINT_STS", "STS_ENDPOINT"],
    }
}

fn resolve(
    service: Service,
    region: &str,
    given: &EndpointOverrides,
    env: &Environment,
) -> Result<Endpoint, EndpointError> {
    if let Some(value) = given.of(service) {
        return parse_override(&format!("endpoints.{}", service.key()), value);
    }
    if let Some((variable, value)) = env.first(&variables(service)) {
        return parse_override(variable, value);
    }
    parse_override("schemas/alibaba/endpoints.toml", &table::host(service, region))
}

#[cfg(test)]
mod tests;
