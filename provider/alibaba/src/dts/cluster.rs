//! Dedicated clusters, and which of them a job runs on with how many units.

use super::Done;
use crate::wire::{answer, request};

request! {
    /// Lists the dedicated clusters of the account in a region.
    ListDedicatedCluster: DTS Read -> ClusterPage {
        /// Region of the clusters.
        region_id: Option<String> = Query "RegionId",
        /// What `params` searches: `NAME`, `INSTANCE` or `DEDICATEDCLUSTERID`.
        search_by: Option<String> = Query "Type",
        /// Search text.
        params: Option<String> = Query "Params",
        /// Only clusters of this state.
        state: Option<String> = Query "State",
        /// `gmtCreated` or `orderCount`.
        order_column: Option<String> = Query "OrderColumn",
        /// `asc` or `desc`.
        order_direction: Option<String> = Query "OrderDirection",
        /// Page, from 1.
        page_number: Option<i64> = Query "PageNumber",
        /// Rows a page.
        page_size: Option<i64> = Query "PageSize",
        /// Only clusters of this resource group.
        resource_group_id: Option<String> = Query "ResourceGroupId",
    }
}

request! {
    /// Reads one dedicated cluster.
    DescribeDedicatedCluster: DTS Read -> DedicatedCluster {
        /// Region of the cluster.
        region_id: Option<String> = Query "RegionId",
        /// Cluster.
        dedicated_cluster_id: String = Query "DedicatedClusterId",
    }
}

request! {
    /// Moves jobs to a dedicated cluster.
    ModifyDtsJobDedicatedCluster: DTS Idempotent -> Done {
        /// Region of the cluster.
        region_id: Option<String> = Query "RegionId",
        /// Jobs, a JSON list of ids.
        dts_job_ids: String = Query "DtsJobIds",
        /// Cluster.
        dedicated_cluster_id: String = Query "DedicatedClusterId",
    }
}

request! {
    /// Sets how many units of its dedicated cluster a job may use.
    ModifyDtsJobDuLimit: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// Units, 1 or more.
        du_limit: i64 = Query "DuLimit",
    }
}

answer! {
    /// Answer of `ListDedicatedCluster`.
    ClusterPage {
        /// The list's wrapper.
        clusters: ClusterList = "DedicatedClusterStatusList",
        /// Page, from 1.
        page_number: Option<i64> = "PageNumber",
        /// Rows on this page.
        page_record_count: Option<i64> = "PageRecordCount",
        /// Rows in all.
        total_record_count: Option<i64> = "TotalRecordCount",
    }
}

answer! {
    /// The list inside the wrapper.
    ClusterList {
        /// One page of clusters.
        cluster: Vec<ListedCluster> = "DedicatedClusterStatus",
    }
}

/// Defines the two answers that tell the same about a cluster; only the single one knows when it ended.
macro_rules! cluster_answer {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $ty:ty = $wire:literal,)* }) => {
        answer! {
            $(#[$meta])*
            $name {
                /// Cluster id, `dtscluster_…`.
                dedicated_cluster_id: String = "DedicatedClusterId",
                /// Name.
                name: String = "DedicatedClusterName",
                /// Instance it was bought as.
                dts_instance_id: String = "DtsInstanceID",
                /// Region.
                region: String = "RegionId",
                /// `init`, `schedule`, `running`, `upgrade`, `downgrade`, `locked`, `releasing` or `released`.
                state: String = "State",
                /// Machines.
                node_count: Option<i64> = "NodeCount",
                /// Units in all.
                du: Option<i64> = "Du",
                /// Units given to jobs.
                used_du: Option<i64> = "UsedDu",
                /// Units given beyond what the machines have.
                oversold_du: Option<i64> = "OversoldDu",
                /// Units given, in percent.
                du_utilization: Option<i64> = "DuUtilization",
                /// Processor use in percent.
                cpu_utilization: Option<i64> = "CpuUtilization",
                /// Memory use in percent.
                memory_utilization: Option<i64> = "MemUtilization",
                /// Disk use in percent.
                disk_utilization: Option<i64> = "DiskUtilization",
                /// When it was made, milliseconds since 1970.
                created: Option<i64> = "GmtCreated",
                $($(#[$field_meta])* $field: $ty = $wire,)*
            }
        }
    };
}

cluster_answer! {
    /// Answer of `DescribeDedicatedCluster`.
    DedicatedCluster {
        /// When it ends, milliseconds since 1970.
        finished: Option<i64> = "GmtFinished",
    }
}

cluster_answer! {
    /// One dedicated cluster of the list.
    ListedCluster {}
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::Read as _;

    #[test]
    fn a_cluster_reads_the_same_alone_and_in_the_list() {
        let one = json!({"DedicatedClusterId": "dtscluster_1", "State": "running", "Du": 30, "UsedDu": "4"});
        let alone = DedicatedCluster::read(&one).unwrap();
        let page = json!({"DedicatedClusterStatusList": {"DedicatedClusterStatus": [one]}, "TotalRecordCount": 1});
        let listed = ClusterPage::read(&page).unwrap().clusters.cluster.remove(0);
        assert_eq!((alone.du, alone.used_du, alone.state.as_str()), (Some(30), Some(4), "running"));
        assert_eq!((listed.du, listed.used_du, listed.state), (alone.du, alone.used_du, alone.state));
        assert_eq!(listed.dedicated_cluster_id, "dtscluster_1");
    }
}
