//! `CHECK_TOPOLOGY`: synchronizations that cannot exist together. The two jobs of one instance can.

use std::collections::BTreeSet;

use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Endpoint, Side};
use crate::alibaba::dts::job::{Job, Status};

/// Why the topology of a synchronization is not supported.
pub(super) fn check(dts: &Dts, job: &Job) -> Option<String> {
    if !job.is_synchronization() {
        return None;
    }
    let others = dts.jobs.all().filter(|other| is_running_beside(other, job));
    let mut found = others.filter_map(|other| conflict(job, other).map(|why| (other, why)));
    found.next().map(|(other, why)| format!("complex topology with job {}: {why}", other.id))
}

fn is_running_beside(other: &Job, job: &Job) -> bool {
    let idle =
        [Status::NotConfigured, Status::NotStarted, Status::PrecheckFailed, Status::PreCheckPass, Status::Finished];
    other.is_synchronization() && other.instance_id() != job.instance_id() && !idle.contains(&other.status())
}

fn conflict(job: &Job, other: &Job) -> Option<String> {
    let [source, destination] = Side::BOTH.map(|side| place(job.side(side)));
    let [other_source, other_destination] = Side::BOTH.map(|side| place(other.side(side)));
    if source == other_destination && destination == other_source {
        return Some("it synchronizes in the opposite direction".to_owned());
    }
    let is_redis = job.side(Side::Source).is_engine(&["Redis"]);
    if is_redis && (source == other_destination || destination == other_source) {
        return Some("Redis databases cannot form a chain".to_owned());
    }
    if destination != other_destination {
        return None;
    }
    let (own, others) = (targets(job), targets(other));
    let same = own.iter().find(|(database, table)| {
        others.iter().any(|(there, other)| there == database && (table == other || table.is_none() || other.is_none()))
    });
    same.map(|(database, table)| {
        let table = table.as_ref().map(|table| format!(".{table}")).unwrap_or_default();
        format!("it has the same destination object {database}{table}")
    })
}

/// What makes two endpoints the same database.
fn place(endpoint: Endpoint<'_>) -> [&str; 4] {
    ["InstanceID", "Region", "IP", "Port"].map(|field| endpoint.field(field))
}

/// Destination databases and tables; no table means all of them.
fn targets(job: &Job) -> BTreeSet<(String, Option<String>)> {
    let databases = job.objects().0.into_values();
    databases
        .flat_map(|database| match database.tables {
            None => vec![(database.target, None)],
            Some(tables) => tables.into_values().map(|table| (database.target.clone(), Some(table))).collect(),
        })
        .collect()
}
