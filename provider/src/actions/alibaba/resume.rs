//! `dts_resume`: resumes a task.

use async_trait::async_trait;
use tfplugin::Model;

use super::{JobAction, Task};
use crate::resources::{
    alibaba::operations,
    shared::{OperationError, Session},
};

/// Resumes a migration or a synchronization that is suspended or has failed. A job that runs is left as it is, so the action can be repeated. A job that was never started is not started: `dts_migration_instance` and `dts_synchronization_instance` start jobs.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Resume {}

#[async_trait]
impl JobAction for Resume {
    type Job = Task;
    const TYPE: &'static str = "dts_resume";

    async fn run(&self, session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
        operations::resume(session, task_id).await
    }
}
