//! A call that is refused changes nothing that is kept: no row of the data directory is written because of it.

use jiff::Timestamp;

use super::Trusted;
use super::gateway::{Call, Outcome, Parameters, Service};
use crate::policy::Circumstances;

const TRUST: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["2345678901234567@dts.aliyuncs.com"]}}]}"#;

/// The owner of a job, and the cloud.
struct Fixture {
    cloud: Trusted,
    job: String,
}

impl Fixture {
    /// A configured job of the destination's account, and a role with a policy.
    fn new() -> Self {
        let mut fixture = Self { cloud: Trusted::new(2), job: String::new() };
        fixture.allowed("RAM.CreateRole", &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)]);
        let policy = [("PolicyType", "System"), ("PolicyName", "AliyunDTSRolePolicy"), ("RoleName", "r")];
        fixture.allowed("RAM.AttachPolicyToRole", &policy);
        fixture.allowed("DTS.ConfigureDtsJob", &configuration());
        fixture
    }

    fn call(&mut self, action: &str, parameters: &[(&str, &str)]) -> Outcome {
        let (service, action) = action.split_once('.').unwrap();
        let service = if service == "RAM" { Service::Ram } else { Service::Dts };
        let mut given = Parameters::default();
        parameters.iter().for_each(|(name, value)| given.set(name, value.replace("{job}", &self.job)));
        let caller = self.cloud.caller("AKDESTINATIONOWNER").unwrap();
        let circumstances = Circumstances::of_call(Timestamp::now(), None);
        let call = Call { caller, action: action.to_owned(), parameters: given, circumstances };
        self.cloud.perform(service, &call).unwrap()
    }

    /// A call that succeeds and changes one row.
    fn allowed(&mut self, action: &str, parameters: &[(&str, &str)]) {
        let answer = self.call(action, parameters).unwrap_or_else(|refusal| unreachable!("{action}: {refusal:?}"));
        if let Some(id) = answer.get("DtsJobId").and_then(serde_json::Value::as_str) {
            id.clone_into(&mut self.job);
        }
        assert_eq!(self.cloud.changed_rows().len(), 1, "{action}");
    }

    /// A call that is refused with a code and changes no row.
    fn refused(&mut self, action: &str, parameters: &[(&str, &str)], code: &str) {
        let refusal = self.call(action, parameters).err().unwrap_or_else(|| unreachable!("{action} is allowed"));
        assert_eq!(refusal.code(), code, "{action}");
        assert_eq!(self.cloud.changed_rows(), Vec::<String>::new(), "{action} is refused and changes a row");
    }
}

fn configuration() -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("DtsJobName", "orders"),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", r#"{"orders":{"name":"orders","all":true}}"#),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MYSQL"),
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

const JOB: (&str, &str) = ("DtsJobId", "{job}");

#[test]
fn a_refused_call_on_a_job_does_not_change_its_row() {
    let mut fixture = Fixture::new();
    let password = ("Password", "destination-db-password");
    for (action, parameters, code) in [
        ("SuspendDtsJob", vec![JOB], "InvalidJobStatus"),
        ("StopDtsJob", vec![JOB], "InvalidJobStatus"),
        ("DeleteDtsJob", vec![JOB, ("JobType", "SYNC")], "InvalidParameter"),
        ("SuspendDtsJobs", vec![("DtsJobIds", "{job}")], "InvalidJobStatus"),
        ("StartDtsJobs", vec![("DtsJobIds", "{job},unknown")], "Forbidden.InstanceNotFound"),
        ("ModifyDtsJobPassword", vec![JOB, ("Endpoint", "dest"), password], "InvalidParameter"),
        ("SkipPreCheck", skip("other"), "InvalidJobId"),
        ("TransferInstanceClass", class("large"), "InvalidJobStatus"),
        ("ModifyDtsJobDuLimit", vec![JOB, ("DuLimit", "2")], "OperationDenied"),
        ("CreateDtsInstance", vec![("PayType", "PostPaid"), ("JobId", "{job}"), ("Du", "2")], "InvalidParameter"),
        ("ConfigureDtsJob", vec![JOB, ("DtsJobName", "n"), ("JobType", "SYNC")], "InvalidParameter"),
        ("TagResources", tag(&[("ResourceId.2", "dtsunknown")]), "Forbidden.InstanceNotFound"),
    ] {
        fixture.refused(&format!("DTS.{action}"), &parameters, code);
    }
    fixture.allowed("DTS.ModifyDtsJobPassword", &[JOB, ("Endpoint", "dest"), ("Password", "another")]);
    fixture.allowed("DTS.TagResources", &tag(&[]));
    fixture.allowed("DTS.CreateDtsInstance", &[("PayType", "PostPaid"), ("JobId", "{job}")]);
    fixture.refused(
        "DTS.CreateDtsInstance",
        &[("PayType", "PostPaid"), ("JobId", "{job}")],
        "DTS.Msg.LXCreateOrderError",
    );
    fixture.allowed("DTS.StartDtsJob", &[JOB]);
}

fn skip(task: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![JOB, ("JobId", task), ("Skip", "true"), ("SkipPreCheckItems", r#"["CHECK_SAME_OBJ"]"#)]
}

fn class(class: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![JOB, ("InstanceClass", class), ("OrderType", "UPGRADE")]
}

/// Tags the job, and what else is named.
fn tag(others: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let resource = [("ResourceType", "ALIYUN::DTS::INSTANCE"), ("ResourceId.1", "dts{job}")];
    [&resource, others, &[("Tag.1.Key", "k"), ("Tag.1.Value", "v")]].concat()
}

#[test]
fn a_refused_call_on_a_role_or_a_policy_does_not_change_its_row() {
    let mut fixture = Fixture::new();
    let document = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    fixture.allowed("RAM.CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", document)]);
    let version = [("PolicyName", "p"), ("PolicyDocument", document)];
    for _ in 0..4 {
        fixture.allowed("RAM.CreatePolicyVersion", &version);
    }
    let attached = [("PolicyType", "System"), ("PolicyName", "AliyunDTSRolePolicy"), ("RoleName", "r")];
    let other = [("PolicyType", "System"), ("PolicyName", "AdministratorAccess"), ("RoleName", "r")];
    let malformed = [("RoleName", "r"), ("NewAssumeRolePolicyDocument", "{")];
    fixture.refused("RAM.CreatePolicyVersion", &version, "LimitExceeded.Policy.Version");
    fixture.refused("RAM.AttachPolicyToRole", &attached, "EntityAlreadyExists.Role.Policy");
    fixture.refused("RAM.DetachPolicyFromRole", &other, "EntityNotExist.Role.Policy");
    fixture.refused("RAM.UpdateRole", &malformed, "MalformedPolicyDocument");
    fixture.allowed("RAM.UpdateRole", &[("RoleName", "r"), ("NewDescription", "d")]);
    fixture.allowed("RAM.DetachPolicyFromRole", &attached);
}
