//! What the resources of one plan report to each other. Terraform has no other way for a provider: the plan of an instance needs
//! to know what its task will be after the apply, not what DTS returns for it now.
//!
//! **Ordering assumption.** Terraform plans a resource after the resources that it refers to. An instance with
//! `task_id = dts_migration_task.x.id` is therefore planned when its task has published its entry. An instance whose `task_id` is
//! written as a text, or whose task is planned by another provider block (each block is a separate process), finds no entry: its
//! plan then uses what DTS returns, and the apply checks again.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tfplugin::model::Attr;
use tokio::{sync::Notify, time};

use super::lock::lock;

/// How long after the refresh of a task its plan may arrive. Terraform plans a resource immediately after its refresh.
const PLAN_DELAY: Duration = Duration::from_secs(3);

/// The existing tasks that the current plan has planned so far, by task ID.
#[derive(Debug, Default)]
pub(crate) struct PlannedTasks {
    planned: Mutex<BTreeMap<String, PlannedTask>>,
    /// The content of the tasks whose data has moved, and that a refresh has found, by task ID.
    moved: Mutex<BTreeMap<String, String>>,
    /// Notified when a task is removed from `moved`.
    forgotten: Notify,
    /// Whether a new task is planned that may not start a migration over.
    has_new_without_permission: AtomicBool,
}

/// What the plan of an instance needs to know of its task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedTask {
    /// Whether the task has incremental migration.
    pub(crate) incremental: Attr<bool>,
    /// ID of the dedicated cluster that the task runs on.
    pub(crate) cluster: Attr<String>,
    /// Whether its job does not exist any more, and the task stays in the state.
    pub(crate) is_released: bool,
}

impl PlannedTasks {
    /// Publishes what a task will be after the apply.
    pub(crate) fn publish(&self, id: &str, task: PlannedTask) {
        lock(&self.planned).insert(id.to_owned(), task);
    }

    /// Records a task whose data has moved, before its plan. A tainted task is planned as a new one, without the old one.
    pub(crate) fn record_moved(&self, id: &str, content: String) {
        lock(&self.moved).insert(id.to_owned(), content);
    }

    /// Records that a task is planned as what it is, or does not exist any more.
    pub(crate) fn forget_moved(&self, id: &str) {
        lock(&self.moved).remove(id);
        self.forgotten.notify_waiters();
    }

    /// Records that a new task is planned that may not start a migration over.
    pub(crate) fn record_new_without_permission(&self) {
        self.has_new_without_permission.store(true, Ordering::Relaxed);
    }

    /// Whether this plan may replace the task without a permission to start its migration over: the task is not planned itself, as a tainted
    /// one, and a new task without the permission is.
    pub(crate) fn may_be_replaced_without_permission(&self, id: &str) -> bool {
        self.planned_task(id).is_none() && self.has_new_without_permission.load(Ordering::Relaxed)
    }

    /// A task with this content whose data has moved, and that is not planned itself. Between the refresh and the plan of a task, another
    /// resource may be planned: a task counts only if no plan of it follows.
    pub(crate) async fn replaced_task(&self, content: &str) -> Option<String> {
        let limit = time::Instant::now() + PLAN_DELAY;
        loop {
            // A task that is forgotten after this line ends the wait.
            let forgotten = self.forgotten.notified();
            let id = self.moved_task(content)?;
            if time::timeout_at(limit, forgotten).await.is_err() {
                return Some(id);
            }
        }
    }

    fn moved_task(&self, content: &str) -> Option<String> {
        lock(&self.moved).iter().find(|(_, moved)| *moved == content).map(|(id, _)| id.clone())
    }

    /// What the task will be after the apply; none if this plan has not planned it.
    pub(crate) fn planned_task(&self, id: &str) -> Option<PlannedTask> {
        lock(&self.planned).get(id).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_is_planned_is_not_replaced_by_a_new_one() {
        let tasks = PlannedTasks::default();
        assert!(!tasks.may_be_replaced_without_permission("job1"));
        tasks.record_new_without_permission();
        assert!(tasks.may_be_replaced_without_permission("job1"));
        tasks.publish("job1", PlannedTask { incremental: true.into(), cluster: Attr::Null, is_released: false });
        assert!(!tasks.may_be_replaced_without_permission("job1"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_moved_task_that_is_not_planned_is_replaced_by_the_new_one_with_its_content() {
        let tasks = PlannedTasks::default();
        tasks.record_moved("job1", "orders".to_owned());
        assert_eq!(tasks.replaced_task("orders").await.as_deref(), Some("job1"));
        assert_eq!(tasks.replaced_task("users").await, None);
        tasks.forget_moved("job1");
        assert_eq!(tasks.replaced_task("orders").await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_equal_task_that_is_planned_between_refresh_and_plan_of_the_first_one_replaces_nothing() {
        let tasks = PlannedTasks::default();
        tasks.record_moved("job1", "orders".to_owned());
        tasks.record_moved("job2", "users".to_owned());
        let first = async {
            for id in ["job2", "job1"] {
                time::sleep(Duration::from_millis(100)).await;
                tasks.forget_moved(id);
            }
        };
        let (replaced, ()) = tokio::join!(tasks.replaced_task("orders"), first);
        assert_eq!(replaced, None);
    }
}
