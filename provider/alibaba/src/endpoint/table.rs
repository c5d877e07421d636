//! `schemas/alibaba/endpoints.toml`: hosts by service and region, and the documented rates of calls.

use std::sync::LazyLock;

use cloud_core::Service;
use serde::Deserialize;

/// A row of hosts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) service: String,
    /// Regions it is for; empty: every other region.
    pub(super) regions: Vec<String>,
    /// Host; `{region}` stands for the region.
    pub(super) host: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    pub(super) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    pub(super) seen: String,
}

/// A documented rate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    pub(super) service: String,
    pub(super) action: String,
    /// Calls a second for one account.
    pub(super) per_second: u32,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    pub(super) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    pub(super) seen: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) endpoint: Vec<Row>,
    pub(super) rate: Vec<Rate>,
}

pub(super) const TEXT: &str = include_str!("../../../../schemas/alibaba/endpoints.toml");

/// A table that does not parse fails a test; at run time the fallback of [`host`] would be used.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The host of a service in a region.
pub(super) fn host(service: &Service, region: &str) -> String {
    let rows = || TABLE.endpoint.iter().filter(|row| row.service == service.key);
    let named = rows().find(|row| row.regions.iter().any(|listed| listed == region));
    let template = named.or_else(|| rows().find(|row| row.regions.is_empty())).map(|row| row.host.as_str());
    match template {
        Some(template) => template.replace("{region}", region),
        None => format!("{}.aliyuncs.com", service.key),
    }
}

/// How many calls in a second one account may send, where that is documented.
pub(crate) fn calls_per_second(service: &Service, action: &str) -> Option<u32> {
    let fits = |rate: &&Rate| rate.service == service.key && rate.action == action;
    TABLE.rate.iter().find(fits).map(|rate| rate.per_second)
}
