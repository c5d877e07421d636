//! Dedicated clusters and the units of the jobs on them.

use serde_json::json;

use crate::client::{Answer, Client};
use crate::setup::{DESTINATION_OWNER, Stage, configure, job_parameters, make_role, precheck, wait, with};

const CLUSTER: (&str, &str) = ("DedicatedClusterId", "dtscluster_destination");

async fn stage(changes: &[(&str, &str)]) -> (Stage, Client) {
    let stage = Stage::in_world(changes).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    (stage, caller)
}

async fn try_configure(caller: &Client, changes: &[(&str, &str)]) -> Answer {
    caller.dts("ConfigureDtsJob", &with(job_parameters(), &[&[CLUSTER], changes].concat())).await
}

async fn buy(caller: &Client, job: &str, units: &str) -> Answer {
    caller.dts("CreateDtsInstance", &with(vec![("PayType", "PostPaid"), ("JobId", job)], &[("Du", units)])).await
}

/// A purchased job on the cluster.
async fn bought(caller: &Client, units: &str) -> String {
    let job = configure(caller, &with(job_parameters(), &[CLUSTER])).await;
    precheck(caller, &job).await;
    buy(caller, &job, units).await.ok();
    job
}

async fn used(caller: &Client) -> serde_json::Value {
    caller.dts("DescribeDedicatedCluster", &[CLUSTER]).await.ok()["UsedDu"].clone()
}

#[tokio::test]
async fn a_cluster_is_listed_and_described_in_its_account_only() {
    let (stage, caller) = stage(&[]).await;
    let one = caller.dts("DescribeDedicatedCluster", &[CLUSTER, ("RegionId", "cn-hangzhou")]).await.ok();
    for (key, value) in [
        ("DedicatedClusterName", json!("destination")),
        ("State", json!("running")),
        ("RegionId", json!("cn-hangzhou")),
        ("Du", json!(30)),
        ("UsedDu", json!(0)),
        ("NodeCount", json!(2)),
        ("Success", json!("true")),
        ("HttpStatusCode", json!("200")),
    ] {
        assert_eq!(one[key], value, "{key}");
    }
    let list = |more: Vec<(&'static str, &'static str)>| {
        let caller = caller.clone();
        async move { caller.dts("ListDedicatedCluster", &more).await }
    };
    let all = list(vec![]).await.ok();
    let listed = &all["DedicatedClusterStatusList"]["DedicatedClusterStatus"];
    assert_eq!((&all["TotalRecordCount"], &listed[0]["DedicatedClusterId"]), (&1.into(), &CLUSTER.1.into()));
    for (more, count) in [
        (vec![("Type", "NAME"), ("Params", "dest")], 1),
        (vec![("Type", "NAME"), ("Params", "operator")], 0),
        (vec![("Type", "DEDICATEDCLUSTERID"), ("Params", CLUSTER.1)], 1),
        (vec![("State", "locked")], 0),
        (vec![("RegionId", "cn-beijing")], 0),
    ] {
        assert_eq!(list(more.clone()).await.ok()["TotalRecordCount"], count, "{more:?}");
    }
    list(vec![("State", "broken")]).await.refused_parameter("State");
    list(vec![("Type", "NAME")]).await.refused("MissingParameter", "Params");
    stage.operator().dts("DescribeDedicatedCluster", &[CLUSTER]).await.refused_parameter(CLUSTER.0);
    stage.operator().dts("DescribeDedicatedCluster", &[(CLUSTER.0, "dtscluster_operator")]).await.ok();
}

#[tokio::test]
async fn a_job_is_accepted_on_a_running_cluster_of_its_account_and_region() {
    let (_stage, caller) = stage(&[]).await;
    let job = try_configure(&caller, &[]).await.ok()["DtsJobId"].as_str().unwrap().to_owned();
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(detail["DedicatedClusterId"], CLUSTER.1);
    let on_it = caller.dts("DescribeDtsJobs", &[CLUSTER]).await.ok();
    assert_eq!(on_it["DtsJobList"][0]["DtsJobId"], job);
    try_configure(&caller, &[("DedicatedClusterId", "dtscluster_operator")]).await.refused_parameter(CLUSTER.0);
    for name in ["RegionId", "SourceEndpointRegion", "DestinationEndpointRegion"] {
        try_configure(&caller, &[(name, "cn-beijing")]).await.refused_parameter(name);
    }
}

#[tokio::test]
async fn a_cluster_that_is_not_running_accepts_no_job() {
    let running = "used_du = 0\nstate = \"running\"";
    let (_stage, caller) = stage(&[(running, "used_du = 0\nstate = \"upgrade\"")]).await;
    try_configure(&caller, &[]).await.refused("OperationDenied", "is upgrade");
    try_configure(&caller, &[(CLUSTER.0, "")]).await.ok();
}

#[tokio::test]
async fn jobs_share_the_units_until_they_are_released() {
    let (stage, caller) = stage(&[]).await;
    let first = bought(&caller, "20").await;
    assert_eq!(used(&caller).await, 20);
    let second = configure(&caller, &with(job_parameters(), &[CLUSTER])).await;
    precheck(&caller, &second).await;
    buy(&caller, &second, "11").await.refused("OperationDenied", "10 free DU, but the job needs 11");
    buy(&caller, &second, "").await.ok();
    assert_eq!(used(&caller).await, 21, "one unit when none is named");
    let listed = caller.dts("DescribeDtsJobs", &[("DtsJobId", &first)]).await.ok()["DtsJobList"][0].clone();
    assert_eq!(listed["DuUsage"], 20);
    let state = stage.state(DESTINATION_OWNER).await;
    assert_eq!((&state["dedicated_clusters"][0]["used_du"], &state["instances"][0]["du"]), (&21.into(), &20.into()));
    caller.dts("DeleteDtsJob", &[("DtsJobId", &first)]).await.ok();
    assert_eq!(used(&caller).await, 1);
}

#[tokio::test]
async fn units_that_are_used_from_the_start_count() {
    let (_stage, caller) = stage(&[("used_du = 0\n", "used_du = 25\n")]).await;
    let job = configure(&caller, &with(job_parameters(), &[CLUSTER])).await;
    precheck(&caller, &job).await;
    buy(&caller, &job, "6").await.refused("OperationDenied", "5 free DU");
    buy(&caller, &job, "5").await.ok();
}

#[tokio::test]
async fn the_units_of_a_job_can_be_changed() {
    let (_stage, caller) = stage(&[]).await;
    let job = bought(&caller, "4").await;
    let limit = |units: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move { caller.dts("ModifyDtsJobDuLimit", &[("DtsJobId", &job), ("DuLimit", units)]).await }
    };
    limit("31").await.refused("OperationDenied", "30 free DU");
    limit("0").await.refused("InvalidDuLimit", "");
    limit("30").await.ok();
    assert_eq!(used(&caller).await, 30);
    let elsewhere = configure(&caller, &job_parameters()).await;
    let none = [("DtsJobId", &elsewhere[..]), ("DuLimit", "2")];
    caller.dts("ModifyDtsJobDuLimit", &none).await.refused("OperationDenied", "it has no units");
}

#[tokio::test]
async fn a_side_stays_in_the_region_of_the_cluster() {
    let (_stage, caller) = stage(&[]).await;
    let job = bought(&caller, "1").await;
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Migrating").await;
    let end = [("DtsJobId", &job[..]), ("Endpoint", "dest"), ("EndpointInstanceType", "rds")];
    let shift = async |region: &str| {
        caller.dts("ModifyDtsJobEndpoint", &[&end[..], &[("EndpointRegionId", region)]].concat()).await
    };
    shift("cn-beijing").await.refused_parameter("EndpointRegionId");
    shift("cn-hangzhou").await.ok();
}

#[tokio::test]
async fn all_named_jobs_move_to_a_cluster_or_none() {
    let (_stage, caller) = stage(&[]).await;
    let waiting = configure(&caller, &job_parameters()).await;
    let running = configure(&caller, &job_parameters()).await;
    precheck(&caller, &running).await;
    let order = [("PayType", "PostPaid"), ("JobId", &running[..]), ("AutoStart", "true")];
    caller.dts("CreateDtsInstance", &order).await.ok();
    wait(&caller, &running, "Migrating").await;
    let shift = |ids: String, cluster: &'static str| {
        let caller = caller.clone();
        let parameters = move || [("DtsJobIds", ids.clone()), ("DedicatedClusterId", cluster.to_owned())];
        async move {
            let given = parameters();
            let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
            caller.dts("ModifyDtsJobDedicatedCluster", &given).await
        }
    };
    let both = json!([waiting, running]).to_string();
    shift(both.clone(), "dtscluster_operator").await.refused_parameter(CLUSTER.0);
    shift(json!([waiting, "nosuchjob"]).to_string(), CLUSTER.1).await.refused("Forbidden.InstanceNotFound", "");
    shift("all".to_owned(), CLUSTER.1).await.refused_parameter("DtsJobIds");
    let cluster_of = async |job: &str| {
        let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", job)]).await.ok();
        detail["DedicatedClusterId"].as_str().unwrap().to_owned()
    };
    assert_eq!(cluster_of(&waiting).await, "");
    shift(both, CLUSTER.1).await.ok();
    assert_eq!((cluster_of(&waiting).await.as_str(), cluster_of(&running).await.as_str()), (CLUSTER.1, CLUSTER.1));
    assert_eq!(used(&caller).await, 1, "the bought one");
}
