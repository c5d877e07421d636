//! What the present plan makes of tasks that exist: an instance of the same plan is judged by that, not by what DTS says now.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use tfplugin::model::Attr;

/// The tasks planned so far, by id. A task is planned before what refers to it.
#[derive(Debug, Default)]
pub(crate) struct PlannedTasks(Mutex<BTreeMap<String, PlannedTask>>);

/// What an instance has to know of its task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedTask {
    /// Whether it has incremental migration.
    pub(crate) incremental: Attr<bool>,
    /// The dedicated cluster it runs on.
    pub(crate) cluster: Attr<String>,
}

impl PlannedTasks {
    /// Notes what a task will be.
    pub(crate) fn note(&self, id: &str, task: PlannedTask) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), task);
    }

    /// What a task will be, where this plan has it.
    pub(crate) fn of(&self, id: &str) -> Option<PlannedTask> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }
}
