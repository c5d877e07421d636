//! The arguments and attributes of the resource.

use alibaba::dts::JobStatus;
use tfplugin::{
    Model,
    model::{Attr, Map},
    timeouts::Timeouts,
    validate::{in_range, one_of},
};

use crate::{
    resources::{
        alibaba::job::Kind,
        shared::{JobState, Stage},
    },
    rules::alibaba as rules,
};

/// The instance of a migration task that has passed its precheck. Terraform buys, starts, suspends, stops and releases it. Charges can start when the instance is bought.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceModel {
    /// ID of the task (`dts_migration_task`). A task has at most one instance.
    #[attr(required, replace, validate(rules::task_id()))]
    pub(crate) task_id: Attr<String>,
    /// Class of the instance, which limits the speed of incremental migration. It can be raised in place, but not lowered. For a task on a dedicated cluster, set `du` instead.
    #[attr(optional, validate(rules::instance_class()))]
    pub(crate) instance_class: Attr<String>,
    /// Number of DTS units (DUs) for the task on its dedicated cluster. It can be changed in place, up to the number of available DUs.
    #[attr(optional, validate(rules::within("du")))]
    pub(crate) du: Attr<i64>,
    /// ID of the resource group of the instance. Terraform cannot change it after the purchase. Default: the default resource group of the account.
    #[attr(optional, computed, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) resource_group_id: Attr<String>,
    /// Tags of the instance. A tag with the value `null` is ignored.
    #[attr(optional, null_elements, validate(rules::tags()))]
    pub(crate) tags: Attr<Map<String>>,
    /// Desired status of the migration: `running`, `suspended` or `stopped`. `stopped` is the cut-over: the apply waits until the destination has caught up, then stops the migration permanently. A refresh stores what the migration does now, which can also be `failed` or `not_started`.
    #[attr(default = "running", validate(one_of(&["running", "suspended", "stopped"]).also_called(rules::STATUSES)))]
    pub(crate) desired_status: Attr<String>,
    /// What create waits for. `accepted`: DTS has accepted the purchase. `running`: the migration runs. `caught_up`: incremental migration has caught up. `finished`: a migration without an incremental phase has finished.
    #[attr(default = "running", validate(one_of(&["accepted", "running", "caught_up", "finished"])))]
    pub(crate) wait_for: Attr<String>,
    /// What destroy does while the instance still migrates data: `refuse_while_running` fails, `stop_and_release` stops the migration.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop_and_release"])))]
    pub(crate) on_destroy: Attr<String>,
    /// For `desired_status = "stopped"`: the migration is stopped when its delay is not longer than this, in milliseconds.
    #[attr(default = 5000, validate(in_range(0..=86_400_000, "milliseconds")))]
    pub(crate) max_delay_ms: Attr<i64>,
    /// Whether Terraform may create the instance again if it does not exist any more after data has moved. With `false`, such an instance stays in the state with the status `Released`, and the migration is not started again. Set this on the task, too.
    #[attr(default = false)]
    pub(crate) restart_on_loss: Attr<bool>,
    /// ID of the instance (DtsInstanceID).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Status in DTS, such as `Migrating`, `Suspending` or `Finished`. `Released` if the instance does not exist any more after data has moved.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Progress of each phase.
    #[attr(computed)]
    pub(crate) progress: Attr<Progress>,
    /// Delay of incremental migration in milliseconds. Not set before incremental migration starts.
    #[attr(computed)]
    pub(crate) delay_ms: Attr<i64>,
    /// Whether incremental migration has caught up, so that you can cut over.
    #[attr(computed)]
    pub(crate) caught_up: Attr<bool>,
    /// Time at which the instance was created (RFC 3339).
    #[attr(computed)]
    pub(crate) create_time: Attr<String>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
    /// The kind of the job.
    #[skip]
    pub(crate) kind: Kind,
}

/// Progress of each phase. A phase that the task does not have is not set.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Progress {
    /// Schema migration.
    #[attr(computed)]
    pub(crate) schema: Attr<Phase>,
    /// Full data migration.
    #[attr(computed)]
    pub(crate) full: Attr<Phase>,
    /// Incremental data migration.
    #[attr(computed)]
    pub(crate) incremental: Attr<Phase>,
    /// Verification of the data, if the task has `data_verification`: first the full one, then the incremental one.
    #[attr(computed)]
    pub(crate) verification: Attr<Phase>,
}

/// Progress of one phase.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Phase {
    /// `NotStarted`, `Migrating`, `Finished` or `Failed`; for incremental migration also `Catched`, which means caught up.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Percentage, from 0 to 100.
    #[attr(computed)]
    pub(crate) percent: Attr<i64>,
    /// Completed tables or rows, or the rate, as reported by DTS.
    #[attr(computed)]
    pub(crate) detail: Attr<String>,
}

impl JobState for InstanceModel {
    fn job_id(&self) -> Option<&str> {
        self.task_id.as_str()
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
