//! Which host serves which service in which region.
//!
//! Order: an override from the configuration, one from the environment, the endpoint of all services from the environment, the table
//! `schemas/alibaba/endpoints.toml`.

use std::borrow::Cow;
use std::sync::LazyLock;

use cloud_core::{EVERY_ENDPOINT, Endpoint, EndpointError, EndpointTable, Environment, Service, on_one_side};

use crate::services::{DTS, RAM, STS};

/// Host of the metadata service inside ECS instances.
pub(crate) const METADATA_HOST: &str = "100.100.100.200";

const TEXT: &str = include_str!("../../../../schemas/alibaba/endpoints.toml");

/// A table that does not parse fails a test; at run time the fallback of [`host`] would be used.
static TABLE: LazyLock<EndpointTable> = LazyLock::new(|| EndpointTable::parse(TEXT).unwrap_or_default());

/// Hosts that replace those of the table: `host`, `host:port`, `https://host`, or `http://127.0.0.1:PORT`.
///
/// ```
/// use alibaba::EndpointOverrides;
///
/// let overrides =
///     EndpointOverrides { dts: Some("http://127.0.0.1:8700".to_owned()), ..EndpointOverrides::default() };
/// # drop(overrides);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointOverrides {
    /// In place of `dts.aliyuncs.com` or `dts.<region>.aliyuncs.com`.
    pub dts: Option<String>,
    /// In place of `ram.aliyuncs.com`.
    pub ram: Option<String>,
    /// In place of `sts.<region>.aliyuncs.com`.
    pub sts: Option<String>,
}

/// Where a service's endpoint may be configured.
struct Setting {
    service: &'static Service,
    /// The override in the configuration.
    given: fn(&EndpointOverrides) -> Option<&str>,
    /// The environment variables, the first one with a value is used.
    variables: [&'static str; 2],
}

static SETTINGS: [Setting; 3] = [
    Setting {
        service: &DTS,
        given: |given| given.dts.as_deref(),
        variables: ["ALIBABA_CLOUD_ENDPOINT_DTS", "DTS_ENDPOINT"],
    },
    Setting {
        service: &RAM,
        given: |given| given.ram.as_deref(),
        variables: ["ALIBABA_CLOUD_ENDPOINT_RAM", "RAM_ENDPOINT"],
    },
    Setting {
        service: &STS,
        given: |given| given.sts.as_deref(),
        variables: ["ALIBABA_CLOUD_ENDPOINT_STS", "STS_ENDPOINT"],
    },
];

/// The endpoints of one client.
#[derive(Clone, Debug)]
pub(crate) struct Endpoints {
    all: Vec<(&'static Service, Endpoint)>,
    /// Whether the configuration or the environment names the endpoint of STS.
    sts_is_given: bool,
}

impl Endpoints {
    pub(crate) fn new(region: &str, given: &EndpointOverrides, env: &Environment) -> Result<Self, EndpointError> {
        let resolve = |setting: &Setting| Ok((setting.service, resolve(setting, region, given, env)?));
        let all: Vec<_> = SETTINGS.iter().map(resolve).collect::<Result<_, _>>()?;
        on_one_side(&all)?;
        let is_sts = |setting: &&Setting| setting.service == &STS;
        let in_environment =
            |setting: &Setting| env.first(&setting.variables).is_some() || env.get(EVERY_ENDPOINT).is_some();
        let is_given = |setting: &Setting| (setting.given)(given).is_some() || in_environment(setting);
        Ok(Self { all, sts_is_given: SETTINGS.iter().find(is_sts).is_some_and(is_given) })
    }

    /// With the host of STS that a profile names, unless the configuration or the environment names one.
    pub(crate) fn with_sts_of_profile(&self, host: Option<&str>) -> Result<Cow<'_, Self>, EndpointError> {
        let Some(host) = host.filter(|_| !self.sts_is_given) else { return Ok(Cow::Borrowed(self)) };
        let sts = Endpoint::parse("sts_endpoint of the profile", host)?;
        let others = self.all.iter().filter(|(service, _)| *service != &STS).cloned();
        let all: Vec<_> = others.chain([(&STS, sts)]).collect();
        on_one_side(&all)?;
        Ok(Cow::Owned(Self { all, sts_is_given: false }))
    }

    pub(crate) fn of(&self, service: &'static Service) -> Result<&Endpoint, EndpointError> {
        let found = self.all.iter().find(|(known, _)| *known == service).map(|(_, endpoint)| endpoint);
        found.ok_or(EndpointError::UnknownService { service: service.name })
    }
}

fn resolve(
    setting: &Setting,
    region: &str,
    given: &EndpointOverrides,
    env: &Environment,
) -> Result<Endpoint, EndpointError> {
    let service = setting.service;
    if let Some(value) = (setting.given)(given) {
        return Endpoint::parse(&format!("endpoints.{}", service.key), value);
    }
    if let Some((variable, value)) = env.first(&setting.variables) {
        return Endpoint::parse(variable, value);
    }
    if let Some(value) = env.get(EVERY_ENDPOINT) {
        return Endpoint::parse(EVERY_ENDPOINT, value);
    }
    Endpoint::parse("schemas/alibaba/endpoints.toml", &host(service, region))
}

/// The host of a service in a region; without a region, the host for all regions.
fn host(service: &Service, region: &str) -> String {
    if region.is_empty() {
        return format!("{}.aliyuncs.com", service.key);
    }
    TABLE.host(service, region).unwrap_or_else(|| format!("{}.aliyuncs.com", service.key))
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
