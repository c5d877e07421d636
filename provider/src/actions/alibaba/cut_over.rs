//! `dts_cut_over`: the cut-over of a task.

use async_trait::async_trait;
use tfplugin::{Model, model::Attr, validate::in_range};

use super::{JobAction, Task};
use crate::resources::{
    alibaba::operations,
    shared::{OperationError, Session},
};

/// Cuts over a migration or a one-way synchronization: waits until the destination has caught up, then stops the job permanently. DTS never starts it again. A job that has finished is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct CutOver {
    /// The job is stopped when its delay is not longer than this, in milliseconds. Default: `5000`.
    #[attr(optional, validate(in_range(0..=86_400_000, "milliseconds")))]
    max_delay_ms: Attr<i64>,
}

#[async_trait]
impl JobAction for CutOver {
    type Job = Task;
    const TYPE: &'static str = "dts_cut_over";

    async fn run(&self, session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
        operations::cut_over(session, task_id, self.max_delay_ms.or(5000)).await
    }
}
