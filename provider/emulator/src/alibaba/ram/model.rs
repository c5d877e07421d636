//! The objects of RAM.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::alibaba::gateway::Refusal;
use crate::core::store::pairs;
use crate::core::time::to_seconds;
use crate::policy::Document;

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) id: String,
    /// The trust policy; GetRole returns its text.
    pub(crate) trust: Document,
    pub(crate) description: String,
    pub(crate) max_session_seconds: u64,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// Attached policies, and the times at which they were attached.
    #[serde(with = "pairs")]
    pub(crate) attached: BTreeMap<(PolicyType, String), Timestamp>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// The type of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum PolicyType {
    System,
    Custom,
}

/// A custom policy of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CustomPolicy {
    /// The document of the default version.
    pub(crate) document: Document,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) tags: BTreeMap<String, String>,
    /// Number of the default version.
    pub(crate) default_version: u32,
    /// All versions, the oldest first: number and creation time. Numbers are not used again.
    pub(crate) versions: Vec<(u32, Timestamp)>,
}

impl PolicyType {
    pub(crate) fn read(text: &str) -> Result<Self, Refusal> {
        match text {
            "System" => Ok(Self::System),
            "Custom" => Ok(Self::Custom),
            _ => Err(Refusal::gateway(400, "InvalidParameter.PolicyType", "PolicyType must be System or Custom.")),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Custom => "Custom",
        }
    }
}

impl CustomPolicy {
    pub(crate) fn new(document: Document, description: &str, created: Timestamp) -> Self {
        Self {
            document,
            description: description.to_owned(),
            created,
            updated: created,
            tags: BTreeMap::new(),
            default_version: 1,
            versions: vec![(1, created)],
        }
    }

    /// The name of the default version.
    pub(super) fn default_name(&self) -> String {
        format!("v{}", self.default_version)
    }

    /// The creation time of the default version.
    pub(super) fn default_since(&self) -> Timestamp {
        let made = self.versions.iter().find(|(number, _)| *number == self.default_version);
        made.map_or(self.created, |(_, since)| *since)
    }
}

impl Role {
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("acs:ram::{account}:role/{}", self.name)
    }

    /// The role in the answer of CreateRole; other calls return more or fewer fields.
    pub(super) fn to_json(&self, account: &str) -> Value {
        json!({
            "Arn": self.arn(account),
            "RoleId": self.id,
            "RoleName": self.name,
            "AssumeRolePolicyDocument": self.trust.text(),
            "Description": self.description,
            "MaxSessionDuration": self.max_session_seconds,
            "CreateDate": to_seconds(self.created),
        })
    }

    /// The role in the answer of UpdateRole.
    pub(super) fn to_updated_json(&self, account: &str) -> Value {
        let mut shown = self.to_json(account);
        shown["UpdateDate"] = json!(to_seconds(self.updated));
        shown
    }

    /// The role in the answer of GetRole, with all fields.
    pub(super) fn to_full_json(&self, account: &str) -> Value {
        let mut shown = self.to_updated_json(account);
        shown["RolePrincipalName"] = json!(format!("{}@role.{account}.onaliyunservice.com", self.name));
        shown["IsServiceLinkedRole"] = json!(false);
        shown
    }

    /// The role in the answer of ListRoles, without the trust policy and with its tags.
    pub(super) fn to_listed_json(&self, account: &str) -> Value {
        let mut shown = self.to_updated_json(account);
        let tags = self.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value}));
        shown["Tags"] = json!({"Tag": tags.collect::<Vec<Value>>()});
        if let Some(fields) = shown.as_object_mut() {
            fields.remove("AssumeRolePolicyDocument");
        }
        shown
    }
}
