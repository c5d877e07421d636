//! What RAM stores.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::Refusal;
use crate::policy::Document;
use crate::time::to_seconds;

/// A role.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) trust: Document,
    /// The trust policy as GetRole shows it.
    pub(crate) trust_text: String,
    pub(crate) description: String,
    pub(crate) max_session_seconds: u64,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// Attached policies and since when.
    pub(crate) attached: BTreeMap<(PolicyType, String), Timestamp>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// Where a policy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PolicyType {
    System,
    Custom,
}

/// A policy made by the account.
#[derive(Debug, Clone)]
pub(crate) struct CustomPolicy {
    pub(crate) document: Document,
    pub(crate) text: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: BTreeMap<String, String>,
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
    pub(crate) fn new(document: Document, text: String, description: &str, created: Timestamp) -> Self {
        Self { document, text, description: description.to_owned(), created, tags: BTreeMap::new() }
    }
}

impl Role {
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("acs:ram::{account}:role/{}", self.name)
    }

    /// The role as CreateRole answers it; the other calls show more or less of it.
    pub(super) fn to_json(&self, account: &str) -> Value {
        json!({
            "Arn": self.arn(account),
            "RoleId": self.id,
            "RoleName": self.name,
            "AssumeRolePolicyDocument": self.trust_text,
            "Description": self.description,
            "MaxSessionDuration": self.max_session_seconds,
            "CreateDate": to_seconds(self.created),
        })
    }

    /// As UpdateRole answers it.
    pub(super) fn to_updated_json(&self, account: &str) -> Value {
        let mut shown = self.to_json(account);
        shown["UpdateDate"] = json!(to_seconds(self.updated));
        shown
    }

    /// As GetRole shows it, with everything.
    pub(super) fn to_full_json(&self, account: &str) -> Value {
        let mut shown = self.to_updated_json(account);
        shown["RolePrincipalName"] = json!(format!("{}@role.{account}.onaliyunservice.com", self.name));
        shown["IsServiceLinkedRole"] = json!(false);
        shown
    }

    /// As ListRoles shows it: without the trust policy.
    pub(super) fn to_listed_json(&self, account: &str) -> Value {
        let mut shown = self.to_updated_json(account);
        if let Some(fields) = shown.as_object_mut() {
            fields.remove("AssumeRolePolicyDocument");
        }
        shown
    }
}
