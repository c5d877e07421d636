//! `dts_dedicated_clusters`: the dedicated clusters of the account.

use ::alibaba::dts::{ListDedicatedCluster, ListedCluster};
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List},
    validate::one_of,
};

use super::session;
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error,
    resources::shared::{
        Session,
        pages::{self, PAGE_SIZE},
    },
    rules::{name_length, no_space_around},
};

const TYPE: &str = "dts_dedicated_clusters";

/// Lists the dedicated clusters of the account in the provider's region, with their free DUs.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Clusters {
    /// Lists only clusters whose name contains this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name: Attr<String>,
    /// Lists only clusters in this state. A new task needs a `running` cluster.
    #[attr(optional, validate(one_of(&["init", "schedule", "running", "upgrade", "downgrade", "locked", "releasing", "released"])))]
    state: Attr<String>,
    /// The clusters. Empty if there are none.
    #[attr(computed)]
    clusters: Attr<List<Cluster>>,
}

/// A dedicated cluster.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Cluster {
    /// ID of the cluster, for `dedicated_cluster_id` of a task.
    #[attr(computed)]
    id: Attr<String>,
    /// Name of the cluster.
    #[attr(computed)]
    name: Attr<String>,
    /// Region of the cluster. Both endpoints of a task on it must be in this region.
    #[attr(computed)]
    region: Attr<String>,
    /// State of the cluster, such as `running`.
    #[attr(computed)]
    state: Attr<String>,
    /// ID of the DTS instance of the cluster.
    #[attr(computed)]
    dts_instance_id: Attr<String>,
    /// Number of nodes.
    #[attr(computed)]
    node_count: Attr<i64>,
    /// Total number of DUs, including overcommitted ones.
    #[attr(computed)]
    du: Attr<i64>,
    /// Number of DUs assigned to tasks.
    #[attr(computed)]
    used_du: Attr<i64>,
    /// Number of free DUs: the maximum for `du` of a `dts_migration_instance`.
    #[attr(computed)]
    free_du: Attr<i64>,
}

/// The data source.
pub(super) struct DedicatedClusters;

#[async_trait]
impl DataSource for DedicatedClusters {
    type Model = Clusters;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Clusters) -> Result<Clusters, Diagnostics> {
        let session = session(context, TYPE).await?;
        let found = pages::all(|number| page(&session, &config, number), |cluster| &cluster.dedicated_cluster_id)
            .await
            .map_err(|error| {
                let tried = format!("Listing the dedicated clusters in {}", session.region());
                cloud_error("Cannot list the dedicated clusters", &tried, &error)
            })?;
        let matches = |cluster: &ListedCluster| {
            config.name.as_str().is_none_or(|name| cluster.name.contains(name))
                && config.state.as_str().is_none_or(|state| cluster.state == state)
        };
        let clusters = found.into_iter().filter(matches).map(listed).collect::<List<_>>().into();
        Ok(Clusters { clusters, ..config })
    }
}

async fn page(
    session: &Session<'_>,
    config: &Clusters,
    number: i64,
) -> Result<pages::Page<ListedCluster>, alibaba::Error> {
    let name = config.name.as_str().map(str::to_owned);
    let request = ListDedicatedCluster {
        region_id: Some(session.region()),
        search_by: name.as_ref().map(|_| "NAME".to_owned()),
        params: name,
        state: config.state.as_str().map(str::to_owned),
        page_number: Some(number),
        page_size: Some(PAGE_SIZE),
        ..ListDedicatedCluster::default()
    };
    let page = session.call(&request).await?.answer;
    Ok((page.clusters.cluster, page.total_record_count))
}

fn listed(cluster: ListedCluster) -> Cluster {
    // With overcommitment there are more DUs than the nodes have.
    let du = cluster.du.max(cluster.oversold_du);
    Cluster {
        id: cluster.dedicated_cluster_id.into(),
        name: cluster.name.into(),
        region: cluster.region.into(),
        state: cluster.state.into(),
        dts_instance_id: cluster.dts_instance_id.into(),
        node_count: cluster.node_count.into(),
        du: du.into(),
        used_du: cluster.used_du.into(),
        free_du: du.map(|du| (du - cluster.used_du.unwrap_or_default()).max(0)).into(),
    }
}
