//! Data Transmission Service: the life of a migration job.
//!
//! Configure (a job without an instance) → precheck → purchase → run → stop → release. Beware of the service's
//! spelling: `DtsInstanceId` in most requests but `DtsInstanceID` in `DescribeDtsJobDetail` and in all answers that
//! describe jobs, `SourceEndpointDatabaseName` but `DestinationEndpointDataBaseName`.

mod cluster;
mod configure;
mod describe;
mod life;
mod list;
mod modify;
mod network;
mod precheck;
mod purchase;
mod status;
mod tags;

pub use cluster::{
    ClusterList, ClusterPage, DedicatedCluster, DescribeDedicatedCluster, ListDedicatedCluster, ListedCluster,
    ModifyDtsJobDedicatedCluster, ModifyDtsJobDuLimit,
};
pub use configure::{ConfigureDtsJob, ConfiguredJob};
pub use describe::{
    DescribeDtsJobDetail, DetailEndpoint, JobDetail, RetryState, SubJob, SubJobEndpoint, SubRetryState,
};
pub use life::{DeleteDtsJob, StartDtsJob, StopDtsJob, SuspendDtsJob};
pub use list::{
    DescribeDtsJobs, ErrorDetail, JobList, JobSummary, JobTag, ListedEndpoint, ListedMode, ListedRetryState,
};
pub use modify::{
    ChangedJob, ModifyDtsJob, ModifyDtsJobConfig, ModifyDtsJobEndpoint, ModifyDtsJobName, ModifyDtsJobPassword,
    ModifyDynamicConfig,
};
pub use network::{ServerAddresses, WhiteIpList};
pub use precheck::{
    DescribePreCheckStatus, PrecheckItem, PrecheckLog, PrecheckReport, SkipPreCheck, SkippedItems, SubPrecheck,
};
pub use purchase::{CreateDtsInstance, PurchasedInstance, TransferInstanceClass, TransferredInstance};
pub use status::{JobStatus, MigrationMode, Performance, Phase, PrecheckDetail, PrecheckPhase, SyncPhase};
pub use tags::{InstanceTag, InstanceTagList, InstanceTags, ListTagResources, TagResources, UntagResources};

crate::wire::answer! {
    /// An answer that only confirms; success was checked before.
    Done {}
}
