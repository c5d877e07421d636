//! The kinds of DTS jobs, and what differs between them. A further kind (synchronization) is one more value here, and not a condition
//! elsewhere.

use std::ops::Deref;

use alibaba::{Error, dts::JobStatus};

/// The kind of the job that a model describes: a field of the model that is not in its schema. Default: migration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind(pub(crate) &'static JobKind);

impl Default for Kind {
    fn default() -> Self {
        Self(&MIGRATION)
    }
}

impl Deref for Kind {
    type Target = JobKind;

    fn deref(&self) -> &JobKind {
        self.0
    }
}

/// One kind of DTS job.
#[derive(Debug)]
pub(crate) struct JobKind {
    /// The API value of the kind, in `JobType` and `DtsJobType`.
    pub(crate) job_type: &'static str,
    /// The words for the kind in answers.
    pub(super) answered_types: &'static [&'static str],
    /// What a job of this kind does, in messages: `migration`.
    pub(crate) noun: &'static str,
    /// The same at the beginning of a sentence: `Migration`.
    pub(crate) title: &'static str,
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

impl JobKind {
    /// Rejects a job of another kind: no call may change it. An answer without a type is accepted.
    ///
    /// # Errors
    /// The job is of another kind.
    pub(super) fn must_be_own(&self, job_id: &str, answered: &str) -> Result<(), Error> {
        if answered.is_empty() || self.answered_types.iter().any(|own| own.eq_ignore_ascii_case(answered)) {
            return Ok(());
        }
        let (noun, other) = (self.noun, noun_of_type(answered));
        Err(Error::OtherKind(format!(
            "DTS job {job_id} is a {other} job (JobType {answered:?}), and not a {noun} job. {task} and {instance} manage only \
             {noun} jobs. Write the ID of a {noun} task",
            task = self.task,
            instance = self.instance,
        )))
    }
}

/// What a job of another type does.
fn noun_of_type(answered: &str) -> &str {
    match answered.to_ascii_lowercase().as_str() {
        "online" | "migration" => "migration",
        "sync" | "subsync" => "synchronization",
        "subscribe" => "change tracking",
        _ => "different",
    }
}

/// Data migration.
pub(crate) static MIGRATION: JobKind = JobKind {
    job_type: "MIGRATION",
    answered_types: &["online", "MIGRATION"],
    noun: "migration",
    title: "Migration",
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
