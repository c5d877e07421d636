//! Which accounts and databases: from variables, and from a TOML file for what they leave open.
//!
//! Passwords come from variables only: a file with one would be committed some day.

use std::path::PathBuf;
use std::time::Duration;

use alibaba::{Environment, Secret};
use serde::Deserialize;

use super::RealError;

/// Names the TOML file.
pub const FILE: &str = "DTS_ACCEPTANCE_FILE";
const PREFIX: &str = "DTS_ACCEPTANCE_PREFIX";
const REGION: &str = "DTS_ACCEPTANCE_REGION";
const MINUTES: &str = "DTS_ACCEPTANCE_MINUTES";
const ENCRYPTION: &str = "DTS_ACCEPTANCE_ENCRYPTION";
const SOURCE_ACCOUNT: &str = "DTS_ACCEPTANCE_SOURCE_ACCOUNT_ID";
const DESTINATION_ACCOUNT: &str = "DTS_ACCEPTANCE_DESTINATION_ACCOUNT_ID";

const DEFAULT_PREFIX: &str = "dts-acceptance";
/// A role's name has 64 characters at most, and the run's own part takes some.
const LONGEST_PREFIX: usize = 40;
/// Shorter ones could begin names of others.
const SHORTEST_PREFIX: usize = 6;

/// One side's account and database.
#[derive(Clone, Debug)]
pub struct Side {
    /// Profile of the aliyun CLI's file.
    pub profile: String,
    /// Account the profile must belong to.
    pub account_id: String,
    /// ApsaraDB RDS for MySQL instance.
    pub instance_id: String,
    /// Database account of DTS.
    pub username: String,
    /// Its password.
    pub password: Secret,
}

/// Everything a run needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What all names begin with, before a `-`.
    pub prefix: String,
    /// Region of both instances and of the job.
    pub region: String,
    /// How long one command of Terraform may take.
    pub limit: Duration,
    /// `ssl` or `none`; nothing leaves it to the provider.
    pub encryption: Option<String>,
    /// Database at the source that is migrated.
    pub database: String,
    /// Owns the source, and grants the trust.
    pub source: Side,
    /// Owns the destination, creates and pays the job.
    pub destination: Side,
}

/// The file, in the words of the variables.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    prefix: Option<String>,
    region: Option<String>,
    minutes: Option<u64>,
    encryption: Option<String>,
    #[serde(default)]
    source: WrittenSide,
    #[serde(default)]
    destination: WrittenSide,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSide {
    profile: Option<String>,
    account_id: Option<String>,
    instance_id: Option<String>,
    username: Option<String>,
    database: Option<String>,
}

/// Takes values, and remembers those that are missing.
struct Reader<'e> {
    environment: &'e Environment,
    missing: Vec<String>,
}

impl Reader<'_> {
    fn optional(&self, variable: &str, written: Option<String>) -> Option<String> {
        self.environment.get(variable).map(str::to_owned).or(written).filter(|value| !value.is_empty())
    }

    fn needed(&mut self, variable: &str, place: &str, written: Option<String>) -> String {
        self.optional(variable, written).unwrap_or_else(|| {
            self.missing.push(format!("{variable} ({place})"));
            String::new()
        })
    }

    fn password(&mut self, variable: &str) -> Secret {
        let found = self.environment.get(variable).unwrap_or_default();
        if found.is_empty() {
            self.missing.push(format!("{variable} (a variable only)"));
        }
        Secret::from(found)
    }

    fn side(&mut self, name: &str, written: WrittenSide) -> Side {
        let upper = name.to_uppercase();
        let variable = |what: &str| format!("DTS_ACCEPTANCE_{upper}_{what}");
        let place = |what: &str| format!("{name}.{what}");
        Side {
            profile: self.needed(&variable("PROFILE"), &place("profile"), written.profile),
            account_id: self.needed(&variable("ACCOUNT_ID"), &place("account_id"), written.account_id),
            instance_id: self.needed(&variable("INSTANCE_ID"), &place("instance_id"), written.instance_id),
            username: self.needed(&variable("USERNAME"), &place("username"), written.username),
            password: self.password(&variable("PASSWORD")),
        }
    }
}

/// Reads all settings.
///
/// # Errors
/// Everything that is missing, or the first value that cannot be one.
pub fn read(environment: &Environment) -> Result<Settings, RealError> {
    let mut written = file(environment)?;
    let mut reader = Reader { environment, missing: Vec::new() };
    let database = written.source.database.take();
    let settings = Settings {
        prefix: reader.optional(PREFIX, written.prefix).unwrap_or_else(|| DEFAULT_PREFIX.to_owned()),
        region: reader.needed(REGION, "region", written.region),
        limit: minutes(reader.optional(MINUTES, written.minutes.map(|minutes| minutes.to_string())))?,
        encryption: reader.optional(ENCRYPTION, written.encryption),
        database: reader.needed("DTS_ACCEPTANCE_SOURCE_DATABASE", "source.database", database),
        source: reader.side("source", written.source),
        destination: reader.side("destination", written.destination),
    };
    if !reader.missing.is_empty() {
        return Err(RealError::Missing { names: reader.missing, file: FILE });
    }
    checked(settings)
}

fn file(environment: &Environment) -> Result<Written, RealError> {
    let Some(path) = environment.get(FILE).map(PathBuf::from) else { return Ok(Written::default()) };
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let read = text.and_then(|text| toml::from_str(&text).map_err(|error| error.message().to_owned()));
    read.map_err(|reason| RealError::File { path, reason })
}

fn minutes(given: Option<String>) -> Result<Duration, RealError> {
    let Some(value) = given else { return Ok(Duration::from_mins(120)) };
    match value.parse() {
        Ok(minutes @ 1..=1440) => Ok(Duration::from_mins(minutes)),
        _ => Err(RealError::Setting { name: MINUTES, value, must: "it must be a number of minutes from 1 to 1440" }),
    }
}

fn checked(settings: Settings) -> Result<Settings, RealError> {
    let wrong = |name, value: &str, must| Err(RealError::Setting { name, value: value.to_owned(), must });
    let prefix = &settings.prefix;
    let fits = prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let length = (SHORTEST_PREFIX..=LONGEST_PREFIX).contains(&prefix.len());
    if !fits || !length || !prefix.starts_with(|first: char| first.is_ascii_lowercase()) || prefix.ends_with('-') {
        return wrong(
            PREFIX,
            prefix,
            "it must be 6 to 40 lower case letters, digits and '-', a letter first, no '-' last",
        );
    }
    for (name, side) in [(SOURCE_ACCOUNT, &settings.source), (DESTINATION_ACCOUNT, &settings.destination)] {
        let id = &side.account_id;
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return wrong(name, id, "an account id has digits only");
        }
    }
    let (source, destination) = (&settings.source.account_id, &settings.destination.account_id);
    if source == destination {
        return wrong(DESTINATION_ACCOUNT, destination, "a run needs two accounts, and this is the source's as well");
    }
    Ok(settings)
}

#[cfg(test)]
mod tests;
