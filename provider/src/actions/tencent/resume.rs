//! `dts_tencent_resume`: resumes a job.

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
    resources::{shared::OperationError, tencent::migration_task::operations},
    rules::tencent::job_id,
};

/// Continues a migration job that is paused, or resumes one that has failed, and waits until it runs. A job that runs is left as it is, so the action can be repeated. A job that was never started is not started: `dts_tencent_migration_task` starts jobs.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the job, from `id` of its `dts_tencent_migration_instance`.
    #[attr(required, validate(job_id()))]
    instance_id: Attr<String>,
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
        "dts_tencent_resume"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    let id = config.instance_id.or(String::new());
    operations::resume(&session, &id).await
}
