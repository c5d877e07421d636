//! Finds the database of the world that one side of a job names.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Endpoint, Side, reserve, text};
use crate::alibaba::dts::job::Job;
use crate::core::world::Database;

/// The database that a side names. A database on the public internet is found in every account.
pub(crate) fn locate<'a>(context: CallContext<'a>, account: &str, job: &Job, side: Side) -> Option<&'a Database> {
    let (endpoint, network) = (job.side(side), network(job, side));
    let public = endpoint.kind() == "OTHER";
    let accounts = context.accounts.iter().filter(|owner| public || owner.id == account);
    let mut databases = accounts.flat_map(|owner| &owner.databases);
    databases.find(|database| is_at(database, endpoint, &network))
}

fn is_at(database: &Database, endpoint: Endpoint<'_>, network: &str) -> bool {
    let kind = endpoint.kind();
    let fits = |there: Option<&str>, given: &str| there.is_none_or(|there| there == given);
    let here = database.kinds.iter().any(|known| known == kind)
        && fits(database.instance_id(kind), endpoint.field("InstanceID"));
    let region = endpoint.field("Region");
    if !endpoint.is_self_managed() {
        return here && region == database.region;
    }
    let place = &database.place;
    let port = place.port.map(|port| port.to_string());
    // An ECS instance has an address, and the public internet has no regions.
    let host_fits = kind == "ECS" || fits(place.host.as_deref(), endpoint.field("IP"));
    let region_fits = kind == "OTHER" || region.is_empty() || region == database.region;
    let network_fits = kind != "CEN" || fits(place.cen.as_deref(), network);
    here && region_fits && host_fits && network_fits && fits(port.as_deref(), endpoint.field("Port"))
}

/// A sentence that says which database was not found.
pub(crate) fn nothing_there(job: &Job, side: Side, account: &str) -> String {
    let endpoint = job.side(side);
    let (kind, id) = (endpoint.kind(), endpoint.field("InstanceID"));
    if !endpoint.is_self_managed() {
        return format!("no {kind} {id} in account {account}, region {}", endpoint.field("Region"));
    }
    let address = format!("{}:{}", endpoint.field("IP"), endpoint.field("Port"));
    match kind {
        "OTHER" => format!("nothing answers at {address}"),
        "ECS" => format!("nothing answers at port {} of {id} in account {account}", endpoint.field("Port")),
        "CEN" => format!("nothing answers at {address} by {id} and {} of account {account}", network(job, side)),
        _ => format!("nothing answers at {address} by {kind} {id} of account {account}"),
    }
}

/// The Cloud Enterprise Network of a side.
fn network(job: &Job, side: Side) -> String {
    text(&reserve::of(&job.parameters), &side.setting("InstanceId")).unwrap_or_default()
}
