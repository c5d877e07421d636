//! DTS: every action that is served.

use crate::client::Api;
use crate::row::Job::{BothWays, Configured, OnCluster, Passed, Running, Synchronizing};
use crate::row::OtherAccount::{CreatesItsOwn, DoesNotSee, Refused, TheSame};
use crate::row::{CLUSTER, Job, OtherAccount, Row};

const NOT_FOUND: OtherAccount = Refused(404, "Forbidden.InstanceNotFound");
const JOB: (&str, &str) = ("DtsJobId", "{job}");
const JOBS: (&str, &str) = ("DtsJobIds", "{job}");
const INSTANCE: (&str, &str) = ("DtsInstanceId", "{instance}");
const KIND: (&str, &str) = ("ResourceType", "ALIYUN::DTS::INSTANCE");
const RESOURCE: (&str, &str) = ("ResourceId.1", "{instance}");

const fn row(
    action: &'static str,
    job: Job,
    parameters: &'static [(&'static str, &'static str)],
    other_account: OtherAccount,
) -> Row {
    Row { api: Api::Dts, action, job, configuration: false, parameters, other_account }
}

const fn configure(parameters: &'static [(&'static str, &'static str)], other_account: OtherAccount) -> Row {
    Row { api: Api::Dts, action: "ConfigureDtsJob", job: Configured, configuration: true, parameters, other_account }
}

pub(crate) const ROWS: &[Row] = &[
    // Another account's new job with a role that trusts the owner's jobs only.
    configure(&[], Refused(200, "AssumeRoleFail")),
    configure(&[JOB], NOT_FOUND),
    configure(&[INSTANCE], NOT_FOUND),
    row("DescribeDtsJobDetail", Running, &[JOB], NOT_FOUND),
    row("DescribeDtsJobDetail", Running, &[("DtsInstanceID", "{instance}")], NOT_FOUND),
    row("DescribeDtsJobs", Running, &[], DoesNotSee("{job}")),
    row("DescribeDtsJobs", Running, &[JOB], DoesNotSee("{job}")),
    row("DescribeDtsJobs", Running, &[INSTANCE], DoesNotSee("{job}")),
    row("DescribePreCheckStatus", Passed, &[JOB, ("JobCode", "01")], NOT_FOUND),
    row("SkipPreCheck", Passed, &[JOB, ("Skip", "true"), ("SkipPreCheckItems", r#"["CHECK_SAME_OBJ"]"#)], NOT_FOUND),
    row("CreateDtsInstance", Passed, &[("PayType", "PostPaid"), ("JobId", "{job}")], NOT_FOUND),
    row(
        "CreateDtsInstance",
        Configured,
        &[
            ("PayType", "PostPaid"),
            ("Type", "MIGRATION"),
            ("SourceRegion", "cn-hangzhou"),
            ("DestinationRegion", "cn-hangzhou"),
            ("SourceEndpointEngineName", "MYSQL"),
            ("DestinationEndpointEngineName", "MYSQL"),
        ],
        CreatesItsOwn,
    ),
    row("ShieldPrecheck", Passed, &[INSTANCE, ("PrecheckItems", "CHECK_SAME_USER")], NOT_FOUND),
    // It cannot name another account: the database of the owner does not exist in the other account.
    row(
        "DescribeConnectionStatus",
        Configured,
        &[
            ("SourceEndpointInstanceType", "RDS"),
            ("SourceEndpointEngineName", "MySQL"),
            ("SourceEndpointInstanceID", "rm-destination-orders"),
            ("SourceEndpointRegion", "cn-hangzhou"),
            ("SourceEndpointUserName", "dts"),
            ("SourceEndpointPassword", "destination-db-password"),
            ("DestinationEndpointInstanceType", "RDS"),
            ("DestinationEndpointEngineName", "MySQL"),
            ("DestinationEndpointInstanceID", "rm-destination-orders"),
            ("DestinationEndpointRegion", "cn-hangzhou"),
            ("DestinationEndpointUserName", "dts"),
            ("DestinationEndpointPassword", "destination-db-password"),
        ],
        DoesNotSee("logged in at rm-destination-orders"),
    ),
    row("StartDtsJob", Configured, &[JOB], NOT_FOUND),
    row("StartDtsJob", Configured, &[INSTANCE], NOT_FOUND),
    row("SuspendDtsJob", Running, &[JOB], NOT_FOUND),
    row("SuspendDtsJob", Running, &[INSTANCE], NOT_FOUND),
    row("StopDtsJob", Running, &[JOB], NOT_FOUND),
    row("StopDtsJob", Running, &[INSTANCE], NOT_FOUND),
    row("DeleteDtsJob", Running, &[JOB], NOT_FOUND),
    row("DeleteDtsJob", Running, &[INSTANCE], NOT_FOUND),
    row("DeleteMigrationJob", Running, &[("MigrationJobId", "{instance}")], Refused(200, "InvalidJobId")),
    row(
        "DeleteSynchronizationJob",
        Synchronizing,
        &[("SynchronizationJobId", "{instance}")],
        Refused(200, "InvalidJobId"),
    ),
    row("ResetDtsJob", Synchronizing, &[JOB], NOT_FOUND),
    row("ResetDtsJob", Synchronizing, &[INSTANCE], NOT_FOUND),
    row("UpgradeTwoWay", Synchronizing, &[("InstanceId", "{instance}"), ("InstanceClass", "small")], NOT_FOUND),
    row("ReverseTwoWayDirection", BothWays, &[INSTANCE], NOT_FOUND),
    row("DescribeDtsInstanceDetail", Running, &[INSTANCE], NOT_FOUND),
    row("DescribeDtsInstances", Running, &[], DoesNotSee("{instance}")),
    row(
        "ConvertInstanceResourceGroup",
        Running,
        &[("ResourceId", "{instance}"), ("NewResourceGroupId", "g")],
        NOT_FOUND,
    ),
    row("CreateJobMonitorRule", Running, &[JOB, ("Type", "error")], NOT_FOUND),
    row("DescribeJobMonitorRule", Running, &[JOB], NOT_FOUND),
    row("DescribeDtsJobConfig", Running, &[JOB], NOT_FOUND),
    row("StartDtsJobs", Configured, &[JOBS], NOT_FOUND),
    row("SuspendDtsJobs", Running, &[JOBS], NOT_FOUND),
    row("StopDtsJobs", Running, &[JOBS], NOT_FOUND),
    row("DeleteDtsJobs", Running, &[JOBS], NOT_FOUND),
    row("ModifyDtsJobName", Running, &[JOB, ("DtsJobName", "mine now")], NOT_FOUND),
    row("ModifyDtsJobPassword", Running, &[JOB, ("Endpoint", "src"), ("Password", "other")], NOT_FOUND),
    row(
        "ModifyDtsJobEndpoint",
        Running,
        &[JOB, ("Endpoint", "dest"), ("EndpointInstanceType", "rds"), ("EndpointInstanceId", "rm-destination-used")],
        NOT_FOUND,
    ),
    row(
        "ModifyDtsJobConfig",
        Running,
        &[JOB, ("Parameters", r#"[{"module":"03","name":"n","value":"v"}]"#)],
        NOT_FOUND,
    ),
    row("ModifyDynamicConfig", Running, &[JOB, ("JobCode", "03"), ("EnableLimit", "false")], NOT_FOUND),
    row(
        "ModifyDtsJob",
        Running,
        &[INSTANCE, ("ModifyTypeEnum", "UPDATE_RESERVED"), ("Reserved", r#"{"srcSSL":"1"}"#)],
        NOT_FOUND,
    ),
    row(
        "ModifyDtsJobDedicatedCluster",
        Configured,
        &[("DtsJobIds", r#"["{job}"]"#), ("DedicatedClusterId", CLUSTER)],
        NOT_FOUND,
    ),
    row("ModifyDtsJobDuLimit", OnCluster, &[JOB, ("DuLimit", "2")], NOT_FOUND),
    row("TransferInstanceClass", Running, &[JOB, ("InstanceClass", "large"), ("OrderType", "UPGRADE")], NOT_FOUND),
    row("TagResources", Running, &[KIND, RESOURCE, ("Tag.1.Key", "k"), ("Tag.1.Value", "v")], NOT_FOUND),
    row("UntagResources", Running, &[KIND, RESOURCE, ("TagKey.1", "isolation-tag")], NOT_FOUND),
    row("ListTagResources", Running, &[KIND, RESOURCE], DoesNotSee("isolation-tag")),
    row("ListTagResources", Running, &[KIND, ("Tag.1.Key", "isolation-tag")], DoesNotSee("isolation-tag")),
    row("ListDedicatedCluster", OnCluster, &[], DoesNotSee(CLUSTER)),
    row("DescribeDedicatedCluster", OnCluster, &[("DedicatedClusterId", CLUSTER)], Refused(200, "InvalidParameter")),
    row("DescribeDTSIP", Configured, &[("SourceEndpointRegion", "cn-hangzhou")], TheSame),
    row("WhiteIpList", Configured, &[("Region", "cn-hangzhou"), ("Type", "vpc")], TheSame),
];
