//! A world after its file was read and checked.

use std::collections::BTreeMap;

use crate::core::secret::Secret;
use crate::policy::Document;

use super::alibaba::AlibabaSwitches;
use super::oidc::OidcProvider;
use super::real::RealServer;
use super::tencent::TencentWorld;

/// Accounts, keys and databases: what exists before the first call.
#[derive(Debug, Clone)]
pub struct World {
    /// The text it was read from; it contains keys and passwords.
    pub(super) text: Secret,
    pub(crate) accounts: Vec<Account>,
    pub(crate) alibaba: AlibabaSwitches,
    pub(crate) tencent: TencentWorld,
}

/// An account of Alibaba Cloud.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The DTS console of the account was opened once.
    pub(crate) dts_activated: bool,
    /// The account has authorized the default role of DTS.
    pub(crate) default_role_authorized: bool,
    /// Alibaba Cloud has allowed the account to synchronize across the border of mainland China.
    pub(crate) may_cross_border: bool,
    pub(crate) keys: Vec<AccessKey>,
    pub(crate) databases: Vec<Database>,
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) oidc_providers: Vec<OidcProvider>,
    pub(crate) policies: Vec<Policy>,
}

/// An access key.
#[derive(Debug, Clone)]
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// The RAM user it belongs to; without one it is a key of the account itself.
    pub(crate) ram_user: Option<String>,
    /// Names of policies that limit the user; without the list the user may do everything.
    pub(crate) policies: Option<Vec<String>>,
}

/// A custom policy that exists from the start.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) name: String,
    pub(crate) document: Document,
}

/// A database, with what a precheck finds out about it.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) id: String,
    /// Instance types with which ConfigureDtsJob reaches it: `RDS`, `PolarDB`, … for a cloud instance; for another
    /// database one or more of `ECS`, `EXPRESS`, `CEN`, `DG`, `OTHER`.
    pub(crate) kinds: Vec<String>,
    pub(crate) engine: String,
    pub(crate) version: String,
    pub(crate) region: String,
    pub(crate) place: Place,
    /// The login of a simulated database; a real one checks the login itself.
    pub(crate) username: String,
    pub(crate) password: Secret,
    /// More users with the same password and privileges.
    pub(crate) other_users: Vec<String>,
    /// The real server behind it.
    pub(crate) real: Option<RealServer>,
    /// The database to log in to, for engines that need its name.
    pub(crate) database: Option<String>,
    pub(crate) oracle_sid: Option<String>,
    /// Privileges of the user; without the list it has all.
    pub(crate) privileges: Option<Vec<String>>,
    pub(crate) binlog: Binlog,
    pub(crate) server_id: Option<u32>,
    pub(crate) sql_mode: Option<String>,
    pub(crate) old_password_format: bool,
    /// Database name → its tables.
    pub(crate) schemas: BTreeMap<String, Vec<String>>,
    /// Number of rows of each table, for the progress figures.
    pub(crate) rows: u64,
    /// Forced results of precheck items: item code → `Failed`, `Warning` or `Success`.
    pub(crate) precheck: BTreeMap<String, String>,
}

/// The place of a database that is not a cloud instance; the endpoint of a job must name it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) host: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) vpc: Option<String>,
    /// The ECS instance it runs on.
    pub(crate) ecs: Option<String>,
    /// The database gateway through which it is reached.
    pub(crate) gateway: Option<String>,
    /// The Cloud Enterprise Network to which its VPC is attached.
    pub(crate) cen: Option<String>,
}

impl Database {
    /// The `InstanceID` with which it is reached with an instance type; `None` if no `InstanceID` is needed.
    pub(crate) fn instance_id(&self, kind: &str) -> Option<&str> {
        let place = match kind {
            "OTHER" => return None,
            "ECS" => &self.place.ecs,
            "EXPRESS" | "CEN" => &self.place.vpc,
            "DG" => &self.place.gateway,
            _ => &None,
        };
        Some(place.as_deref().unwrap_or(&self.id))
    }
}

/// A dedicated cluster of DTS.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) region: String,
    /// The number of all units.
    pub(crate) du: u64,
    /// Units in use by jobs that the emulator does not have.
    pub(crate) used_du: u64,
    pub(crate) state: String,
}

/// Binary log settings of a MySQL database.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Binlog {
    pub(crate) enabled: bool,
    pub(crate) format: String,
    pub(crate) row_image: String,
    /// The log files that the job needs still exist.
    pub(crate) retained: bool,
    /// The entries of MongoDB's log have global IDs (`replication.oplogGlobalIdEnabled`).
    pub(crate) global_ids: bool,
}

impl Default for Binlog {
    fn default() -> Self {
        Self { enabled: true, format: "ROW".to_owned(), row_image: "FULL".to_owned(), retained: true, global_ids: true }
    }
}

impl World {
    /// The text it was read from.
    pub(crate) fn text(&self) -> &str {
        self.text.expose()
    }

    /// The real servers behind its databases.
    pub(crate) fn real_servers(&self) -> impl Iterator<Item = &RealServer> {
        self.accounts.iter().flat_map(|account| &account.databases).filter_map(|database| database.real.as_ref())
    }

    /// Whether another world file has the same content; comments and spacing are not compared.
    pub(crate) fn says_the_same_as(&self, other: &str) -> bool {
        let said = |text: &str| toml::from_str::<toml::Table>(text).ok();
        self.text() == other || said(self.text()).is_some_and(|said_here| Some(said_here) == said(other))
    }
}
