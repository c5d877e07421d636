//! A table of hosts and documented rates, as rows of a file in `schemas/`.

use serde::Deserialize;

use crate::service::Service;

/// Stands for every action of a service in a row of rates.
const EVERY_ACTION: &str = "*";

/// A row of hosts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointRow {
    /// Key of the service.
    pub service: String,
    /// The site it is for, where the cloud has several.
    pub site: Option<String>,
    /// Regions it is for; empty: every other region.
    pub regions: Vec<String>,
    /// Host; `{region}` stands for the region.
    pub host: String,
    /// Where the row was read.
    pub source: String,
    /// When the row was read.
    pub seen: String,
}

/// A documented rate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateRow {
    /// Key of the service.
    pub service: String,
    /// Name of the action; `*` stands for every action without a row, each of which has this rate.
    pub action: String,
    /// Calls a second for one account.
    pub per_second: u32,
    /// Where the row was read.
    pub source: String,
    /// When the row was read.
    pub seen: String,
}

/// The rows of a file.
///
/// ```
/// use cloud_core::{EndpointTable, Service};
///
/// static QUEUES: Service =
///     Service { key: "queues", name: "Queues", version: "1", endpoint_variable: "QUEUES_ENDPOINT" };
///
/// let table = EndpointTable::parse(
///     r#"
///     [[endpoint]]
///     service = "queues"
///     regions = []
///     host = "queues.{region}.example.com"
///     source = "API reference"
///     seen = "2026-01-01"
///
///     [[rate]]
///     service = "queues"
///     action = "*"
///     per_second = 20
///     source = "API reference"
///     seen = "2026-01-01"
///     "#,
/// )?;
/// assert_eq!(table.host(&QUEUES, "north").as_deref(), Some("queues.north.example.com"));
/// assert_eq!(table.calls_per_second(&QUEUES, "ListQueues"), Some(20));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointTable {
    /// Hosts.
    pub endpoint: Vec<EndpointRow>,
    /// Rates.
    pub rate: Vec<RateRow>,
}

impl EndpointTable {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is not a table of hosts and rates.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The host of a service in a region, for a cloud with one site.
    pub fn host(&self, service: &Service, region: &str) -> Option<String> {
        self.host_at(None, service, region)
    }

    /// The host of a service in a region: that of the row that names the region, else that of the row for all other regions.
    pub fn host_at(&self, site: Option<&str>, service: &Service, region: &str) -> Option<String> {
        let fits = |row: &&EndpointRow| row.service == service.key && row.site.as_deref() == site;
        let rows = || self.endpoint.iter().filter(fits);
        let named = rows().find(|row| row.regions.iter().any(|listed| listed == region));
        let row = named.or_else(|| rows().find(|row| row.regions.is_empty()))?;
        Some(row.host.replace("{region}", region))
    }

    /// How many calls in a second one account may send, where that is documented.
    pub fn calls_per_second(&self, service: &Service, action: &str) -> Option<u32> {
        let of = |name: &str| {
            let fits = |rate: &&RateRow| rate.service == service.key && rate.action == name;
            self.rate.iter().find(fits).map(|rate| rate.per_second)
        };
        of(action).or_else(|| of(EVERY_ACTION))
    }
}
