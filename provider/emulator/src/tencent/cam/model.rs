//! The objects of CAM.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::core::secret::Secret;
use crate::policy::Document;
use crate::tencent::time::to_beijing;

use super::tagged::{Tags, tags_json};

/// Attached policies by their IDs, and the times at which they were attached.
pub(super) type Attached = BTreeMap<u64, Timestamp>;

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) id: u64,
    /// The trust policy; GetRole returns its text.
    pub(crate) trust: Document,
    pub(crate) description: String,
    pub(crate) console_login: i64,
    pub(crate) session_seconds: i64,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) attached: Attached,
    pub(crate) tags: Tags,
}

/// A custom policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CustomPolicy {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) document: Document,
    pub(super) description: String,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) tags: Tags,
}

/// A user (sub-account).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) uin: String,
    pub(super) uid: u64,
    pub(super) remark: String,
    pub(super) console_login: i64,
    pub(super) phone: String,
    pub(super) country_code: String,
    pub(super) email: String,
    pub(super) created: Timestamp,
    pub(super) attached: Attached,
    pub(super) groups: Vec<u64>,
    /// The key that was created with the user.
    pub(super) key: Option<Key>,
    #[serde(default)]
    pub(super) tags: Tags,
}

/// A key of a user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) id: String,
    #[serde(serialize_with = "Secret::keep")]
    pub(super) secret: Secret,
}

/// A group of users.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Group {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) attached: Attached,
}

impl Role {
    /// The name in policies.
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("qcs::cam::uin/{account}:roleName/{}", self.name)
    }

    /// The role in answers.
    pub(super) fn to_json(&self, account: &str) -> Value {
        json!({
            "RoleId": self.id.to_string(),
            "RoleName": self.name,
            "PolicyDocument": self.trust.text(),
            "Description": self.description,
            "AddTime": to_beijing(self.created),
            "UpdateTime": to_beijing(self.updated),
            "ConsoleLogin": self.console_login,
            "RoleType": "user",
            "SessionDuration": self.session_seconds,
            "DeletionTaskId": null,
            "Tags": tags_json(&self.tags),
            "RoleArn": self.arn(account),
        })
    }
}

impl CustomPolicy {
    pub(super) fn new(id: u64, name: &str, document: Document, description: &str, created: Timestamp) -> Self {
        let (name, description) = (name.to_owned(), description.to_owned());
        Self { id, name, document, description, created, updated: created, tags: Vec::new() }
    }
}

impl User {
    pub(super) fn new(name: &str, uin: &str, uid: u64, created: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            uin: uin.to_owned(),
            uid,
            remark: String::new(),
            console_login: 0,
            phone: String::new(),
            country_code: String::new(),
            email: String::new(),
            created,
            attached: Attached::new(),
            groups: Vec::new(),
            key: None,
            tags: Vec::new(),
        }
    }

    pub(super) fn in_groups(self, groups: Vec<u64>, attached: Attached) -> Self {
        Self { groups, attached, ..self }
    }

    /// The UIN as answers have it.
    pub(super) fn uin_number(&self) -> u64 {
        self.uin.parse().unwrap_or_default()
    }
}
