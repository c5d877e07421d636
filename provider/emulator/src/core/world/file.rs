//! The world file as it is written, with the positions of the values that are checked later.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::core::secret::Secret;

use super::alibaba::AlibabaSwitches;
use super::model::Binlog;
use super::oidc::ProviderEntry;
use super::real::RealEntry;
use super::tencent::TencentSwitches;
use super::tencent_file::TencentEntry;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) account: Vec<AccountEntry>,
    #[serde(default)]
    pub(super) tencent_account: Vec<TencentEntry>,
    /// Behaviour of Alibaba Cloud that no source confirms.
    #[serde(default)]
    pub(super) alibaba: AlibabaSwitches,
    /// Behaviour of Tencent Cloud that no source confirms.
    #[serde(default)]
    pub(super) tencent: TencentSwitches,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<String>,
    #[serde(default = "yes")]
    pub(super) dts_activated: bool,
    #[serde(default = "yes")]
    pub(super) default_role_authorized: bool,
    #[serde(default)]
    pub(super) may_cross_border: bool,
    #[serde(default)]
    pub(super) access_keys: Vec<KeyEntry>,
    #[serde(default)]
    pub(super) database: Vec<DatabaseEntry>,
    #[serde(default)]
    pub(super) dedicated_cluster: Vec<ClusterEntry>,
    #[serde(default)]
    pub(super) oidc_provider: Vec<ProviderEntry>,
    #[serde(default)]
    pub(super) policy: Vec<PolicyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyEntry {
    pub(super) id: Spanned<String>,
    pub(super) secret: Secret,
    pub(super) ram_user: Option<String>,
    pub(super) policies: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyEntry {
    pub(super) name: Spanned<String>,
    pub(super) document: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseEntry {
    pub(super) id: Spanned<String>,
    /// Instance type; RDS if it is absent.
    pub(super) kind: Option<Spanned<String>>,
    /// How a database that is not a cloud instance can be reached, in place of a kind.
    pub(super) access: Option<Spanned<Access>>,
    pub(super) engine: Spanned<String>,
    pub(super) version: Option<Spanned<String>>,
    pub(super) region: String,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) vpc: Option<String>,
    pub(super) ecs: Option<String>,
    pub(super) gateway: Option<String>,
    pub(super) cen: Option<String>,
    pub(super) username: Option<Spanned<String>>,
    pub(super) password: Option<Spanned<Secret>>,
    /// More users with the same password and privileges.
    pub(super) other_users: Option<Spanned<Vec<String>>>,
    /// The real server behind it, which knows the values that are refused beside it.
    pub(super) real: Option<RealEntry>,
    pub(super) database: Option<String>,
    pub(super) oracle_sid: Option<String>,
    pub(super) privileges: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) binlog: Option<Spanned<Binlog>>,
    pub(super) server_id: Option<Spanned<u32>>,
    pub(super) sql_mode: Option<Spanned<String>>,
    pub(super) old_password_format: Option<Spanned<bool>>,
    pub(super) schemas: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    pub(super) rows: Option<Spanned<u64>>,
    #[serde(default)]
    pub(super) precheck: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// One word or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Access {
    One(String),
    Several(Vec<String>),
}

impl Access {
    pub(super) fn words(&self) -> &[String] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Several(words) => words,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClusterEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) region: String,
    pub(super) du: Spanned<u64>,
    #[serde(default)]
    pub(super) used_du: u64,
    #[serde(default = "running")]
    pub(super) state: Spanned<String>,
}

fn yes() -> bool {
    true
}

fn running() -> Spanned<String> {
    Spanned::new(0..0, "running".to_owned())
}
