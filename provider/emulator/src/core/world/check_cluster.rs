//! Dedicated clusters of the world file.

use super::check::one_of;
use super::error::{Source, WorldError};
use super::file::ClusterEntry;
use super::model::Cluster;

/// States of a dedicated cluster.
const STATES: &[&str] = &["init", "schedule", "running", "upgrade", "downgrade", "locked", "releasing", "released"];

/// What every id of a dedicated cluster begins with.
const PREFIX: &str = "dtscluster_";

pub(super) fn cluster(entry: ClusterEntry, source: &Source<'_>) -> Result<Cluster, WorldError> {
    if !entry.id.get_ref().starts_with(PREFIX) {
        let what = format!("the id of a dedicated cluster begins with {PREFIX}, \"{}\" does not", entry.id.get_ref());
        return Err(source.error(entry.id.span(), what));
    }
    one_of(&entry.state, STATES, "state of a dedicated cluster", source)?;
    if *entry.du.get_ref() < entry.used_du {
        let what = format!("used_du is {} of only {} units; raise du", entry.used_du, entry.du.get_ref());
        return Err(source.error(entry.du.span(), what));
    }
    Ok(Cluster {
        id: entry.id.into_inner(),
        name: entry.name,
        region: entry.region,
        du: entry.du.into_inner(),
        used_du: entry.used_du,
        state: entry.state.into_inner(),
    })
}
