//! `dts_tencent_pause`: pauses a job.

use async_trait::async_trait;
use tfplugin::Model;

use super::{Job, JobAction};
use crate::{
    accounts::tencent::Session,
    resources::{shared::OperationError, tencent::migration_task::operations},
};

/// Pauses a migration job that runs. `dts_tencent_resume` continues it. A job that is paused or has failed moves no data and is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Pause {}

#[async_trait]
impl JobAction for Pause {
    type Job = Job;
    const TYPE: &'static str = "dts_tencent_pause";

    async fn run(&self, session: &Session<'_>, id: &str) -> Result<(), OperationError> {
        operations::pause(session, id).await
    }
}
