//! Arguments and attributes of the instance.

use tfplugin::{
    Model,
    model::{Attr, Map},
    timeouts::Timeouts,
    validate::{in_range, not_empty, one_of},
};

use crate::{facts::alibaba::class_words, rules};

/// The engine behind a migration task that passed its precheck: bought, started, watched, suspended, stopped and released. Buying costs money.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceModel {
    /// Id of the task (`dts_migration_task`). A task has at most one instance.
    #[attr(required, replace, validate(not_empty()))]
    pub(crate) task_id: Attr<String>,
    /// Class: how fast incremental migration may be. It can be raised in place, not lowered. For a task on a dedicated cluster set `du` instead.
    #[attr(optional, validate(one_of(class_words())))]
    pub(crate) instance_class: Attr<String>,
    /// Units (DU) of the dedicated cluster the task runs on: at most what the cluster has left. Can be changed in place.
    #[attr(optional, validate(rules::within("du")))]
    pub(crate) du: Attr<i64>,
    /// Resource group of the instance, chosen when it is bought. Default: the account's default group.
    #[attr(optional, computed, validate(not_empty()))]
    pub(crate) resource_group_id: Attr<String>,
    /// Tags of the instance.
    #[attr(optional)]
    pub(crate) tags: Attr<Map<String>>,
    /// Whether the migration should be `running`, `suspended`, or `stopped` for good: the cut-over, which waits until the destination has caught up.
    #[attr(default = "running", validate(one_of(&["running", "suspended", "stopped"])))]
    pub(crate) desired_status: Attr<String>,
    /// How far create waits: until DTS `accepted` the purchase, the migration is `running`, incremental migration has `caught_up`, or a migration without incremental part has `finished`.
    #[attr(default = "running", validate(one_of(&["accepted", "running", "caught_up", "finished"])))]
    pub(crate) wait_for: Attr<String>,
    /// What destroy does while data is still moving: `refuse_while_running`, or `stop_and_release`.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop_and_release"])))]
    pub(crate) on_destroy: Attr<String>,
    /// Longest delay of incremental migration at which `desired_status = "stopped"` stops, in milliseconds.
    #[attr(default = 5000, validate(in_range(0..=86_400_000, "milliseconds")))]
    pub(crate) max_delay_ms: Attr<i64>,
    /// Whether the migration may begin anew when its instance is found to be gone after data has moved. Without it such an instance is kept in the state with status `Released`, and nothing is started over. Set it on the task as well.
    #[attr(default = false)]
    pub(crate) restart_on_loss: Attr<bool>,
    /// Id of the instance (DtsInstanceID).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Status in DTS, such as `Migrating`, `Suspending` or `Finished`; `Released` when it is gone after data has moved.
    #[attr(computed, volatile)]
    pub(crate) status: Attr<String>,
    /// How far each phase is.
    #[attr(computed, volatile)]
    pub(crate) progress: Attr<Progress>,
    /// Delay of incremental migration in milliseconds; not set before it starts.
    #[attr(computed, volatile)]
    pub(crate) delay_ms: Attr<i64>,
    /// Whether incremental migration has no delay: the moment to cut over.
    #[attr(computed, volatile)]
    pub(crate) caught_up: Attr<bool>,
    /// When the instance was created (RFC 3339).
    #[attr(computed)]
    pub(crate) create_time: Attr<String>,
    /// How long the operations may take.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

/// How far each phase is; a phase the task does not have is not set.
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
    /// Verification of the data, full and then incremental, where the task asks for it.
    #[attr(computed)]
    pub(crate) verification: Attr<Phase>,
}

/// How far one phase is.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Phase {
    /// `NotStarted`, `Migrating`, `Finished`, `Failed`; incremental also `Catched`.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// 0 to 100.
    #[attr(computed)]
    pub(crate) percent: Attr<i64>,
    /// Tables or rows done, or the rate, as DTS words it.
    #[attr(computed)]
    pub(crate) detail: Attr<String>,
}
