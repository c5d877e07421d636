//! Arguments and attributes of the task.

mod options;

use alibaba::dts::JobStatus;
use tfplugin::{
    Model,
    model::{Attr, List, Map, Set},
    timeouts::Timeouts,
    validate::{in_range, length, not_empty, one_of},
};

pub(crate) use options::{
    Alerts, FullThrottle, FullVerification, IncrementalThrottle, Precheck, Retry, Throttling, Verification,
};

use crate::{
    facts::alibaba::option_values,
    resources::{
        alibaba::{
            job::{endpoint::Endpoint, objects::Database, precheck::PrecheckItem},
            migration_task::KIND,
        },
        shared::{JobState, Stage},
    },
    rules::alibaba as rules,
};

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
    /// Databases to migrate, by their name at the source (PostgreSQL, Oracle and SQL Server: schemas). Set this or `objects_json`.
    #[attr(optional)]
    pub(crate) objects: Attr<Map<Database>>,
    /// Objects to migrate in DTS's own JSON (`DbList`), for what `objects` cannot say. Compared by meaning, not by text.
    #[attr(optional, equal = rules::same_objects, validate(rules::db_list_json()))]
    pub(crate) objects_json: Attr<String>,
    /// Tables that exist at the destination: `report` fails the precheck; `ignore` goes on, keeping rows in full migration and overwriting them in incremental migration.
    #[attr(default = "report", validate(one_of(option_values("conflict_mode"))))]
    pub(crate) conflict_mode: Attr<String>,
    /// How to migrate triggers: `manual` or `auto`. Needs `schema` in `migration_types`. Default: DTS's own way.
    #[attr(optional, validate(one_of(option_values("triggers"))))]
    pub(crate) triggers: Attr<String>,
    /// What to do with the temporary tables of an online DDL tool at the source: `copy_temporary_tables`, or only the original statement as `adapt_to_dms` or `adapt_to_ghost` find it. Never use pt-online-schema-change during a migration. Default: as `adapt_to_dms`.
    #[attr(optional, validate(one_of(option_values("online_ddl"))))]
    pub(crate) online_ddl: Attr<String>,
    /// Whether DTS writes its heartbeat table at the source: `keep` writes it (may affect physical backups and clones), `drop` does not (a delay may be shown on an idle source).
    #[attr(optional, validate(one_of(option_values("heartbeat"))))]
    pub(crate) heartbeat: Attr<String>,
    /// Whether to migrate the database's own accounts (MySQL).
    #[attr(optional)]
    pub(crate) migrate_accounts: Attr<bool>,
    /// Whether to migrate events (MySQL).
    #[attr(optional)]
    pub(crate) migrate_events: Attr<bool>,
    /// Whether the precheck also assesses the schema: index lengths, stored procedures, dependent tables. Its findings never fail the precheck. Needs `schema` in `migration_types`.
    #[attr(optional)]
    pub(crate) assessment: Attr<bool>,
    /// Letter case of databases, tables and columns at the destination: `dts_default`, `as_source`, `upper` or `lower`.
    #[attr(optional, validate(one_of(option_values("object_name_case"))))]
    pub(crate) object_name_case: Attr<String>,
    /// Tag of the environment: `normal`, or `online` for production.
    #[attr(optional, validate(one_of(option_values("environment_tag"))))]
    pub(crate) environment_tag: Attr<String>,
    /// Where an incremental migration without a full one starts, in Unix seconds.
    #[attr(optional, validate(in_range(1..=4_102_444_800, "Unix seconds")))]
    pub(crate) checkpoint: Attr<i64>,
    /// An ETL script (DSL) applied to the data on its way.
    #[attr(optional, validate(not_empty()))]
    pub(crate) etl: Attr<String>,
    /// Further keys of DTS's `Reserve` JSON, for options that have no argument of their own. Only the keys set here are compared with what DTS has.
    #[attr(optional)]
    pub(crate) reserve: Attr<Map<String>>,
    /// Dedicated cluster to run on. Both ends must be in its region.
    #[attr(optional, validate(not_empty()))]
    pub(crate) dedicated_cluster_id: Attr<String>,
    /// Resource group of the task. Default: the account's default group.
    #[attr(optional, computed, validate(not_empty()))]
    pub(crate) resource_group_id: Attr<String>,
    /// Whether a task whose data has moved may start over: a change DTS cannot make any more then replaces it, and so does `terraform apply -replace=…`. The new migration copies the data once more, onto what the destination holds by then. Default: both are refused.
    #[attr(default = false)]
    pub(crate) allow_restart: Attr<bool>,
    /// Whether a task that vanished after data had moved (its instance was released, or DTS removed it) is made again, which copies the data once more. Default: it stays in the state with the status `Released`, with a warning.
    #[attr(default = false)]
    pub(crate) restart_on_loss: Attr<bool>,
    /// What destroy does while data is still moving, which takes an instance that is not in this configuration: `refuse_while_running`, or `stop_and_release`.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop_and_release"])))]
    pub(crate) on_destroy: Attr<String>,
    /// Id of the task (DtsJobId).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Id of the instance DTS keeps for the task.
    #[attr(computed)]
    pub(crate) dts_instance_id: Attr<String>,
    /// Status of the task in DTS, such as `PreCheckPass` or `Migrating`; `Released` for a task that vanished after data had moved.
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
    /// What is sent to DTS, by the API's parameter names. User names, passwords and phone numbers are left out; row filters, the script of `etl` and your own values of `reserve` are shown as `(hidden)`.
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
    /// How fast the migration may be.
    #[block]
    pub(crate) throttling: Attr<Throttling>,
    /// Whom DTS tells by text message.
    #[block]
    pub(crate) alerts: Attr<Alerts>,
    /// Whether DTS compares the data of both ends.
    #[block]
    pub(crate) data_verification: Attr<Verification>,
    /// How to treat the precheck.
    #[block]
    pub(crate) precheck: Attr<Precheck>,
    /// How long the operations may take.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

impl JobState for TaskModel {
    fn job_id(&self) -> Option<&str> {
        self.id.as_str()
    }

    fn status(&self) -> Option<&str> {
        self.status.as_str()
    }

    fn stage(&self) -> Stage {
        KIND.stage(&JobStatus::of(self.status.as_str().unwrap_or_default()))
    }

    fn restart_on_loss(&self) -> bool {
        self.restart_on_loss.or(false)
    }
}
