//! Arguments and attributes of the task.

use tfplugin::{
    Model,
    model::{Attr, List, Map, Set},
    timeouts::Timeouts,
    validate::{between, in_range, length, not_empty, one_of},
};

use super::endpoint::Endpoint;
use crate::rules;

/// A DTS migration task: source, destination, objects and options. Creating it configures the task and runs the **precheck**; every failed item comes back as an error with its repair.
///
/// Create it with the credentials of the account that owns the task: in a cross-account migration the account the role trusts.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TaskModel {
    /// Name of the task. DTS does not ask for a unique one.
    #[attr(required, validate(length(1..=128)))]
    pub(crate) name: Attr<String>,
    /// What to migrate: any of `schema`, `full` and `incremental`.
    #[attr(required, validate(one_of(&["schema", "full", "incremental"])))]
    pub(crate) migration_types: Attr<Set<String>>,
    /// Databases to migrate, by their name at the source.
    #[attr(required)]
    pub(crate) objects: Attr<Map<Database>>,
    /// Tables that exist at the destination: `report` fails the precheck; `ignore` goes on, keeping rows in full migration and overwriting them in incremental migration.
    #[attr(default = "report", validate(one_of(&["report", "ignore"])))]
    pub(crate) conflict_mode: Attr<String>,
    /// Id of the task (DtsJobId).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Id of the instance DTS keeps for the task.
    #[attr(computed)]
    pub(crate) dts_instance_id: Attr<String>,
    /// Status of the task in DTS, such as `PreCheckPass` or `Migrating`.
    #[attr(computed, volatile)]
    pub(crate) status: Attr<String>,
    /// Outcome of the last precheck: `passed`, `failed`, `interrupted`, or `not_run` for an imported task without one. A precheck that failed or was interrupted is run again by the next apply.
    #[attr(computed, volatile)]
    pub(crate) precheck_state: Attr<String>,
    /// Items of the last precheck.
    #[attr(computed, volatile)]
    pub(crate) precheck_items: Attr<List<PrecheckItem>>,
    /// Who owns what: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`.
    #[attr(computed)]
    pub(crate) scenario: Attr<String>,
    /// Whether source or destination belongs to another account.
    #[attr(computed)]
    pub(crate) is_cross_account: Attr<bool>,
    /// Whether rows of tables that exist at the destination may be overwritten.
    #[attr(computed)]
    pub(crate) writes_over_existing_tables: Attr<bool>,
    /// Whether a connection is not encrypted.
    #[attr(computed)]
    pub(crate) uses_plaintext_connection: Attr<bool>,
    /// Precheck items the task ignores.
    #[attr(computed)]
    pub(crate) ignored_prechecks: Attr<Set<String>>,
    /// What is sent to DTS, by the API's parameter names; without user names and passwords.
    #[attr(computed)]
    pub(crate) request_preview: Attr<Map<String>>,
    /// The database to read from.
    #[block(required)]
    pub(crate) source: Attr<Endpoint>,
    /// The database to write to.
    #[block(required)]
    pub(crate) destination: Attr<Endpoint>,
    /// How long DTS itself retries.
    #[block]
    pub(crate) retry: Attr<Retry>,
    /// How to treat the precheck.
    #[block]
    pub(crate) precheck: Attr<Precheck>,
    /// How long the operations may take.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

/// A database to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Database {
    /// Its name at the destination. Default: as at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Tables to migrate, by their name at the source. Default: the whole database.
    #[attr(optional)]
    pub(crate) tables: Attr<Map<Table>>,
}

/// A table to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Table {
    /// Its name at the destination. Default: as at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Condition rows must meet, as after `WHERE`. Default: all rows.
    #[attr(optional, validate(not_empty()))]
    pub(crate) filter: Attr<String>,
}

/// How long DTS itself retries. Retried time is billed.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Retry {
    /// After a lost connection, in minutes. At least 30 are advised.
    #[attr(default = 720, validate(in_range(10..=1440, "minutes")))]
    pub(crate) connection_minutes: Attr<i64>,
    /// After other failures, in minutes; must be less than `connection_minutes`. At least 10 are advised.
    #[attr(default = 10, validate(in_range(1..=1440, "minutes")))]
    pub(crate) other_minutes: Attr<i64>,
}

/// How to treat the precheck.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Precheck {
    /// Items to skip when they fail, such as `CHECK_SAME_OBJ`. Only items DTS lets one skip.
    #[attr(optional, validate(rules::ignorable_precheck()))]
    pub(crate) ignore: Attr<Set<String>>,
    /// Any change of this number runs the precheck again.
    #[attr(optional, validate(between(0..=i64::MAX)))]
    pub(crate) rerun: Attr<i64>,
}

/// An item of a precheck.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PrecheckItem {
    /// Its code, such as `CHECK_CONN_SRC`.
    #[attr(computed)]
    pub(crate) code: Attr<String>,
    /// `Success`, `Warning`, `Failed` …
    #[attr(computed)]
    pub(crate) state: Attr<String>,
    /// What failed.
    #[attr(computed)]
    pub(crate) message: Attr<String>,
    /// More about it.
    #[attr(computed)]
    pub(crate) detail: Attr<String>,
    /// What to do.
    #[attr(computed)]
    pub(crate) repair: Attr<String>,
    /// Whether it may be ignored.
    #[attr(computed)]
    pub(crate) ignorable: Attr<bool>,
    /// Whether it is ignored.
    #[attr(computed)]
    pub(crate) ignored: Attr<bool>,
}
