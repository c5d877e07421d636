//! The requests of the Terraform provider of Alibaba Cloud, as it sends them, and what it needs in the answers: after
//! each change, a read returns what was sent, so that its next plan is empty.

mod instances;
mod jobs;
mod roles;
mod synchronization;

use serde_json::Value;

use crate::client::Client;
use crate::setup::Stage;

/// The text of the objects in its acceptance tests, with the keys in their order.
const OBJECTS: &str = r#"{"test_database":{"name":"test_database","all":true,"state":"normal"}}"#;

/// The databases of those tests, as a change of the built-in world.
const DATABASES: (&str, &str) = (
    r#"schemas = { orders = ["customers"] }"#,
    r#"schemas = { orders = ["customers"], test_database = ["t"], a = ["t"], b = ["t"] }"#,
);

/// The built-in world with the databases of those tests.
async fn world() -> Stage {
    Stage::in_world(&[DATABASES]).await
}

fn purchase(kind: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("Type", kind),
        ("PayType", "PostPaid"),
        ("InstanceClass", "small"),
        ("SyncArchitecture", "oneway"),
        ("SourceRegion", "cn-hangzhou"),
        ("DestinationRegion", "cn-hangzhou"),
        ("SourceEndpointEngineName", "MySQL"),
        ("DestinationEndpointEngineName", "MySQL"),
        ("AutoPay", "false"),
        ("AutoStart", "true"),
        ("Quantity", "1"),
    ]
}

/// All parameters of a job as that client sends them: those without a value are empty.
fn job(kind: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("JobType", kind),
        ("DtsJobName", "tf-test"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", OBJECTS),
        ("SynchronizationDirection", ""),
        ("Checkpoint", ""),
        ("Reserve", ""),
        ("DedicatedClusterId", ""),
        ("DelayNotice", ""),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MySQL"),
        ("SourceEndpointInstanceID", "rm-destination-used"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointDatabaseName", ""),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", "destination-db-password"),
        ("SourceEndpointIP", ""),
        ("SourceEndpointPort", ""),
        ("SourceEndpointOracleSID", ""),
        ("SourceEndpointOwnerID", ""),
        ("SourceEndpointRole", ""),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointEngineName", "MySQL"),
        ("DestinationEndpointInstanceID", "rm-destination-orders"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointDataBaseName", ""),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", "destination-db-password"),
        ("DestinationEndpointIP", ""),
        ("DestinationEndpointPort", ""),
        ("DestinationEndpointOracleSID", ""),
        ("DestinationEndpointOwnerID", ""),
        ("DestinationEndpointRole", ""),
    ]
}

async fn buy(caller: &Client, order: &[(&str, &str)]) -> String {
    caller.dts("CreateDtsInstance", order).await.ok()["InstanceId"].as_str().unwrap().to_owned()
}

async fn configured(caller: &Client, instance: &str, parameters: Vec<(&'static str, &'static str)>) -> String {
    let mut parameters: Vec<(&str, &str)> = parameters;
    parameters.push(("DtsInstanceId", instance));
    let answer = caller.dts("ConfigureDtsJob", &parameters).await.ok();
    assert_eq!(answer["DtsInstanceId"], instance);
    answer["DtsJobId"].as_str().unwrap().to_owned()
}

async fn detail(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobDetail", &[("RegionId", "cn-hangzhou"), ("DtsJobId", job)]).await.ok()
}

/// Both sides of a job are what was sent, and what was not sent is empty.
fn are_as_sent(read: &Value) {
    for (side, instance) in
        [("SourceEndpoint", "rm-destination-used"), ("DestinationEndpoint", "rm-destination-orders")]
    {
        let side = &read[side];
        assert_eq!((&side["InstanceID"], &side["InstanceType"]), (&instance.into(), &"RDS".into()));
        assert_eq!((&side["EngineName"], &side["UserName"]), (&"MySQL".into(), &"dts".into()));
        assert_eq!((&side["Region"], &side["SslSolutionEnum"]), (&"cn-hangzhou".into(), &"DISABLE".into()));
        for empty in ["Ip", "Port", "DatabaseName", "OracleSID", "AliyunUid", "RoleName"] {
            assert_eq!(side[empty].as_str().unwrap_or_default(), "", "{empty}");
        }
    }
    let mode = &read["MigrationMode"];
    for phase in ["StructureInitialization", "DataInitialization", "DataSynchronization"] {
        assert_eq!(mode[phase], true);
    }
    assert_eq!((&read["DbObject"], &read["DtsJobName"]), (&OBJECTS.into(), &"tf-test".into()));
}
