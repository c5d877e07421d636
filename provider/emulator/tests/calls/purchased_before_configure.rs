//! An instance that is purchased before its job is configured.

use crate::client::Client;
use crate::setup::{DB_LIST, Stage, status, wait, with};

const ORDER: [(&str, &str); 8] = [
    ("RegionId", "cn-hangzhou"),
    ("PayType", "PostPaid"),
    ("Type", "MIGRATION"),
    ("InstanceClass", "large"),
    ("SourceRegion", "cn-hangzhou"),
    ("DestinationRegion", "cn-hangzhou"),
    ("SourceEndpointEngineName", "MySQL"),
    ("DestinationEndpointEngineName", "MySQL"),
];

/// Both sides belong to the caller.
fn configuration() -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("DtsJobName", "bought first"),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", DB_LIST),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointInstanceID", "rm-destination-used"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", "destination-db-password"),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointInstanceID", "rm-destination-orders"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", "destination-db-password"),
    ]
}

async fn order(caller: &Client) -> (String, String) {
    let answer = caller.dts("CreateDtsInstance", &ORDER).await.ok();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("JobId"), text("InstanceId"))
}

#[tokio::test]
async fn it_starts_automatically_once_it_is_configured() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let (job, instance) = order(&caller).await;
    assert_eq!(instance, format!("dts{job}"));
    assert_eq!(status(&caller, &job).await, "NotConfigured");
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.refused("InvalidJobStatus", "NotConfigured");
    let parameters = with(configuration(), &[("DtsInstanceId", &instance)]);
    assert_eq!(caller.dts("ConfigureDtsJob", &parameters).await.ok()["DtsJobId"], job.as_str());
    assert_eq!(wait(&caller, &job, "Migrating").await[0], "Prechecking");
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    assert_eq!((&detail["DtsJobClass"], &detail["PayType"]), (&"large".into(), &"PostPaid".into()));
}

#[tokio::test]
async fn it_waits_when_its_settings_say_so() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let (job, _) = order(&caller).await;
    let reserve = ("Reserve", r#"{"autoStartModulesAfterConfig":"none"}"#);
    caller.dts("ConfigureDtsJob", &with(configuration(), &[("DtsJobId", &job), reserve])).await.ok();
    assert_eq!(status(&caller, &job).await, "NotStarted");
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Migrating").await;
}

#[tokio::test]
async fn the_configuration_must_agree_with_the_purchase() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let (job, _) = order(&caller).await;
    let configure = |change: (&'static str, &'static str)| {
        let (caller, job) = (caller.clone(), job.clone());
        async move { caller.dts("ConfigureDtsJob", &with(configuration(), &[("DtsJobId", &job), change])).await }
    };
    configure(("SourceEndpointEngineName", "MariaDB")).await.refused_parameter("SourceEndpointEngineName");
    configure(("DestinationEndpointRegion", "cn-beijing")).await.refused_parameter("DestinationEndpointRegion");
    configure(("DedicatedClusterId", "dtscluster_destination")).await.refused_parameter("DedicatedClusterId");
    configure(("SourceEndpointEngineName", "mysql")).await.ok();
}

#[tokio::test]
async fn an_order_without_a_job_says_what_it_is_for() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    for name in ["Type", "SourceRegion", "DestinationEndpointEngineName"] {
        let order = with(ORDER.to_vec(), &[(name, "")]);
        caller.dts("CreateDtsInstance", &order).await.refused(&format!("Missing{name}"), name);
    }
    let abacus = ("SourceEndpointEngineName", "abacus");
    caller.dts("CreateDtsInstance", &with(ORDER.to_vec(), &[abacus])).await.refused_parameter(abacus.0);
    let tracking = with(ORDER.to_vec(), &[("Type", "SUBSCRIBE")]);
    caller.dts("CreateDtsInstance", &tracking).await.refused("UnSupportedTaskType", "The real cloud serves them");
    caller.dts("CreateDtsInstance", &with(ORDER.to_vec(), &[("Type", "COPY")])).await.refused_parameter("Type");
    // Another client sends these, and the type in small letters.
    for (name, value) in [("AutoStart", "true"), ("Du", "30"), ("Type", "migration")] {
        caller.dts("CreateDtsInstance", &with(ORDER.to_vec(), &[(name, value)])).await.ok();
    }
    caller.dts("CreateDtsInstance", &with(ORDER.to_vec(), &[("SourceEndpointEngineName", "DRDS")])).await.ok();
}
