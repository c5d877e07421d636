//! `dts_tencent_resume`: resumes a job.

use async_trait::async_trait;
use tfplugin::Model;

use super::{Job, JobAction};
use crate::{
    accounts::tencent::Session,
    resources::{shared::OperationError, tencent::migration_task::operations},
};

/// Continues a migration job that is paused, or resumes one that has failed, and waits until it runs. A job that runs is left as it is, so the action can be repeated. A job that was never started is not started: `dts_tencent_migration_task` starts jobs.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Resume {}

#[async_trait]
impl JobAction for Resume {
    type Job = Job;
    const TYPE: &'static str = "dts_tencent_resume";

    async fn run(&self, session: &Session<'_>, id: &str) -> Result<(), OperationError> {
        operations::resume(session, id).await
    }
}
