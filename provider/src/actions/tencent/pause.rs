//! `dts_tencent_pause`: pauses a job.

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

/// Pauses a migration job that runs. `dts_tencent_resume` continues it. A job that is paused or has failed moves no data and is left as it is, so the action can be repeated.
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
pub(super) struct Pause;

#[async_trait]
impl Action for Pause {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_tencent_pause"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    let id = config.instance_id.or(String::new());
    operations::pause(&session, &id).await
}
