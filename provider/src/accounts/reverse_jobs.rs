//! The reverse directions that a run has to start. A task knows their configuration, with the passwords; they can be started only after the
//! instance of the task was bought, which another resource does.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use alibaba::dts::ConfigureDtsJob;

use super::lock::lock;

/// A reverse direction to start.
#[derive(Clone, Debug)]
pub(crate) struct ReverseJob {
    /// Its configuration, without the IDs of the job and the instance.
    pub(crate) request: ConfigureDtsJob,
    /// The precheck items to ignore.
    pub(crate) ignore: BTreeSet<String>,
    /// The arguments of the block `reverse` that the configuration has, for the paths of errors.
    pub(crate) own: BTreeSet<&'static str>,
    /// The settings of the forward direction (`Reserved`), for an instance that DTS bought with one direction.
    pub(crate) forward_settings: String,
}

/// The reverse directions of the tasks that this run has applied, by the IDs of the tasks.
#[derive(Debug, Default)]
pub(crate) struct ReverseJobs(Mutex<BTreeMap<String, ReverseJob>>);

impl ReverseJobs {
    /// Adds the reverse direction of a task.
    pub(crate) fn put(&self, task_id: &str, job: ReverseJob) {
        lock(&self.0).insert(task_id.to_owned(), job);
    }

    /// The reverse direction of a task, which nothing else starts from then on.
    pub(crate) fn take(&self, task_id: &str) -> Option<ReverseJob> {
        lock(&self.0).remove(task_id)
    }
}
