//! `dts_tencent_complete`: the cut-over of a job.

use async_trait::async_trait;
use tfplugin::{
    Model,
    model::Attr,
    validate::{in_range, one_of},
};

use super::{Job, JobAction};
use crate::{
    accounts::tencent::Session,
    resources::{shared::OperationError, tencent::migration_task::operations},
};

/// Cuts over a migration job: waits until the destination has caught up, then completes the job permanently. DTS never starts it again. A job that is complete is left as it is, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Complete {
    /// How DTS completes the job: `wait_for_sync` or `immediately`. Only for jobs from MySQL of the old kind.
    #[attr(optional, validate(one_of(&["wait_for_sync", "immediately"])))]
    complete_mode: Attr<String>,
    /// The job is completed when its delay is not longer than this, in seconds. Default: `5`.
    #[attr(optional, validate(in_range(0..=86_400, "seconds")))]
    max_delay_seconds: Attr<i64>,
}

#[async_trait]
impl JobAction for Complete {
    type Job = Job;
    const TYPE: &'static str = "dts_tencent_complete";

    async fn run(&self, session: &Session<'_>, id: &str) -> Result<(), OperationError> {
        let how = operations::Completion {
            mode: self.complete_mode.clone(),
            max_delay_seconds: self.max_delay_seconds.or(5),
        };
        operations::complete(session, id, &how).await
    }
}
