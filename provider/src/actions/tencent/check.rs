//! `dts_tencent_check`: runs the check of a job.

use async_trait::async_trait;
use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::one_of,
};

use super::{Job, JobAction};
use crate::{
    accounts::tencent::Session,
    resources::{shared::OperationError, tencent::migration_task::operations},
    rules::tencent::check_steps,
};

/// Runs the check of a migration job that is configured and was not started, and reports each failed step as an error. The job is not started. The action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct RunCheck {
    /// IDs of the steps to skip when they fail, such as `OptimizeCheck`. DTS decides which steps can be skipped.
    #[attr(optional, validate(check_steps()))]
    skip: Attr<Set<String>>,
    /// What happens to foreign keys when `skip` contains `ConstraintCheck`: `shield` does not migrate them, `migrate` does.
    #[attr(optional, validate(one_of(&["shield", "migrate"])))]
    foreign_keys: Attr<String>,
}

#[async_trait]
impl JobAction for RunCheck {
    type Job = Job;
    const TYPE: &'static str = "dts_tencent_check";

    async fn run(&self, session: &Session<'_>, id: &str) -> Result<(), OperationError> {
        operations::run_check(session, id, &self.skip, &self.foreign_keys).await
    }
}
