//! What the resources of one plan report to each other. Terraform has no other way for a provider: the plan of an instance needs
//! to know what its task will be after the apply, not what DTS returns for it now.
//!
//! **Ordering assumption.** Terraform plans a resource after the resources that it refers to. An instance with
//! `task_id = dts_migration_task.x.id` is therefore planned when its task has published its entry. An instance whose `task_id` is
//! written as a text, or whose task is planned by another provider block (each block is a separate process), finds no entry: its
//! plan then uses what DTS returns, and the apply checks again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use tfplugin::model::Attr;

/// The existing tasks that the current plan has planned so far, by task ID.
#[derive(Debug, Default)]
pub(crate) struct PlannedTasks(Mutex<BTreeMap<String, PlannedTask>>);

/// What the plan of an instance needs to know of its task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedTask {
    /// Whether the task has incremental migration.
    pub(crate) incremental: Attr<bool>,
    /// ID of the dedicated cluster that the task runs on.
    pub(crate) cluster: Attr<String>,
}

impl PlannedTasks {
    /// Publishes what a task will be after the apply.
    pub(crate) fn publish(&self, id: &str, task: PlannedTask) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), task);
    }

    /// What the task will be after the apply; none if this plan has not planned it.
    pub(crate) fn planned_task(&self, id: &str) -> Option<PlannedTask> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }
}
