//! One change: its call, and its effect on the model.

use acceptance_harness::load::Api;
use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER};
use fastrand::Rng;
use serde_json::json;

use super::model::{Job, Model, Role, Texts};

/// A change of one object, or of several at the same time.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    CreateRole(String),
    Describe(String, String),
    Attach(String, String),
    /// A tag of several roles.
    TagRoles(Vec<String>, String),
    DeleteRole(String),
    CreatePolicy(String),
    /// With its attachments to all roles.
    DeletePolicy(String),
    Configure(String),
    Set(String, String),
    Buy(String),
    /// A tag of several instances.
    TagJobs(Vec<String>, String),
    DeleteJob(String),
}

/// Action, key and parameters of a call.
pub(crate) struct Call {
    pub(crate) key: Key,
    pub(crate) api: Api,
    pub(crate) action: &'static str,
    pub(crate) parameters: Vec<(&'static str, String)>,
}

const TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}],"Version":"1"}"#;
const POLICY: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"dts:*","Resource":"*"}]}"#;
const INSTANCE: &str = "ALIYUN::DTS::INSTANCE";

impl Operation {
    /// A change that is possible now; `number` is a part of new names and values.
    pub(crate) fn choose(random: &mut Rng, model: &Model, prefix: &str, number: usize) -> Self {
        let value = number.to_string();
        let roles: Vec<&String> = model.roles.keys().collect();
        let jobs: Vec<&String> = model.jobs.keys().collect();
        let bought: Vec<String> =
            model.jobs.iter().filter(|(_, job)| job.bought).map(|(name, _)| name.clone()).collect();
        let role = random.choice(&roles).map(|name| (*name).clone());
        let job = random.choice(&jobs).map(|name| (*name).clone());
        let policy = random.choice(&model.policies).cloned();
        match (random.u8(0..14), role, job) {
            (0, Some(role), _) if model.roles[&role].policies.is_empty() => Self::DeleteRole(role),
            (1 | 2, Some(role), _) => Self::Describe(role, value),
            (3 | 4, Some(role), _) => match policy.filter(|policy| !model.roles[&role].policies.contains(policy)) {
                Some(policy) => Self::Attach(role, policy),
                None => Self::CreatePolicy(format!("{prefix}policy-{value}")),
            },
            (5, Some(_), _) => Self::TagRoles(roles.into_iter().rev().take(5).cloned().collect(), value),
            (6, _, _) if policy.is_some() => Self::DeletePolicy(policy.unwrap_or_default()),
            (7, _, Some(job)) => Self::DeleteJob(job),
            (8 | 9, _, Some(job)) => Self::Set(job, value),
            (10, _, Some(job)) if !model.jobs[&job].bought => Self::Buy(job),
            (11, _, _) if !bought.is_empty() => Self::TagJobs(bought.into_iter().take(5).collect(), value),
            (12, _, _) => Self::Configure(format!("{prefix}job-{value}")),
            _ => Self::CreateRole(format!("{prefix}role-{value}")),
        }
    }

    pub(crate) fn apply(&self, model: &mut Model) {
        match self.clone() {
            Self::CreateRole(name) => drop(model.roles.insert(name, Role::default())),
            Self::Describe(name, text) => model.roles.entry(name).or_default().description = text,
            Self::Attach(name, policy) => {
                model.roles.entry(name).or_default().policies.insert(policy);
            }
            Self::TagRoles(names, value) => {
                for name in names {
                    model.roles.entry(name).or_default().tags.insert("number".to_owned(), value.clone());
                }
            }
            Self::DeleteRole(name) => drop(model.roles.remove(&name)),
            Self::CreatePolicy(name) => {
                model.policies.insert(name);
            }
            Self::DeletePolicy(name) => {
                model.policies.remove(&name);
                model.roles.values_mut().for_each(|role| {
                    role.policies.remove(&name);
                });
            }
            Self::Configure(name) => drop(model.jobs.insert(name, Job::default())),
            Self::Set(name, value) => {
                drop(model.jobs.entry(name).or_default().settings.insert("number".to_owned(), value))
            }
            Self::Buy(name) => model.jobs.entry(name).or_default().bought = true,
            Self::TagJobs(names, value) => {
                for name in names {
                    model.jobs.entry(name).or_default().tags.insert("number".to_owned(), value.clone());
                }
            }
            Self::DeleteJob(name) => drop(model.jobs.remove(&name)),
        }
    }

    /// The call of the change; `ids` has the ids of the jobs.
    pub(crate) fn call(&self, ids: &Texts) -> Call {
        let ram = |action, parameters| Call { key: SOURCE_OWNER, api: Api::Ram, action, parameters };
        let dts = |action, parameters| Call { key: DESTINATION_OWNER, api: Api::Dts, action, parameters };
        let one = |name: &'static str, value: &str| vec![(name, value.to_owned())];
        let id = |name: &String| ids[name].clone();
        match self {
            Self::CreateRole(name) => {
                ram("CreateRole", vec![("RoleName", name.clone()), ("AssumeRolePolicyDocument", TRUST.to_owned())])
            }
            Self::Describe(name, text) => {
                ram("UpdateRole", vec![("RoleName", name.clone()), ("NewDescription", text.clone())])
            }
            Self::Attach(name, policy) => {
                let of = [("PolicyType", "Custom"), ("PolicyName", policy), ("RoleName", name)];
                ram("AttachPolicyToRole", of.map(|(name, value)| (name, value.to_owned())).into())
            }
            Self::TagRoles(names, value) => {
                let tag = json!([{"Key": "number", "Value": value}]).to_string();
                let mut of = one("ResourceType", "role");
                of.extend([("ResourceNames", json!(names).to_string()), ("Tag", tag)]);
                ram("TagResources", of)
            }
            Self::DeleteRole(name) => ram("DeleteRole", one("RoleName", name)),
            Self::CreatePolicy(name) => {
                ram("CreatePolicy", vec![("PolicyName", name.clone()), ("PolicyDocument", POLICY.to_owned())])
            }
            Self::DeletePolicy(name) => {
                ram("DeletePolicy", vec![("PolicyName", name.clone()), ("CascadingDelete", "true".to_owned())])
            }
            Self::Configure(name) => dts("ConfigureDtsJob", configuration(name)),
            Self::Set(name, value) => {
                let setting = json!([{"module": "03", "name": "number", "value": value}]).to_string();
                dts("ModifyDtsJobConfig", vec![("DtsJobId", id(name)), ("Parameters", setting)])
            }
            Self::Buy(name) => {
                let mut of = one("JobId", &id(name));
                of.extend([("Type", "MIGRATION".to_owned()), ("PayType", "PostPaid".to_owned())]);
                dts("CreateDtsInstance", of)
            }
            Self::TagJobs(names, value) => {
                const PLACES: [&str; 5] =
                    ["ResourceId.1", "ResourceId.2", "ResourceId.3", "ResourceId.4", "ResourceId.5"];
                let mut of = one("ResourceType", INSTANCE);
                of.extend([("Tag.1.Key", "number".to_owned()), ("Tag.1.Value", value.clone())]);
                of.extend(PLACES.into_iter().zip(names).map(|(place, name)| (place, format!("dts{}", id(name)))));
                dts("TagResources", of)
            }
            Self::DeleteJob(name) => dts("DeleteDtsJob", one("DtsJobId", &id(name))),
        }
    }
}

fn configuration(name: &str) -> Vec<(&'static str, String)> {
    let fixed = [
        ("RegionId", "cn-hangzhou"),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", r#"{"orders":{"name":"orders","all":true}}"#),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MYSQL"),
        ("SourceEndpointInstanceID", "rm-source-orders"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", "source-db-password"),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointInstanceID", "rm-destination-orders"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", "destination-db-password"),
    ];
    let name = ("DtsJobName", name.to_owned());
    fixed.into_iter().map(|(name, value)| (name, value.to_owned())).chain([name]).collect()
}
