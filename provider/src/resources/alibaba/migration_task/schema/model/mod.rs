//! Arguments and attributes of the task.

mod minutes;
mod options;

use alibaba::dts::{JobStatus, PrecheckItem as WireItem};
use tfplugin::{
    Model,
    model::{Attr, List, Map, Set},
    timeouts::Timeouts,
    validate::{length, one_of},
};

pub(crate) use minutes::Minutes;
pub(crate) use options::{
    Alerts, FullThrottle, FullVerification, IncrementalThrottle, Precheck, Retry, Throttling, Verification,
};

use crate::{
    facts::alibaba::option_values,
    resources::{
        alibaba::job::{
            Kind,
            endpoint::Endpoint,
            objects::{self, Objects},
            precheck::{PrecheckItem, failed_items, item_states},
            topology::Topology,
        },
        shared::{JobState, Stage},
    },
    rules::{alibaba as rules, not_blank},
};

/// A DTS migration task: source, destination, objects and options. Creating it configures the task and runs the **precheck**. Every failed item is reported as an error with its fix.
///
/// Create it with the credentials of the account that owns the task. In a cross-account migration, this is the account that the role trusts.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TaskModel {
    /// Name of the task. It does not need to be unique.
    #[attr(required, validate(length(1..=128), rules::no_space_around()))]
    pub(crate) name: Attr<String>,
    /// What to migrate: any of `schema`, `full` and `incremental`.
    #[attr(required, validate(one_of(&["schema", "full", "incremental"]).also_called(rules::TYPES)))]
    pub(crate) migration_types: Attr<Set<String>>,
    /// Databases to migrate: an object with their names at the source as its keys. For PostgreSQL, Oracle and SQL Server, these are schemas. Each database is an object with `all = true` for the complete database, or with `tables` and `other_objects`, and optionally with `rename`, `dml_op` and `ddl_op`. Set either this or `objects_json`.
    #[attr(optional, equal = objects::same_objects)]
    pub(crate) objects: Attr<Objects>,
    /// Objects to migrate in the JSON format of DTS (`DbList`), for what `objects` cannot express. If only the format differs, the plan shows no change.
    #[attr(optional, equal = rules::same_objects, validate(rules::db_list_json()))]
    pub(crate) objects_json: Attr<String>,
    /// What happens if tables exist at the destination. With `report`, the precheck fails. With `ignore`, the migration continues: full migration keeps existing rows, and incremental migration overwrites them.
    #[attr(default = "report", validate(one_of(option_values("conflict_mode"))))]
    pub(crate) conflict_mode: Attr<String>,
    /// How triggers are migrated: `manual` or `auto`. Requires `schema` in `migration_types`, and has an effect only with `incremental`. Default: DTS decides.
    #[attr(optional, validate(one_of(option_values("triggers"))))]
    pub(crate) triggers: Attr<String>,
    /// How DTS handles the temporary tables of an online DDL tool at the source. `copy_temporary_tables` migrates them. `adapt_to_dms` and `adapt_to_ghost` migrate only the original statement of DMS or gh-ost. Do not use pt-online-schema-change during a migration. Default: `adapt_to_dms`.
    #[attr(optional, validate(one_of(option_values("online_ddl"))))]
    pub(crate) online_ddl: Attr<String>,
    /// Whether DTS writes a heartbeat table at the source. `keep` writes it, which may affect physical backups and clones. With `drop`, DTS writes no table, and may show a delay while the source is idle.
    #[attr(optional, validate(one_of(option_values("heartbeat"))))]
    pub(crate) heartbeat: Attr<String>,
    /// Whether to migrate the database accounts (only from MySQL to MySQL).
    #[attr(optional)]
    pub(crate) migrate_accounts: Attr<bool>,
    /// Whether to migrate events (only between MySQL or PolarDB for MySQL databases).
    #[attr(optional)]
    pub(crate) migrate_events: Attr<bool>,
    /// Whether the precheck also assesses the schema: index lengths, stored procedures and dependent tables. The results of the assessment never fail the precheck. Requires `schema` in `migration_types`.
    #[attr(optional)]
    pub(crate) assessment: Attr<bool>,
    /// Letter case of databases, tables and columns at the destination: `dts_default`, `as_source`, `upper` or `lower`. With values other than `dts_default`, views, procedures and functions cannot be migrated.
    #[attr(optional, validate(one_of(option_values("object_name_case"))))]
    pub(crate) object_name_case: Attr<String>,
    /// Environment tag: `normal`, or `online` for production.
    #[attr(optional, validate(one_of(option_values("environment_tag"))))]
    pub(crate) environment_tag: Attr<String>,
    /// Time at which an incremental migration without full migration starts, as a Unix timestamp in seconds.
    #[attr(optional, validate(rules::unix_seconds()))]
    pub(crate) checkpoint: Attr<i64>,
    /// ETL script (DSL) that is applied to the data during the migration.
    #[attr(optional, validate(not_blank()))]
    pub(crate) etl: Attr<String>,
    /// Additional keys of the `Reserve` JSON of DTS, for options that have no separate argument. Only the keys set here are compared with the values in DTS.
    #[attr(optional)]
    pub(crate) reserve: Attr<Map<String>>,
    /// ID of the dedicated cluster that runs the task. Both endpoints must be in its region.
    #[attr(optional, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) dedicated_cluster_id: Attr<String>,
    /// ID of the resource group of the task. Default: the default resource group of the account.
    #[attr(optional, computed, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) resource_group_id: Attr<String>,
    /// Whether a task that has moved data may be replaced: for a change that DTS does not support after the start, or by `terraform apply -replace=…`. The new migration copies the data again and may overwrite rows at the destination. With `false`, both are rejected.
    #[attr(default = false)]
    pub(crate) allow_restart: Attr<bool>,
    /// Whether a task is created again if it does not exist any more after it has moved data: its instance was released, or DTS removed the task. The new task copies the data again. With `false`, the task stays in the state with the status `Released`, and a plan shows a warning.
    #[attr(default = false)]
    pub(crate) restart_on_loss: Attr<bool>,
    /// What destroy does if an instance outside of this configuration still migrates data: `refuse_while_running` fails, `stop_and_release` stops the migration.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop_and_release"])))]
    pub(crate) on_destroy: Attr<String>,
    /// ID of the task (DtsJobId).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// ID of the instance that DTS assigned to the task.
    #[attr(computed)]
    pub(crate) dts_instance_id: Attr<String>,
    /// Status of the task in DTS, such as `PreCheckPass` or `Migrating`. `Released` if the task does not exist any more after it has moved data.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Result of the last precheck: `passed`, `failed`, `interrupted` or `not_run`. The next apply repeats a precheck that failed or was interrupted. For an imported task that was never checked, it is `interrupted` if the task has no instance, so that the next apply runs the precheck, and `not_run` if it has one.
    #[attr(computed)]
    pub(crate) precheck_state: Attr<String>,
    /// State of each item of the last precheck, by its code: `Success`, `Warning` or `Failed`. The data source `dts_precheck` has the details of all items.
    #[attr(computed)]
    pub(crate) precheck_items: Attr<Map<String>>,
    /// Items of the last precheck that did not succeed or that are ignored.
    #[attr(computed)]
    pub(crate) failed_precheck_items: Attr<List<PrecheckItem>>,
    /// Which endpoint belongs to another account: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`.
    #[attr(computed)]
    pub(crate) scenario: Attr<String>,
    /// Whether source or destination belongs to another account.
    #[attr(computed)]
    pub(crate) is_cross_account: Attr<bool>,
    /// Whether rows of existing tables at the destination may be overwritten.
    #[attr(computed)]
    pub(crate) writes_over_existing_tables: Attr<bool>,
    /// Whether the connection to source or destination is not encrypted.
    #[attr(computed)]
    pub(crate) uses_plaintext_connection: Attr<bool>,
    /// Precheck items that the task ignores.
    #[attr(computed)]
    pub(crate) ignored_prechecks: Attr<Set<String>>,
    /// The request that is sent to DTS, by the names of the API parameters. User names, passwords and phone numbers are omitted, and so is `DbList`, which `objects` or `objects_json` shows. The script of `etl` and the values of `reserve` are shown as `(hidden)`. Values of other arguments are shown, even if they come from sensitive variables.
    #[attr(computed)]
    pub(crate) request_preview: Attr<Map<String>>,
    /// The source database.
    #[block(required)]
    pub(crate) source: Attr<Endpoint>,
    /// The destination database.
    #[block(required)]
    pub(crate) destination: Attr<Endpoint>,
    /// How long DTS retries.
    #[block]
    pub(crate) retry: Attr<Retry>,
    /// Migration rate limits.
    #[block]
    pub(crate) throttling: Attr<Throttling>,
    /// SMS alert settings.
    #[block]
    pub(crate) alerts: Attr<Alerts>,
    /// Comparison of the data in source and destination by DTS.
    #[block]
    pub(crate) data_verification: Attr<Verification>,
    /// Precheck settings.
    #[block]
    pub(crate) precheck: Attr<Precheck>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
    /// The kind of the job.
    #[skip]
    pub(crate) kind: Kind,
    /// What one direction of a two-way synchronization has in addition.
    #[skip]
    pub(crate) topology: Topology,
}

impl TaskModel {
    /// Takes the items of a report.
    pub(crate) fn set_precheck_items(&mut self, items: &[WireItem]) {
        self.precheck_items = item_states(items).into();
        self.failed_precheck_items = failed_items(items).into();
    }
}

impl JobState for TaskModel {
    fn job_id(&self) -> Option<&str> {
        self.id.as_str()
    }

    fn status(&self) -> Option<&str> {
        self.status.as_str()
    }

    fn stage(&self) -> Stage {
        self.kind.stage(&JobStatus::of(self.status.as_str().unwrap_or_default()))
    }

    fn restart_on_loss(&self) -> bool {
        self.restart_on_loss.or(false)
    }
}
