//! A row of the tables: one call on one object of the owner, and the answer to the same call of another account.

use crate::client::{Answer, Api, Client};
use crate::setup::{DESTINATION_OWNER, ROLE, Stage, configure, job_parameters, make_role, precheck, trust, wait, with};

/// The cluster of the owner's account.
pub(crate) const CLUSTER: &str = "dtscluster_destination";
/// The operator of the built-in world: the other account.
const OPERATOR: &str = "3456789012345678";
/// A key of a user in the owner's account that may do what the policy [`LIMITS`] says.
const LIMITED: &str = r#"{ id = "AKLIMITED", secret = "s", ram_user = "limited", policies = ["limits"] }"#;
const LIMITS: &str = "limits";
const NOTHING: &str = r#"{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
const OWNERS_KEYS: &str = r#"access_keys = [{ id = "AKDESTINATIONOWNER", secret = "emulator-secret-of-destination-owner", ram_user = "terraform" }]"#;

/// The state of the owner's job at the time of the call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    Configured,
    Passed,
    Running,
    /// Purchased, on the owner's cluster.
    OnCluster,
    /// A synchronization with one direction that runs.
    Synchronizing,
    /// A synchronization with two directions that run.
    BothWays,
}

/// The answer for another account.
#[derive(Clone, Copy)]
pub(crate) enum OtherAccount {
    /// This status and code.
    Refused(u16, &'static str),
    /// An answer without this text, which the answer for the owner contains.
    DoesNotSee(&'static str),
    /// A separate object; the owner's account does not change.
    CreatesItsOwn,
    /// The same answer: it contains nothing of any account.
    TheSame,
}

/// One call. `{job}` and `{instance}` in a value stand for the job and the instance of the owner.
pub(crate) struct Row {
    pub(crate) api: Api,
    pub(crate) action: &'static str,
    pub(crate) job: Job,
    /// Whether the call has the complete configuration of a new job.
    pub(crate) configuration: bool,
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    pub(crate) other_account: OtherAccount,
}

/// An emulator in which the owner has a job, roles and a policy.
pub(crate) struct PolicyCase {
    pub(crate) stage: Stage,
    pub(crate) job: String,
}

impl PolicyCase {
    pub(crate) async fn new(job: Job) -> Self {
        let keys = OWNERS_KEYS.replace("}]", &format!("}}, {LIMITED}]"));
        let policy = format!("{keys}\n[[account.policy]]\nname = \"{LIMITS}\"\ndocument = '''{NOTHING}'''\n");
        let stage = Stage::in_world(&[(OWNERS_KEYS, &policy)]).await;
        let owner = stage.destination_owner();
        make_role(&stage.source_owner(), DESTINATION_OWNER).await;
        make_role(&owner, OPERATOR).await;
        let bare = [("RoleName", "bare"), ("AssumeRolePolicyDocument", &trust(OPERATOR)[..])];
        owner.ram("CreateRole", &bare).await.ok();
        owner.ram("CreatePolicy", &[("PolicyName", "kept"), ("PolicyDocument", NOTHING)]).await.ok();
        let two = [("PolicyName", "versions"), ("PolicyDocument", NOTHING)];
        owner.ram("CreatePolicy", &two).await.ok();
        owner.ram("CreatePolicyVersion", &two).await.ok();
        let job = begin(&owner, job).await;
        let instance = format!("dts{job}");
        let tag = [("Tag.1.Key", "isolation-tag"), ("Tag.1.Value", "x")];
        let on = [("ResourceType", "ALIYUN::DTS::INSTANCE"), ("ResourceId.1", &instance[..])];
        owner.dts("TagResources", &[on, tag].concat()).await.ok();
        let on = [("ResourceType", "role"), ("ResourceNames", r#"["ram-for-dts"]"#)];
        owner
            .ram("TagResources", &[&on[..], &[("Tag", r#"[{"Key":"isolation-tag","Value":"x"}]"#)]].concat())
            .await
            .ok();
        Self { stage, job }
    }

    pub(crate) fn owner(&self) -> Client {
        self.stage.destination_owner()
    }

    pub(crate) fn other_account(&self) -> Client {
        self.stage.operator()
    }

    /// The user of the owner's account that may do what this document says, from now on.
    pub(crate) async fn limited_to(&self, document: &str) -> Client {
        let owner = self.owner();
        owner.ram("DeletePolicy", &[("PolicyName", LIMITS)]).await.ok();
        owner.ram("CreatePolicy", &[("PolicyName", LIMITS), ("PolicyDocument", document)]).await.ok();
        self.stage.client("AKLIMITED", "s")
    }

    pub(crate) async fn call(&self, caller: &Client, row: &Row) -> Answer {
        let given: Vec<(&str, String)> =
            row.parameters.iter().map(|(name, value)| (*name, self.filled(value))).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let all = if row.configuration { with(job_parameters(), &given) } else { given };
        caller.call(row.api, row.action, &all).await
    }

    /// A text with the IDs of the job in place of the placeholders.
    pub(crate) fn filled(&self, text: &str) -> String {
        text.replace("{job}", &self.job).replace("{instance}", &format!("dts{}", self.job))
    }

    /// All objects of the owner. The policy of the limited user changes between calls and is left out.
    pub(crate) async fn owned(&self) -> serde_json::Value {
        let mut state = self.stage.state(DESTINATION_OWNER).await;
        if let Some(policies) = state["policies"].as_array_mut() {
            policies.retain(|policy| policy != LIMITS);
        }
        state
    }
}

async fn begin(owner: &Client, wanted: Job) -> String {
    if matches!(wanted, Job::Synchronizing | Job::BothWays) {
        return synchronize(owner, wanted == Job::BothWays).await;
    }
    let cluster = if wanted == Job::OnCluster { CLUSTER } else { "" };
    let job = configure(owner, &with(job_parameters(), &[("DedicatedClusterId", cluster)])).await;
    if wanted == Job::Configured {
        return job;
    }
    precheck(owner, &job).await;
    let order = [("PayType", "PostPaid"), ("JobId", &job[..])];
    match wanted {
        Job::Configured | Job::Passed | Job::Synchronizing | Job::BothWays => {}
        Job::OnCluster => drop(owner.dts("CreateDtsInstance", &order).await.ok()),
        Job::Running => {
            let more = [("InstanceClass", "small"), ("AutoStart", "true")];
            owner.dts("CreateDtsInstance", &[order, more].concat()).await.ok();
            wait(owner, &job, "Migrating").await;
        }
    }
    job
}

/// A synchronization between two databases of the owner.
async fn synchronize(owner: &Client, two_way: bool) -> String {
    let forward = with(
        job_parameters(),
        &[
            ("JobType", "SYNC"),
            ("SourceEndpointInstanceID", "rm-destination-used"),
            ("SourceEndpointPassword", "destination-db-password"),
            ("SourceEndpointOwnerID", ""),
            ("SourceEndpointRole", ""),
        ],
    );
    let topology = if two_way { "bidirectional" } else { "oneway" };
    let order = [
        ("RegionId", "cn-hangzhou"),
        ("PayType", "PostPaid"),
        ("Type", "SYNC"),
        ("SyncArchitecture", topology),
        ("SourceRegion", "cn-hangzhou"),
        ("DestinationRegion", "cn-hangzhou"),
        ("SourceEndpointEngineName", "MySQL"),
        ("DestinationEndpointEngineName", "MySQL"),
    ];
    let job = owner.dts("CreateDtsInstance", &order).await.ok()["JobId"].as_str().unwrap().to_owned();
    let instance = format!("dts{job}");
    owner.dts("ConfigureDtsJob", &with(forward.clone(), &[("DtsInstanceId", &instance)])).await.ok();
    wait(owner, &job, "synchronizing").await;
    if two_way {
        let swapped = [
            ("DtsInstanceId", &instance[..]),
            ("SynchronizationDirection", "Reverse"),
            ("SourceEndpointInstanceID", "rm-destination-orders"),
            ("DestinationEndpointInstanceID", "rm-destination-used"),
        ];
        owner.dts("ConfigureDtsJob", &with(forward, &swapped)).await.ok();
        let reverse = [("DtsInstanceID", &instance[..]), ("SynchronizationDirection", "Reverse")];
        for _ in 0..20 {
            owner.dts("DescribeDtsJobDetail", &reverse).await.ok();
        }
    }
    job
}

/// All rows.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    crate::dts::ROWS.iter().chain(crate::ram::ROWS)
}

/// Name of the role in the tables.
pub(crate) const THE_ROLE: (&str, &str) = ("RoleName", ROLE);
