//! Dedicated clusters.

use alibaba::dts::ListedCluster;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use super::at;
use crate::resources::alibaba::migration_task::schema::{endpoint::known_endpoints, model::TaskModel};
use crate::{
    facts::alibaba as facts,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 2] = [&REGION, &UNUSABLE];

static REGION: Rule = Rule::plan(
    "cluster-region",
    "The region is not that of the dedicated cluster",
    "With `dedicated_cluster_id`, both endpoints must be in the region of the cluster.",
);
static UNUSABLE: Rule = Rule::plan(
    "cluster-running",
    "The dedicated cluster cannot be used",
    "`dedicated_cluster_id` must be a running cluster in the account and region of the task.",
);

/// A cluster is in the region of the tasks that run on it: the provider's.
pub(crate) fn away_from_cluster(config: &TaskModel, region: &str, out: &mut Diagnostics) {
    let Some(cluster) = config.dedicated_cluster_id.as_str() else { return };
    for (side, end) in known_endpoints(config) {
        let Some(other) = end.region.as_str().filter(|other| *other != region) else { continue };
        out.push(REGION.broken(
            at(side, "region"),
            &Violation {
                found: format!(
                    "{}.region is {other:?}, but the dedicated cluster {cluster} is in {region:?}.",
                    side.block()
                ),
                allowed: format!("{region:?} on both sides of a task on this cluster"),
                fix: format!("set region = {region:?}, or remove dedicated_cluster_id"),
            },
        ));
    }
}

fn region_has_none(region: &str) -> bool {
    facts::region(region).is_some_and(|row| !row.dedicated_clusters)
}

/// What DTS says of the cluster; none where there is no such cluster.
///
/// # Errors
/// A cluster that cannot take the task.
pub(crate) fn unusable_cluster(id: &str, region: &str, found: Option<&ListedCluster>) -> Result<(), Diagnostic> {
    let found = match found {
        None if region_has_none(region) => {
            format!(
                "There is no dedicated cluster {id}. The provider knows no dedicated clusters of DTS in region {region:?}."
            )
        }
        None => format!("There is no dedicated cluster {id} in this account and region {region:?}."),
        Some(cluster) if !cluster.region.is_empty() && cluster.region != region => {
            format!(
                "The dedicated cluster {id} is in region {:?}, but the task is in region {region:?}.",
                cluster.region
            )
        }
        Some(cluster) if !cluster.state.eq_ignore_ascii_case("running") => {
            format!("The dedicated cluster {id} has the status {}.", cluster.state)
        }
        Some(_) => return Ok(()),
    };
    Err(UNUSABLE.broken(
        AttributePath::of(&["dedicated_cluster_id"]),
        &Violation {
            found,
            allowed: format!("a running cluster of this account in region {region:?}"),
            fix: "set the ID of such a cluster, or remove dedicated_cluster_id to run the task without a dedicated \
            cluster"
                .to_owned(),
        },
    ))
}
