//! `dts_precheck`: runs the precheck of a task.

use std::collections::BTreeSet;

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::{Attr, Set},
    validate::duration,
};

use super::{diagnostics, session};
use crate::{
    accounts::Clouds,
    resources::{alibaba::operations, shared::OperationError},
    rules::alibaba::{ignorable_precheck, task_id},
};

/// Runs the precheck of a migration or synchronization task that was not purchased yet, and reports each failed item as an error. A job that has passed its precheck and was not changed since then is not checked again by DTS: the action then reports the last result. A purchased job is not checked, because DTS starts it after its precheck.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Config {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(task_id()))]
    task_id: Attr<String>,
    /// Codes of items to skip when they fail.
    #[attr(optional, validate(ignorable_precheck()))]
    ignore: Attr<Set<String>>,
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The action.
pub(super) struct Precheck;

#[async_trait]
impl Action for Precheck {
    type Model = Config;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        "dts_precheck"
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config, progress: &Progress) -> Diagnostics {
        diagnostics(run(context, &config, progress).await)
    }
}

async fn run(context: &Context<Clouds>, config: &Config, progress: &Progress) -> Result<(), OperationError> {
    let session = session(context, &config.timeout, progress).await?;
    let ignore: BTreeSet<String> = config.ignore.get().into_iter().flat_map(Set::known).cloned().collect();
    operations::precheck(&session, &config.task_id.or(String::new()), &ignore).await
}
