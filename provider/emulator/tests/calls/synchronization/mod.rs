//! Data synchronization.

mod change;
mod cross_account;
mod durable;
mod engines;
mod one_way;
mod switches;
mod two_way;
mod upgrade;

use serde_json::Value;

use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, SOURCE_OWNER, Stage, make_role, with};

pub(crate) const OBJECTS: &str =
    r#"{"stores":{"name":"stores","all":false,"Table":{"shops":{"name":"shops","all":true}}}}"#;
pub(crate) const MORE_OBJECTS: &str = r#"{"stores":{"name":"stores","all":true}}"#;
pub(crate) const OPERATOR: &str = "3456789012345678";

/// The order of an instance.
pub(crate) fn order(topology: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-shanghai"),
        ("PayType", "PostPaid"),
        ("Type", "SYNC"),
        ("InstanceClass", "micro"),
        ("SyncArchitecture", topology),
        ("SourceRegion", "cn-hangzhou"),
        ("DestinationRegion", "cn-shanghai"),
        ("SourceEndpointEngineName", "MySQL"),
        ("DestinationEndpointEngineName", "MySQL"),
    ]
}

/// The forward direction. The operator runs it, and both databases belong to other accounts.
pub(crate) fn forward() -> Vec<(&'static str, &'static str)> {
    let direction = [
        ("DtsJobName", "stores"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("SourceEndpointInstanceID", "rm-source-stores"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointPassword", "source-db-password"),
        ("SourceEndpointOwnerID", SOURCE_OWNER),
        ("DestinationEndpointInstanceID", "rm-destination-stores"),
        ("DestinationEndpointRegion", "cn-shanghai"),
        ("DestinationEndpointPassword", "destination-db-password"),
        ("DestinationEndpointOwnerID", DESTINATION_OWNER),
        ("SynchronizationDirection", "Forward"),
    ];
    with(both_directions(), &direction)
}

/// The reverse direction.
pub(crate) fn reverse() -> Vec<(&'static str, &'static str)> {
    let direction = [
        ("DtsJobName", "stores back"),
        ("StructureInitialization", "false"),
        ("DataInitialization", "false"),
        ("SourceEndpointInstanceID", "rm-destination-stores"),
        ("SourceEndpointRegion", "cn-shanghai"),
        ("SourceEndpointPassword", "destination-db-password"),
        ("SourceEndpointOwnerID", DESTINATION_OWNER),
        ("DestinationEndpointInstanceID", "rm-source-stores"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointPassword", "source-db-password"),
        ("DestinationEndpointOwnerID", SOURCE_OWNER),
        ("SynchronizationDirection", "Reverse"),
    ];
    with(both_directions(), &direction)
}

fn both_directions() -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-shanghai"),
        ("JobType", "SYNC"),
        ("DataSynchronization", "true"),
        ("DbList", OBJECTS),
        ("Reserve", r#"{"autoStartModulesAfterConfig":"none","syncArchitecture":"bidirectional","conflict":"ignore"}"#),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointRole", "ram-for-dts"),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointRole", "ram-for-dts"),
    ]
}

pub(crate) const ONE_WAY: (&str, &str) = ("Reserve", r#"{"autoStartModulesAfterConfig":"none"}"#);

/// An emulator in which both owners trust the operator.
pub(crate) async fn trusting(stage: Stage) -> (Stage, Client) {
    make_role(&stage.source_owner(), OPERATOR).await;
    make_role(&stage.destination_owner(), OPERATOR).await;
    let caller = stage.operator();
    (stage, caller)
}

/// A purchase; returns the job and the instance.
pub(crate) async fn buy(caller: &Client, order: &[(&str, &str)]) -> (String, String) {
    let answer = caller.dts("CreateDtsInstance", order).await.ok();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("JobId"), text("InstanceId"))
}

/// One direction of an instance.
pub(crate) struct Flow<'a> {
    pub(crate) caller: &'a Client,
    pub(crate) instance: &'a str,
    pub(crate) direction: &'a str,
}

impl Flow<'_> {
    pub(crate) fn named(&self) -> [(&str, &str); 2] {
        [("DtsInstanceId", self.instance), ("SynchronizationDirection", self.direction)]
    }

    pub(crate) async fn detail(&self) -> Value {
        let named = [("DtsInstanceID", self.instance), ("SynchronizationDirection", self.direction)];
        self.caller.dts("DescribeDtsJobDetail", &named).await.ok()
    }

    pub(crate) async fn id(&self) -> String {
        self.detail().await["DtsJobId"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn call(&self, action: &str) -> crate::client::Answer {
        self.caller.dts(action, &self.named()).await
    }

    /// Polls until the direction has a status; returns the statuses of the polls.
    pub(crate) async fn wait(&self, wanted: &str) -> Vec<String> {
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..30 {
            let now = self.detail().await["Status"].as_str().unwrap().to_owned();
            if seen.last() != Some(&now) {
                seen.push(now.clone());
            }
            if now == wanted {
                return seen;
            }
        }
        unreachable!("{wanted} never came: {seen:?}")
    }
}

/// The instance in the list.
pub(crate) async fn listed(caller: &Client, instance: &str) -> Value {
    let named = [("JobType", "SYNC"), ("DtsInstanceId", instance)];
    caller.dts("DescribeDtsJobs", &named).await.ok()["DtsJobList"][0].clone()
}

/// A two-way synchronization whose forward job synchronizes, and whose reverse job is not configured.
pub(crate) async fn half(caller: &Client) -> String {
    let (_, instance) = buy(caller, &order("bidirectional")).await;
    let configuration = with(forward(), &[("DtsInstanceId", &instance)]);
    caller.dts("ConfigureDtsJob", &configuration).await.ok();
    let flow = Flow { caller, instance: &instance, direction: "Forward" };
    flow.call("StartDtsJob").await.ok();
    flow.wait("synchronizing").await;
    instance
}

/// A two-way synchronization that runs in both directions.
pub(crate) async fn both(caller: &Client) -> String {
    let instance = half(caller).await;
    caller.dts("ConfigureDtsJob", &with(reverse(), &[("DtsInstanceId", &instance)])).await.ok();
    let flow = Flow { caller, instance: &instance, direction: "Reverse" };
    flow.call("StartDtsJob").await.ok();
    flow.wait("synchronizing").await;
    instance
}

/// A one-way synchronization that runs.
pub(crate) async fn one_way(caller: &Client) -> String {
    let (_, instance) = buy(caller, &order("oneway")).await;
    caller.dts("ConfigureDtsJob", &with(forward(), &[("DtsInstanceId", &instance), ONE_WAY])).await.ok();
    let flow = Flow { caller, instance: &instance, direction: "" };
    caller.dts("StartDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    flow.wait("synchronizing").await;
    instance
}
