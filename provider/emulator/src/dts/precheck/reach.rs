//! Can DTS reach the database of a side, and log in there?

use crate::dts::cross_account::{self, Failure};
use crate::dts::endpoint::{Endpoint, Side};
use crate::dts::job::Job;
use crate::emulation::Emulation;
use crate::world::Database;

/// Why a database cannot be reached.
#[derive(Debug, Clone)]
pub(super) struct Unreachable {
    /// What was found, in words.
    pub(super) found: String,
    /// When the account is what stands in the way.
    pub(super) failure: Option<Failure>,
}

/// The database of a side, if DTS may use it, finds it, and can log in.
pub(super) fn reach<'a>(emulation: &'a Emulation, job: &Job, side: Side) -> Result<&'a Database, Unreachable> {
    let endpoint = job.side(side);
    let account = cross_account::account_of(emulation, &job.account, endpoint)
        .map_err(|failure| Unreachable { found: failure.message.clone(), failure: Some(failure) })?;
    let stopped = |found: String| Unreachable { found, failure: None };
    let database = find(emulation, &account, endpoint).ok_or_else(|| {
        let place = [endpoint.field("InstanceID"), endpoint.field("IP")].join(" ");
        stopped(format!(
            "no {} {} in account {account}, region {}",
            endpoint.kind(),
            place.trim(),
            endpoint.field("Region")
        ))
    })?;
    if !database.engine.eq_ignore_ascii_case(endpoint.engine()) {
        return Err(stopped(format!("{} is a {} database, not {}", database.id, database.engine, endpoint.engine())));
    }
    let password = job.password(side);
    if endpoint.field("UserName") != database.username || password != Some(&database.password) {
        return Err(stopped(format!("access denied for user {} at {}", endpoint.field("UserName"), database.id)));
    }
    Ok(database)
}

fn find<'a>(emulation: &'a Emulation, account: &str, endpoint: Endpoint<'_>) -> Option<&'a Database> {
    let id = endpoint.field("InstanceID");
    let same_place = |database: &&Database| {
        if endpoint.is_self_managed() {
            let port = database.port.map(|port| port.to_string());
            (id.is_empty() || id == database.id)
                && database.host.as_deref().is_none_or(|host| host == endpoint.field("IP"))
                && port.is_none_or(|port| port == endpoint.field("Port"))
        } else {
            id == database.id && endpoint.field("Region") == database.region
        }
    };
    let databases = &emulation.accounts.get(account)?.databases;
    databases.iter().filter(|database| database.kind == endpoint.kind()).find(same_place)
}
