//! The world file as it is written, with the places of what is checked later.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::secret::Secret;

use super::model::Binlog;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) account: Vec<AccountEntry>,
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
    pub(super) access_keys: Vec<KeyEntry>,
    #[serde(default)]
    pub(super) database: Vec<DatabaseEntry>,
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
    #[serde(default = "rds")]
    pub(super) kind: Spanned<String>,
    pub(super) engine: String,
    #[serde(default = "version")]
    pub(super) version: String,
    pub(super) region: String,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) username: String,
    pub(super) password: Secret,
    pub(super) privileges: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) binlog: Binlog,
    pub(super) server_id: Option<u32>,
    pub(super) sql_mode: Option<String>,
    #[serde(default)]
    pub(super) old_password_format: bool,
    #[serde(default)]
    pub(super) schemas: BTreeMap<String, Vec<String>>,
    #[serde(default = "thousand")]
    pub(super) rows: u64,
    #[serde(default)]
    pub(super) precheck: BTreeMap<Spanned<String>, Spanned<String>>,
}

fn yes() -> bool {
    true
}

fn rds() -> Spanned<String> {
    Spanned::new(0..0, "RDS".to_owned())
}

fn version() -> String {
    "8.0".to_owned()
}

fn thousand() -> u64 {
    1000
}
