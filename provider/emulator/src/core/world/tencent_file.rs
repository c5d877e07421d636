//! Accounts of Tencent Cloud as the world file has them.

use serde::Deserialize;
use toml::Spanned;

use crate::core::secret::Secret;

use super::oidc::ProviderEntry;
use super::tencent::TencentDatabase;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TencentEntry {
    pub(super) uin: Spanned<String>,
    pub(super) name: Spanned<String>,
    #[serde(default = "app_id")]
    pub(super) app_id: u64,
    #[serde(default = "usual_balance")]
    pub(super) balance: i64,
    #[serde(default)]
    pub(super) free_of_charge: bool,
    #[serde(default)]
    pub(super) tickets: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) keys: Vec<KeyEntry>,
    #[serde(default)]
    pub(super) user: Vec<UserEntry>,
    #[serde(default)]
    pub(super) group: Vec<GroupEntry>,
    #[serde(default)]
    pub(super) database: Vec<TencentDatabase>,
    #[serde(default)]
    pub(super) policy: Vec<PolicyEntry>,
    #[serde(default)]
    pub(super) oidc_provider: Vec<ProviderEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyEntry {
    pub(super) id: Spanned<String>,
    pub(super) secret: Secret,
    pub(super) user: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserEntry {
    pub(super) name: Spanned<String>,
    pub(super) uin: Spanned<String>,
    #[serde(default)]
    pub(super) groups: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) policies: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub(super) id: u64,
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) policies: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyEntry {
    pub(super) name: Spanned<String>,
    pub(super) document: Spanned<String>,
}

fn app_id() -> u64 {
    1_250_000_000
}

fn usual_balance() -> i64 {
    1000
}
