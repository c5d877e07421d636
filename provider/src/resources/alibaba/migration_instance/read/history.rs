//! What the private data remembers of an instance.

use alibaba::dts::JobStatus;
use jiff::Timestamp;
use tfplugin::private::Private;

use crate::resources::{
    alibaba::{
        job::replacement,
        migration_instance::{schema::InstanceModel, waiting},
    },
    shared::job_history,
};

/// Records what a state shows: the task of the instance, whether data has moved, since when the migration is
/// suspended, and whether a wait continues.
pub(in crate::resources::alibaba::migration_instance) fn record(
    private: &mut Private,
    state: &InstanceModel,
    now: Timestamp,
) {
    replacement::record_task(private, state.task_id.as_str());
    job_history::record_stage(private, state);
    waiting::record(private, state);
    let is_suspended = state.status.as_str() == Some(JobStatus::Suspending.as_str());
    job_history::record_suspension(private, is_suspended, now);
}
