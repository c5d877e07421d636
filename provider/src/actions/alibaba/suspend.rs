//! `dts_suspend`: suspends a task.

use async_trait::async_trait;
use tfplugin::Model;

use super::{JobAction, Task};
use crate::resources::{
    alibaba::operations,
    shared::{OperationError, Session},
};

/// Suspends a migration or a synchronization that runs. `dts_resume` continues it where it stopped. A job that moves no data is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Suspend {}

#[async_trait]
impl JobAction for Suspend {
    type Job = Task;
    const TYPE: &'static str = "dts_suspend";

    async fn run(&self, session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
        operations::suspend(session, task_id).await
    }
}
