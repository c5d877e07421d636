//! The calls that change a task which has started, and the statuses in which DTS allows them.

use alibaba::dts::JobStatus;

/// A call that changes a started task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// ModifyDtsJobName.
    Rename,
    /// ModifyDtsJobDedicatedCluster.
    Cluster,
    /// ModifyDynamicConfig for full migration.
    FullLimits,
    /// ModifyDynamicConfig for incremental migration.
    IncrementalLimits,
    /// ModifyDtsJob, keys of `Reserve` only.
    Settings,
    /// ModifyDtsJob, the complete list of objects. Only of a synchronization.
    Objects,
    /// ModifyDtsJobEndpoint.
    Endpoint,
    /// ModifyDtsJobPassword.
    Password,
}

/// When a call is allowed.
#[derive(Debug)]
pub(crate) struct CallRow {
    pub(crate) call: Call,
    /// Statuses in which the call is allowed (facts: allowed calls per status), of all kinds of jobs.
    pub(crate) statuses: &'static [JobStatus],
}

const RUNNING: &[JobStatus] = &[
    JobStatus::Migrating,
    JobStatus::Initializing,
    JobStatus::Synchronizing,
    JobStatus::Retrying,
    JobStatus::Suspending,
];
/// What may repair a job is also changed after it has failed.
const RUNNING_OR_FAILED: &[JobStatus] = &[
    JobStatus::Migrating,
    JobStatus::Initializing,
    JobStatus::Synchronizing,
    JobStatus::Retrying,
    JobStatus::Suspending,
    JobStatus::MigrationFailed,
    JobStatus::InitializeFailed,
    JobStatus::Failed,
];
/// A conflict fails a synchronization whose policy is then changed.
const RUNNING_OR_IN_CONFLICT: &[JobStatus] = &[
    JobStatus::Migrating,
    JobStatus::Initializing,
    JobStatus::Synchronizing,
    JobStatus::Retrying,
    JobStatus::Suspending,
    JobStatus::Failed,
];
/// Objects change while the incremental phase runs, or after it has failed.
const SYNCHRONIZING: &[JobStatus] = &[JobStatus::Synchronizing, JobStatus::Failed, JobStatus::ModifyFailed];

/// In the order of the calls. Passwords come last: DTS takes a new one only once.
static ROWS: [CallRow; 8] = [
    CallRow { call: Call::Rename, statuses: RUNNING },
    CallRow { call: Call::Cluster, statuses: RUNNING },
    CallRow { call: Call::FullLimits, statuses: RUNNING },
    CallRow { call: Call::IncrementalLimits, statuses: RUNNING },
    CallRow { call: Call::Settings, statuses: RUNNING_OR_IN_CONFLICT },
    CallRow { call: Call::Objects, statuses: SYNCHRONIZING },
    CallRow { call: Call::Endpoint, statuses: RUNNING_OR_FAILED },
    CallRow { call: Call::Password, statuses: RUNNING_OR_FAILED },
];

impl CallRow {
    /// All calls, in the order in which they are made.
    pub(crate) fn all() -> &'static [CallRow] {
        &ROWS
    }
}
