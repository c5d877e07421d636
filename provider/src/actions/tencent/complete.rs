//! `dts_tencent_complete`: the cut-over of a job.

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::Attr,
    validate::{duration, in_range, one_of},
};

use super::{diagnostics, session};
use crate::{
    accounts::Clouds,
    resources::{shared::OperationError, tencent::migration_task::operations},
    rules::tencent::job_id,
};

/// Cuts over a migration job: waits until the destination has caught up, then completes the job permanently. DTS never starts it again. A job that is complete is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the job, from `id` of its `dts_tencent_migration_instance`.
    #[attr(required, validate(job_id()))]
    instance_id: Attr<String>,
    /// How DTS completes the job: `wait_for_sync` or `immediately`. Only for jobs from MySQL of the old kind.
    #[attr(optional, validate(one_of(&["wait_for_sync", "immediately"])))]
    complete_mode: Attr<String>,
    /// The job is completed when its delay is not longer than this, in seconds. Default: `5`.
    #[attr(optional, validate(in_range(0..=86_400, "seconds")))]
    max_delay_seconds: Attr<i64>,
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The action.
pub(super) struct Complete;

#[async_trait]
impl Action for Complete {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_tencent_complete"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    let id = config.instance_id.or(String::new());
    let how = operations::Completion {
        mode: config.complete_mode.clone(),
        max_delay_seconds: config.max_delay_seconds.or(5),
    };
    operations::complete(&session, &id, &how).await
}
