//! The kinds of DTS jobs, and what differs between them. A further kind (synchronization) is one more value here, and not a condition
//! elsewhere.

use alibaba::dts::JobStatus;

/// One kind of DTS job.
#[derive(Debug)]
pub(crate) struct JobKind {
    /// The API value of the kind, in `JobType` and `DtsJobType`.
    pub(crate) job_type: &'static str,
    /// What a job of this kind does, in messages: `migration`.
    pub(crate) noun: &'static str,
    /// The resource type that configures a job.
    pub(crate) task: &'static str,
    /// The resource type that buys and runs the instance of a job.
    pub(crate) instance: &'static str,
    /// Statuses before a job has started. Data has not moved.
    pub(super) not_started: &'static [JobStatus],
    /// Statuses of a job that runs as it should.
    pub(super) running: &'static [JobStatus],
    /// Statuses of a job that has started and moves no data.
    pub(super) at_rest: &'static [JobStatus],
    /// Statuses of a job that failed, or that DTS stopped.
    pub(super) failed: &'static [JobStatus],
    /// Statuses that DTS itself changes to another one soon. A job of such a status takes no change.
    pub(super) transient: &'static [JobStatus],
    /// Statuses from which `StartDtsJob` starts or resumes a job.
    pub(super) startable: &'static [JobStatus],
}

/// Data migration.
pub(crate) static MIGRATION: JobKind = JobKind {
    job_type: "MIGRATION",
    noun: "migration",
    task: "dts_migration_task",
    instance: "dts_migration_instance",
    not_started: &[
        JobStatus::Absent,
        JobStatus::NotConfigured,
        JobStatus::NotStarted,
        JobStatus::Prechecking,
        JobStatus::PrecheckFailed,
        JobStatus::PreCheckPass,
    ],
    running: &[JobStatus::Migrating, JobStatus::Retrying],
    at_rest: &[JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::Finished, JobStatus::Locked],
    failed: &[JobStatus::PrecheckFailed, JobStatus::MigrationFailed, JobStatus::Locked],
    transient: &[JobStatus::Prechecking, JobStatus::Upgrade, JobStatus::Downgrade],
    startable: &[
        JobStatus::Suspending,
        JobStatus::MigrationFailed,
        JobStatus::NotStarted,
        JobStatus::PreCheckPass,
        JobStatus::PrecheckFailed,
    ],
};
