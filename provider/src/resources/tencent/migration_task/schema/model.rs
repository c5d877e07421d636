//! Arguments and attributes of the task.

use tencent::dts::JobStatus;
use tfplugin::{
    Model,
    model::{Attr, List, Map},
    timeouts::Timeouts,
    validate::{in_range, one_of},
};

use super::{
    check_step::CheckStep,
    endpoint::Endpoint,
    options::{Check, Consistency, RateLimit, Selection, SkipDdlErrors},
};
use crate::{
    resources::{
        shared::{JobState, Stage},
        tencent::job::stage_of,
    },
    rules::tencent as rules,
};

/// The configuration of a migration job of Tencent Cloud DTS. The job itself is bought with `dts_tencent_migration_instance`.
///
/// Creating the task configures the job and runs the **check**. Every failed step is reported as an error with its solution. Then the job is started.
///
/// Create it with the credentials of the account that owns the destination: the account that the role trusts.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TaskModel {
    /// ID of the job, from `id` of its `dts_tencent_migration_instance`. A job has one task.
    #[attr(required, replace, validate(rules::job_id()))]
    pub(crate) instance_id: Attr<String>,
    /// What to migrate: `structure`, `full` (structure and data) or `full_and_increment` (also the changes, until the job is completed).
    #[attr(default = "full_and_increment", validate(one_of(&["structure", "full", "full_and_increment"])))]
    pub(crate) migration_type: Attr<String>,
    /// When a started job runs: `immediate`, or `timed`, at `start_at`.
    #[attr(default = "immediate", validate(one_of(&["immediate", "timed"])))]
    pub(crate) run_mode: Attr<String>,
    /// Time at which a `timed` job starts (RFC 3339), to the second.
    #[attr(optional, equal = rules::same_time, validate(rules::start_time()))]
    pub(crate) start_at: Attr<String>,
    /// How long DTS retries after a failure, in minutes. 0: it does not retry. DTS does not return this value for a single job, so that the provider does not see a change outside Terraform.
    #[attr(optional, validate(rules::auto_retry()))]
    pub(crate) auto_retry_minutes: Attr<i64>,
    /// Whether to migrate the database accounts.
    #[attr(optional)]
    pub(crate) migrate_accounts: Attr<bool>,
    /// Whether the destination is read-only during the migration (MySQL only).
    #[attr(optional)]
    pub(crate) destination_read_only: Attr<bool>,
    /// How a PostgreSQL database is migrated: `logical` or `physical`.
    #[attr(optional, validate(one_of(&["logical", "physical"])))]
    pub(crate) migration_way: Attr<String>,
    /// Further settings (`ExtraAttr` of the migration), such as `DstWriteMode` of Redis, which can be changed while the job runs. Their values are stored in the state.
    #[attr(optional, validate(rules::engine_settings()))]
    pub(crate) settings: Attr<Map<String>>,
    /// Desired status: `checked` (not started), `running`, `paused`, `completed` or `stopped`. `completed` is the cut-over: the apply waits until the destination has caught up, then completes the job. `stopped` ends the job without that. A refresh stores what the job does now, also `failed` or `not_started`.
    #[attr(default = "running", validate(one_of(&["checked", "running", "paused", "completed", "stopped"])))]
    pub(crate) desired_status: Attr<String>,
    /// What an apply that starts the job waits for. `accepted`: DTS has accepted the start. `running`: the job runs. `caught_up`: all data is at the destination, and changes are applied. `finished`: a job without changes has finished.
    #[attr(default = "running", validate(one_of(&["accepted", "running", "caught_up", "finished"])))]
    pub(crate) wait_for: Attr<String>,
    /// How `desired_status = "completed"` completes the job: `wait_for_sync` or `immediately`. Only for jobs from MySQL of the old kind.
    #[attr(optional, validate(one_of(&["wait_for_sync", "immediately"])))]
    pub(crate) complete_mode: Attr<String>,
    /// For `desired_status = "completed"`: the job is completed when its delay is not longer than this, in seconds.
    #[attr(default = 5, validate(in_range(0..=86_400, "seconds")))]
    pub(crate) max_delay_seconds: Attr<i64>,
    /// What destroy does while the job migrates data: `refuse_while_running` fails, `stop` stops the job permanently.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop"])))]
    pub(crate) on_destroy: Attr<String>,
    /// ID of the job.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Status in DTS, such as `checkPass`, `running` or `readyComplete`. `Released` if the job does not exist any more after it has moved data.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Trade status of the job, such as `normal` or `isolated`.
    #[attr(computed)]
    pub(crate) trade_status: Attr<String>,
    /// Result of the last check: `passed`, `failed`, `interrupted` or `not_run`.
    #[attr(computed)]
    pub(crate) check_state: Attr<String>,
    /// State of each step of the last check, by its ID: `pass`, `warning` or `failed`.
    #[attr(computed)]
    pub(crate) check_steps: Attr<Map<String>>,
    /// Steps of the last check that did not pass or that are skipped.
    #[attr(computed)]
    pub(crate) failed_check_steps: Attr<List<CheckStep>>,
    /// Progress of each step of the migration, by its ID.
    #[attr(computed)]
    pub(crate) progress: Attr<Map<Progress>>,
    /// Delay of the changes in seconds. Not set before changes are applied.
    #[attr(computed)]
    pub(crate) delay_seconds: Attr<i64>,
    /// Delay of the changes in megabytes. Not set before changes are applied.
    #[attr(computed)]
    pub(crate) delay_megabytes: Attr<i64>,
    /// Whether all data is at the destination and the job can be completed.
    #[attr(computed)]
    pub(crate) caught_up: Attr<bool>,
    /// Whether the source belongs to another account.
    #[attr(computed)]
    pub(crate) is_cross_account: Attr<bool>,
    /// Whether the connection to source or destination is not encrypted.
    #[attr(computed)]
    pub(crate) uses_plaintext_connection: Attr<bool>,
    /// The request that is sent to DTS, by the names of the API parameters. Database accounts, passwords and temporary keys are omitted, and the values of `settings` are shown as `(hidden)`.
    #[attr(computed)]
    pub(crate) request_preview: Attr<Map<String>>,
    /// The objects to migrate.
    #[block(required)]
    pub(crate) objects: Attr<Selection>,
    /// The source database.
    #[block(required)]
    pub(crate) source: Attr<Endpoint>,
    /// The destination database, of the account that runs the job.
    #[block(required)]
    pub(crate) destination: Attr<Endpoint>,
    /// Comparison of the data.
    #[block]
    pub(crate) consistency: Attr<Consistency>,
    /// Limits of the migration.
    #[block]
    pub(crate) rate_limit: Attr<RateLimit>,
    /// DDL statements whose failure is skipped.
    #[block]
    pub(crate) skip_ddl_errors: Attr<SkipDdlErrors>,
    /// Settings of the check.
    #[block]
    pub(crate) check: Attr<Check>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

/// Progress of one step.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Progress {
    /// Status, as DTS returns it.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Percentage, from 0 to 100.
    #[attr(computed)]
    pub(crate) percent: Attr<i64>,
    /// Message of DTS.
    #[attr(computed)]
    pub(crate) message: Attr<String>,
}

impl TaskModel {
    /// The status that the last refresh returned.
    pub(crate) fn live_status(&self) -> JobStatus {
        JobStatus::of(self.status.as_str().unwrap_or_default())
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
        stage_of(&self.live_status())
    }

    /// A lost job has lost its instance, too: a new task has another `instance_id`.
    fn restart_on_loss(&self) -> bool {
        false
    }
}
