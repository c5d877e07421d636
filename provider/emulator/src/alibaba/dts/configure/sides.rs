//! The required fields of one side of a job, by access method and engine.

use crate::alibaba::dts::configuration::{Endpoint, Settings, Side, settings, text};
use crate::alibaba::gateway::{Parameters, Refusal};

/// Engines for which the name of a database is required, per side.
const SOURCE_DATABASE: [&str; 3] = ["POLARDB_O", "PostgreSQL", "MongoDB"];
const DESTINATION_DATABASE: [&str; 5] = ["POLARDB_O", "PostgreSQL", "MongoDB", "GREENPLUM", "ODPS"];

/// Why a side is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A field is required.
    Missing(&'static str),
    /// A key of `Reserve` is required.
    MissingSetting(String),
    /// The value of a field is not valid here.
    Wrong(&'static str, &'static str),
}

impl Flaw {
    /// The refusal, once the call has named the field in its own words.
    pub(crate) fn refusal(&self, named: impl Fn(&str) -> String) -> Refusal {
        match self {
            Self::Missing(field) => Refusal::missing_for_dts(&named(field)),
            Self::MissingSetting(key) => Refusal::missing_for_dts(&format!("Reserve.{key}")),
            Self::Wrong(field, why) => Refusal::wrong_for_dts(&named(field), why),
        }
    }
}

/// Checks one side of the parameters of a job.
pub(crate) fn check(parameters: &Parameters, side: Side) -> Result<(), Flaw> {
    let endpoint = Endpoint::new(parameters, side);
    if !side.takes_kind(endpoint.kind()) {
        return Err(Flaw::Wrong("InstanceType", "this side knows no such type"));
    }
    if !side.takes_engine(endpoint.engine()) {
        return Err(Flaw::Wrong("EngineName", "the engine is not valid for this side"));
    }
    let reserve = parameters.get("Reserve").and_then(|text| settings::parse(text).ok()).unwrap_or_default();
    by_access(endpoint, &reserve)?;
    by_engine(endpoint, &reserve)?;
    owner(endpoint)
}

fn by_access(endpoint: Endpoint<'_>, reserve: &Settings) -> Result<(), Flaw> {
    let needed: &[&'static str] = match endpoint.kind() {
        "OTHER" => &["IP", "Port"],
        "ECS" => &["InstanceID", "Port"],
        "EXPRESS" | "CEN" | "DG" => &["InstanceID", "IP", "Port"],
        _ => &["InstanceID", "Region"],
    };
    if let Some(field) = needed.iter().find(|field| endpoint.field(field).is_empty()) {
        return Err(Flaw::Missing(field));
    }
    let port = endpoint.field("Port");
    if !port.is_empty() && !port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(Flaw::Wrong("Port", "it must be a number from 1 to 65535"));
    }
    let network = endpoint.side.setting("InstanceId");
    match text(reserve, &network) {
        None if endpoint.kind() == "CEN" => Err(Flaw::MissingSetting(network)),
        _ => Ok(()),
    }
}

fn by_engine(endpoint: Endpoint<'_>, reserve: &Settings) -> Result<(), Flaw> {
    let with_database = match endpoint.side {
        Side::Source => &SOURCE_DATABASE[..],
        Side::Destination => &DESTINATION_DATABASE[..],
    };
    if endpoint.is_engine(with_database) && endpoint.field("DatabaseName").is_empty() {
        return Err(Flaw::Missing("DatabaseName"));
    }
    // A cluster of Oracle servers has a service name instead of a SID.
    let by_sid = text(reserve, &endpoint.side.setting("OracleType")).is_none_or(|kind| kind == "sid");
    if endpoint.is_engine(&["Oracle"]) && by_sid && endpoint.field("OracleSID").is_empty() {
        return Err(Flaw::Missing("OracleSID"));
    }
    let setting = match endpoint.side {
        side if endpoint.is_engine(&["MongoDB"]) => side.setting("EngineArchType"),
        side @ Side::Destination if endpoint.is_engine(&["Kafka"]) => side.setting("Topic"),
        _ => return Ok(()),
    };
    if text(reserve, &setting).is_some() { Ok(()) } else { Err(Flaw::MissingSetting(setting)) }
}

/// Owner and role belong together; a database on the public internet has no owner; and a database that is not a cloud
/// instance can belong to another account only at the source.
fn owner(endpoint: Endpoint<'_>) -> Result<(), Flaw> {
    match ["OwnerID", "Role"].map(|field| !endpoint.field(field).is_empty()) {
        [true, false] => Err(Flaw::Wrong("Role", "it goes with the owner's id")),
        [false, true] => Err(Flaw::Wrong("OwnerID", "it goes with the role")),
        [true, true] if endpoint.kind() == "OTHER" => {
            Err(Flaw::Wrong("OwnerID", "a public address belongs to no account"))
        }
        [true, true] if endpoint.is_self_managed() && endpoint.side == Side::Destination => {
            Err(Flaw::Wrong("OwnerID", "another account's database that is no cloud instance can only be the source"))
        }
        _ => Ok(()),
    }
}
