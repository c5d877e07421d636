//! `dts_resume`: resumes a task.

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::Attr,
    validate::duration,
};

use super::{diagnostics, session};
use crate::{
    accounts::Clouds,
    resources::{alibaba::operations, shared::OperationError},
    rules::alibaba::task_id,
};

/// Resumes a migration or a synchronization that is suspended or has failed. A job that runs is left as it is, so the action can be repeated. A job that was never started is not started: `dts_migration_instance` and `dts_synchronization_instance` start jobs.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(task_id()))]
    task_id: Attr<String>,
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The action.
pub(super) struct Resume;

#[async_trait]
impl Action for Resume {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_resume"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    operations::resume(&session, &config.task_id.or(String::new())).await
}
