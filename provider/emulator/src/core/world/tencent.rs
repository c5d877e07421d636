//! Accounts of Tencent Cloud in the world file: root accounts with users, groups, keys and databases.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::core::secret::Secret;
use crate::policy::Document;

use super::oidc::OidcProvider;

/// The part of a world that belongs to Tencent Cloud.
#[derive(Debug, Clone, Default)]
pub(crate) struct TencentWorld {
    pub(crate) accounts: Vec<TencentAccount>,
    pub(crate) switches: TencentSwitches,
}

/// Behaviour that no source confirms: a world chooses it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TencentSwitches {
    /// An endpoint of a job may have a `RoleExternalId`.
    pub(crate) accepts_role_external_id: bool,
    /// An endpoint of another account needs temporary keys; its account and role alone are not enough.
    pub(crate) needs_temporary_keys: bool,
    /// The status of a job becomes `isolated` when the job is isolated, unless the job was stopped before.
    pub(crate) shows_isolated_status: bool,
    /// A skipped check item needs no new check.
    pub(crate) skipping_passes: bool,
    /// Calls that return a job contain the passwords of its endpoints.
    pub(crate) returns_passwords: bool,
}

/// A root account.
#[derive(Debug, Clone)]
pub(crate) struct TencentAccount {
    pub(crate) uin: String,
    pub(crate) name: String,
    pub(crate) app_id: u64,
    /// The balance in yuan; an account without money can buy no billed job.
    pub(crate) balance: i64,
    /// Jobs of the account cost nothing.
    pub(crate) free_of_charge: bool,
    /// Engines for which a ticket has opened cross-account migration.
    pub(crate) tickets: Vec<String>,
    pub(crate) keys: Vec<TencentKey>,
    pub(crate) users: Vec<TencentUser>,
    pub(crate) groups: Vec<TencentGroup>,
    pub(crate) databases: Vec<TencentDatabase>,
    /// Custom policies by name.
    pub(crate) policies: Vec<(String, Document)>,
    /// The identity providers whose tokens are accepted in place of a signature.
    pub(crate) oidc_providers: Vec<OidcProvider>,
}

/// A key.
#[derive(Debug, Clone)]
pub(crate) struct TencentKey {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// The user it belongs to; without one it is a key of the root account.
    pub(crate) user: Option<String>,
}

/// A sub-account.
#[derive(Debug, Clone)]
pub(crate) struct TencentUser {
    pub(crate) name: String,
    pub(crate) uin: String,
    pub(crate) groups: Vec<String>,
    pub(crate) policies: Vec<String>,
}

/// A group of users.
#[derive(Debug, Clone)]
pub(crate) struct TencentGroup {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) policies: Vec<String>,
}

/// A database, with what a check finds out about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TencentDatabase {
    pub(super) id: Spanned<String>,
    pub(super) engine: Spanned<String>,
    #[serde(default)]
    pub(crate) name: String,
    pub(super) region: Spanned<String>,
    #[serde(default = "version")]
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) vip: String,
    #[serde(default = "port")]
    pub(crate) port: u16,
    /// Empty for engines that have a password only.
    #[serde(default)]
    pub(crate) user: String,
    pub(crate) password: Secret,
    /// Privileges of the user; without the list it has all.
    pub(super) privileges: Option<Vec<Spanned<String>>>,
    /// Settings of the server that differ from the default ones.
    #[serde(default)]
    pub(crate) parameters: BTreeMap<String, String>,
    /// Database name → its tables.
    #[serde(default)]
    pub(crate) schemas: BTreeMap<String, Vec<String>>,
    #[serde(default = "data")]
    pub(crate) data_mb: u64,
    #[serde(default = "space")]
    pub(crate) free_space_mb: u64,
    /// The rule of its foreign keys.
    #[serde(default = "restrict")]
    pub(crate) foreign_keys: String,
    /// Lists of instances can offer it for a migration.
    #[serde(default = "yes")]
    pub(crate) usable: bool,
    /// Forced results of check items: step ID → `pass`, `warning` or `failed`.
    #[serde(default)]
    pub(super) checks: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl TencentDatabase {
    pub(crate) fn id(&self) -> &str {
        self.id.get_ref()
    }

    pub(crate) fn engine(&self) -> &str {
        self.engine.get_ref()
    }

    pub(crate) fn region(&self) -> &str {
        self.region.get_ref()
    }

    /// Whether the user has a privilege.
    pub(crate) fn grants(&self, privilege: &str) -> bool {
        self.privileges.as_ref().is_none_or(|list| list.iter().any(|granted| granted.get_ref() == privilege))
    }

    /// The forced result of a step.
    pub(crate) fn forced(&self, step: &str) -> Option<&str> {
        self.checks.iter().find(|(known, _)| known.get_ref() == step).map(|(_, result)| result.get_ref().as_str())
    }
}

fn yes() -> bool {
    true
}

fn version() -> String {
    "8.0".to_owned()
}

fn port() -> u16 {
    3306
}

fn data() -> u64 {
    100
}

fn space() -> u64 {
    100_000
}

fn restrict() -> String {
    "RESTRICT".to_owned()
}
