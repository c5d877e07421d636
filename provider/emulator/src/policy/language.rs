//! The two languages of policy documents: the words that each has for the same things.

use serde::{Deserialize, Serialize};

/// The language of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Language {
    /// The one of RAM (Alibaba Cloud).
    #[default]
    Ram,
    /// The one of CAM (Tencent Cloud).
    Cam {
        /// The account that created the document: a resource without an account is one of this account.
        owner: String,
    },
}

/// The words of a language.
pub(super) struct Words {
    pub(super) version: &'static str,
    /// The only valid version.
    pub(super) version_value: &'static str,
    pub(super) statement: &'static str,
    pub(super) effect: &'static str,
    pub(super) allow: &'static str,
    pub(super) deny: &'static str,
    pub(super) action: &'static str,
    pub(super) not_action: Option<&'static str>,
    pub(super) resource: &'static str,
    pub(super) principal: &'static str,
    pub(super) condition: &'static str,
}

const RAM: Words = Words {
    version: "Version",
    version_value: "1",
    statement: "Statement",
    effect: "Effect",
    allow: "Allow",
    deny: "Deny",
    action: "Action",
    not_action: Some("NotAction"),
    resource: "Resource",
    principal: "Principal",
    condition: "Condition",
};

const CAM: Words = Words {
    version: "version",
    version_value: "2.0",
    statement: "statement",
    effect: "effect",
    allow: "allow",
    deny: "deny",
    action: "action",
    not_action: None,
    resource: "resource",
    principal: "principal",
    condition: "condition",
};

impl Language {
    pub(super) fn words(&self) -> &'static Words {
        match self {
            Self::Ram => &RAM,
            Self::Cam { .. } => &CAM,
        }
    }

    /// The condition key of the external ID.
    pub(super) fn external_id_key(&self) -> &'static str {
        match self {
            Self::Ram => "sts:ExternalId",
            Self::Cam { .. } => "sts:external_id",
        }
    }

    /// The action that lets the holder of a token of an identity provider assume a role.
    pub(super) fn web_identity_action(&self) -> &'static str {
        match self {
            Self::Ram => "sts:AssumeRole",
            Self::Cam { .. } => "sts:AssumeRoleWithWebIdentity",
        }
    }

    /// An action without the prefix that CAM allows before it: `name/sts:AssumeRole` → `sts:AssumeRole`.
    pub(super) fn plain_action(&self, action: String) -> String {
        match (self, action.strip_prefix("name/")) {
            (Self::Cam { .. }, Some(plain)) => plain.to_owned(),
            _ => action,
        }
    }

    /// A resource with the account that it means when it names none.
    pub(super) fn complete_resource(&self, resource: String) -> String {
        let Self::Cam { owner } = self else { return resource };
        let mut parts: Vec<&str> = resource.splitn(6, ':').collect();
        let own = format!("uin/{owner}");
        match parts.get_mut(4) {
            Some(account) if account.is_empty() => {
                *account = &own;
                parts.join(":")
            }
            _ => resource,
        }
    }
}

impl Words {
    /// Whether a statement can have this key.
    pub(super) fn has_key(&self, key: &str) -> bool {
        [self.effect, self.action, self.resource, self.principal, self.condition].contains(&key)
            || self.not_action == Some(key)
    }
}
