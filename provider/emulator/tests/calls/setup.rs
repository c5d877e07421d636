//! An emulator with its callers, and the first steps of most tests.

use dts_emulator::{Emulator, Options, World, start};
use serde_json::Value;

use crate::client::{Answer, Client, send_http};

pub(crate) const SOURCE_OWNER: &str = "1234567890123456";
pub(crate) const DESTINATION_OWNER: &str = "2345678901234567";
pub(crate) const ROLE: &str = "ram-for-dts";

pub(crate) const DB_LIST: &str = r#"{"orders":{"name":"orders","all":true}}"#;

/// A running emulator.
pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with(Options { strict: true, ..Options::default() }).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self { emulator: start(options).await.unwrap() }
    }

    /// The built-in world after some replacements in its text.
    pub(crate) async fn in_world(changes: &[(&str, &str)]) -> Self {
        let mut text = World::builtin_toml().to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let world = World::parse(&text, "test").unwrap();
        Self::with(Options { strict: true, world, ..Options::default() }).await
    }

    pub(crate) fn client(&self, key_id: &str, secret: &str) -> Client {
        let address = self.emulator.addr();
        Client { address, key_id: key_id.to_owned(), secret: secret.to_owned(), token: None }
    }

    pub(crate) fn source_owner(&self) -> Client {
        self.client("AKSOURCEOWNER", "emulator-secret-of-source-owner")
    }

    pub(crate) fn destination_owner(&self) -> Client {
        self.client("AKDESTINATIONOWNER", "emulator-secret-of-destination-owner")
    }

    pub(crate) fn operator(&self) -> Client {
        self.client("AKOPERATOR", "emulator-secret-of-operator")
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        let host = [("host".to_owned(), self.emulator.addr().to_string())];
        send_http(self.emulator.addr(), method, &format!("/_control/{path}"), &host, body).await.unwrap()
    }

    /// The control API's state of one account.
    pub(crate) async fn state(&self, account: &str) -> Value {
        let state = self.control("GET", "state", "").await.body;
        state["accounts"].as_array().unwrap().iter().find(|it| it["id"] == account).unwrap().clone()
    }

    /// The last entry of the request log.
    pub(crate) async fn last_request(&self) -> Value {
        self.control("GET", "requests", "").await.body.as_array().unwrap().last().unwrap().clone()
    }
}

/// A trust policy for DTS jobs of an account.
pub(crate) fn trust(uid: &str) -> String {
    format!(
        r#"{{"Statement":[{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{{"RAM":["acs:ram::{uid}:root"],"Service":["{uid}@dts.aliyuncs.com"]}}}}],"Version":"1"}}"#
    )
}

/// Creates the role that a cross-account source needs.
pub(crate) async fn make_role(owner: &Client, trusted: &str) {
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &trust(trusted))]).await.ok();
    attach(owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
}

pub(crate) async fn attach(owner: &Client, action: &str, policy: &str) -> Answer {
    owner.ram(action, &[("PolicyType", "System"), ("PolicyName", policy), ("RoleName", ROLE)]).await
}

/// Parameters of scenario 1: the source belongs to another account.
pub(crate) fn job_parameters() -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("DtsJobName", "orders across accounts"),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "True"),
        ("DataSynchronization", "true"),
        ("DbList", DB_LIST),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MYSQL"),
        ("SourceEndpointInstanceID", "rm-source-orders"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", "source-db-password"),
        ("SourceEndpointOwnerID", SOURCE_OWNER),
        ("SourceEndpointRole", ROLE),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointInstanceID", "rm-destination-orders"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", "destination-db-password"),
    ]
}

/// The parameters with some of them replaced; an empty value removes one.
pub(crate) fn with<'a>(
    mut parameters: Vec<(&'a str, &'a str)>,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            parameters.push((name, value));
        }
    }
    parameters
}

/// Configures a job; returns its ID.
pub(crate) async fn configure(caller: &Client, parameters: &[(&str, &str)]) -> String {
    caller.dts("ConfigureDtsJob", parameters).await.ok()["DtsJobId"].as_str().unwrap().to_owned()
}

pub(crate) async fn status(caller: &Client, job: &str) -> String {
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", job)]).await.ok();
    detail["Status"].as_str().unwrap().to_owned()
}

/// Polls until the job has a status; returns the statuses of the polls.
pub(crate) async fn wait(caller: &Client, job: &str, wanted: &str) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..30 {
        let now = status(caller, job).await;
        if seen.last() != Some(&now) {
            seen.push(now.clone());
        }
        if now == wanted {
            return seen;
        }
    }
    unreachable!("{wanted} never came: {seen:?}")
}

/// Runs the precheck to its end; returns the complete answer.
pub(crate) async fn precheck(caller: &Client, job: &str) -> Value {
    caller.dts("StartDtsJob", &[("DtsJobId", job)]).await.ok();
    for _ in 0..10 {
        let answer = caller.dts("DescribePreCheckStatus", &[("DtsJobId", job), ("JobCode", "01")]).await.ok();
        if answer["State"] != "Checking" {
            return answer;
        }
    }
    unreachable!("the precheck never ended")
}

/// An item of a precheck answer.
pub(crate) fn item<'a>(answer: &'a Value, code: &str) -> &'a Value {
    let items = answer["JobProgress"].as_array().unwrap();
    items.iter().find(|item| item["Item"] == code).unwrap_or_else(|| unreachable!("no {code} in {answer}"))
}

/// Codes of the items in a state.
pub(crate) fn items_in(answer: &Value, state: &str) -> Vec<String> {
    let items = answer["JobProgress"].as_array().unwrap().iter().filter(|item| item["State"] == state);
    items.map(|item| item["Item"].as_str().unwrap().to_owned()).collect()
}
