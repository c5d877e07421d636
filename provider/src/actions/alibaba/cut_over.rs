//! `dts_cut_over`: the cut-over of a task.

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::Attr,
    validate::{duration, in_range},
};

use super::{diagnostics, session};
use crate::{
    accounts::Clouds,
    resources::{alibaba::operations, shared::OperationError},
    rules::alibaba::task_id,
};

/// Cuts over a migration or a one-way synchronization: waits until the destination has caught up, then stops the job permanently. DTS never starts it again. A job that has finished is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(task_id()))]
    task_id: Attr<String>,
    /// The job is stopped when its delay is not longer than this, in milliseconds. Default: `5000`.
    #[attr(optional, validate(in_range(0..=86_400_000, "milliseconds")))]
    max_delay_ms: Attr<i64>,
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The action.
pub(super) struct CutOver;

#[async_trait]
impl Action for CutOver {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_cut_over"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    operations::cut_over(&session, &config.task_id.or(String::new()), config.max_delay_ms.or(5000)).await
}
