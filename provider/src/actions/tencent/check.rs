//! `dts_tencent_check`: runs the check of a job.

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::{Attr, Set},
    validate::{duration, one_of},
};

use super::{diagnostics, session};
use crate::{
    accounts::Clouds,
    resources::{shared::OperationError, tencent::migration_task::operations},
    rules::tencent::{check_steps, job_id},
};

/// Runs the check of a migration job that is configured and was not started, and reports each failed step as an error. The job is not started. The action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the job, from `id` of its `dts_tencent_migration_instance`.
    #[attr(required, validate(job_id()))]
    instance_id: Attr<String>,
    /// IDs of the steps to skip when they fail, such as `OptimizeCheck`. DTS decides which steps can be skipped.
    #[attr(optional, validate(check_steps()))]
    skip: Attr<Set<String>>,
    /// What happens to foreign keys when `skip` contains `ConstraintCheck`: `shield` does not migrate them, `migrate` does.
    #[attr(optional, validate(one_of(&["shield", "migrate"])))]
    foreign_keys: Attr<String>,
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The action.
pub(super) struct RunCheck;

#[async_trait]
impl Action for RunCheck {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_tencent_check"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    let id = config.instance_id.or(String::new());
    operations::run_check(&session, &id, &config.skip, &config.foreign_keys).await
}
