//! Dedicated clusters of the world file.

use super::error::{Source, WorldError};
use super::file::ClusterEntry;
use super::model::Cluster;
use super::vocabulary::Vocabulary;
use super::words::one_of;

pub(super) fn cluster(
    entry: ClusterEntry,
    source: &Source<'_>,
    vocabulary: &Vocabulary,
) -> Result<Cluster, WorldError> {
    let prefix = vocabulary.cluster_prefix;
    if !entry.id.get_ref().starts_with(prefix) {
        let what = format!("the id of a dedicated cluster begins with {prefix}, \"{}\" does not", entry.id.get_ref());
        return Err(source.error(entry.id.span(), what));
    }
    one_of(&entry.state, vocabulary.cluster_states, "state of a dedicated cluster", source)?;
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
