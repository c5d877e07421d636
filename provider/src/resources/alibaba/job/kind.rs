//! The kinds of DTS jobs, and what differs between them. A further kind (synchronization) is one more value here, and not a condition
//! elsewhere.

use std::ops::Deref;

use alibaba::{Error, dts::JobStatus};

use crate::facts::alibaba::{class_words, synchronization_classes};

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
    /// All documented statuses.
    pub(crate) statuses: &'static [JobStatus],
    /// The classes of an instance, the lowest one first.
    pub(crate) classes: fn() -> &'static [&'static str],
    /// What a create of an instance waits for by default: a value of `wait_for`.
    pub(crate) wait_for: &'static str,
    /// Keys of `Reserve` that every job of this kind is configured with.
    pub(crate) reserve: &'static [(&'static str, &'static str)],
    /// `SynchronizationDirection` of every call about a job of a two-way synchronization.
    pub(super) direction: Option<&'static str>,
    /// `SyncArchitecture` of the purchase.
    pub(crate) architecture: Option<&'static str>,
    /// `JobCode` of the limits of the incremental phase in `ModifyDynamicConfig`.
    pub(crate) incremental_code: &'static str,
    /// How many milliseconds the unit of `Delay` in a list has. In the detail of a job, it is a millisecond.
    pub(super) listed_delay_ms: i64,
    /// Whether DTS changes the objects of a started job.
    pub(crate) changes_objects: bool,
    /// Whether the initial phases can be combined freely.
    pub(crate) has_free_phases: bool,
    /// Whether DTS returns no status of the initial phases once they are complete.
    pub(crate) drops_initial_phases: bool,
}

impl JobKind {
    /// `SynchronizationDirection` of a call about a job of this kind.
    pub(crate) fn direction(&self) -> Option<String> {
        self.direction.map(str::to_owned)
    }

    /// `SyncArchitecture` of the purchase for a job with these settings (`Reserved`).
    pub(crate) fn architecture_of(&self, reserved: &str) -> Option<String> {
        let configured = serde_json::from_str::<serde_json::Value>(reserved).unwrap_or_default();
        let configured = configured["syncArchitecture"].as_str().map(str::to_owned);
        self.architecture.and_then(|one_way| configured.or_else(|| Some(one_way.to_owned())))
    }

    /// Whether the job is one of the two of a two-way synchronization.
    pub(crate) fn has_directions(&self) -> bool {
        self.direction.is_some()
    }

    /// Whether the job is the reverse one of a two-way synchronization.
    pub(crate) fn is_reverse(&self) -> bool {
        self.direction == Some("Reverse")
    }

    /// Rejects a reverse job where a forward job or one without directions is expected: the directions can be exchanged, and a call that
    /// names no direction may be about the job that it names.
    ///
    /// # Errors
    /// The job is the reverse job of its instance.
    pub(super) fn must_be_its_direction(&self, job_id: &str, answered: &str) -> Result<(), Error> {
        if self.is_reverse() || !answered.eq_ignore_ascii_case("Reverse") {
            return Ok(());
        }
        Err(Error::OtherKind(format!(
            "DTS job {job_id} is the reverse job of a two-way synchronization. {} and {} are about the forward job of an instance, and have \
             its ID",
            self.task, self.instance
        )))
    }

    /// Rejects a job of another kind: no call may change it. An answer without a type is accepted.
    ///
    /// # Errors
    /// The job is of another kind.
    pub(in crate::resources) fn must_be_own(&self, job_id: &str, answered: &str) -> Result<(), Error> {
        if answered.is_empty() || self.answered_types.iter().any(|own| own.eq_ignore_ascii_case(answered)) {
            return Ok(());
        }
        let (noun, other) = (self.noun, noun_of_type(answered));
        Err(Error::OtherKind(format!(
            "DTS job {job_id} is a {other} job (JobType {answered:?}), and not a {noun} job. {task} and {instance} manage only \
             {noun} jobs. {own}Write the ID of a {noun} task",
            task = self.task,
            instance = self.instance,
            own = resources_of_type(answered),
        )))
    }
}

/// The kind of a job, by the type in its answer. An answer without a type is accepted.
///
/// # Errors
/// No resource manages jobs of this type.
pub(crate) fn kind_of(job_id: &str, answered: &str) -> Result<&'static JobKind, Error> {
    if answered.is_empty() {
        return Ok(&MIGRATION);
    }
    let is_own = |kind: &&&JobKind| kind.answered_types.iter().any(|own| own.eq_ignore_ascii_case(answered));
    [&MIGRATION, &SYNCHRONIZATION].iter().find(is_own).copied().ok_or_else(|| {
        Error::OtherKind(format!(
            "DTS job {job_id} is a {} job (JobType {answered:?}). Only migration and synchronization jobs can be changed. Write the ID of \
             one of these",
            noun_of_type(answered)
        ))
    })
}

/// The resources that manage a job of another type.
fn resources_of_type(answered: &str) -> String {
    let is_of = |kind: &&&JobKind| kind.answered_types.iter().any(|own| own.eq_ignore_ascii_case(answered));
    let kind = [&MIGRATION, &SYNCHRONIZATION].iter().find(is_of).copied();
    kind.map(|kind| format!("Use {} and {} for {} jobs. ", kind.task, kind.instance, kind.noun)).unwrap_or_default()
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

/// Statuses of every kind before a job has started.
const NOT_STARTED: &[JobStatus] = &[
    JobStatus::Absent,
    JobStatus::NotConfigured,
    JobStatus::NotStarted,
    JobStatus::Prechecking,
    JobStatus::PrecheckFailed,
    JobStatus::PreCheckPass,
];

/// Data migration.
pub(crate) static MIGRATION: JobKind = JobKind {
    job_type: "MIGRATION",
    answered_types: &["online", "MIGRATION"],
    noun: "migration",
    title: "Migration",
    task: "dts_migration_task",
    instance: "dts_migration_instance",
    not_started: NOT_STARTED,
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
    statuses: &JobStatus::MIGRATION,
    classes: class_words,
    wait_for: "running",
    reserve: &[],
    direction: None,
    architecture: None,
    incremental_code: "04",
    listed_delay_ms: 1,
    changes_objects: false,
    has_free_phases: false,
    drops_initial_phases: false,
};

/// What every synchronization has; of one with a single direction.
const ONE_WAY: JobKind = JobKind {
    job_type: "SYNC",
    answered_types: &["sync", "SYNC"],
    noun: "synchronization",
    title: "Synchronization",
    task: "dts_synchronization_task",
    instance: "dts_synchronization_instance",
    not_started: NOT_STARTED,
    running: &[JobStatus::Initializing, JobStatus::Synchronizing, JobStatus::Retrying],
    at_rest: &[
        JobStatus::Suspending,
        JobStatus::InitializeFailed,
        JobStatus::Failed,
        JobStatus::Finished,
        JobStatus::Locked,
    ],
    failed: &[JobStatus::PrecheckFailed, JobStatus::InitializeFailed, JobStatus::Failed, JobStatus::Locked],
    transient: &[JobStatus::Prechecking, JobStatus::Modifying, JobStatus::Upgrade, JobStatus::Downgrade],
    startable: &[
        JobStatus::Suspending,
        JobStatus::InitializeFailed,
        JobStatus::Failed,
        JobStatus::NotStarted,
        JobStatus::PreCheckPass,
        JobStatus::PrecheckFailed,
    ],
    statuses: &JobStatus::SYNCHRONIZATION,
    classes: synchronization_classes,
    wait_for: "synchronizing",
    reserve: &[("syncArchitecture", "oneway")],
    direction: None,
    architecture: Some("oneway"),
    incremental_code: "07",
    listed_delay_ms: 1000,
    changes_objects: true,
    has_free_phases: true,
    drops_initial_phases: true,
};

/// One-way data synchronization.
pub(crate) static SYNCHRONIZATION: JobKind = ONE_WAY;

/// The forward job of a two-way synchronization.
pub(crate) static FORWARD: JobKind = JobKind {
    reserve: &[("syncArchitecture", "bidirectional")],
    direction: Some("Forward"),
    architecture: Some("bidirectional"),
    ..ONE_WAY
};

/// The reverse job of a two-way synchronization. It has no ID before the purchase.
pub(crate) static REVERSE: JobKind = JobKind {
    noun: "reverse synchronization",
    title: "Reverse synchronization",
    reserve: &[("syncArchitecture", "bidirectional"), ("autoStartModulesAfterConfig", "none")],
    direction: Some("Reverse"),
    architecture: Some("bidirectional"),
    ..ONE_WAY
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_of_another_kind_is_rejected_and_its_resources_are_named() {
        assert!(SYNCHRONIZATION.must_be_own("job1", "sync").is_ok() && MIGRATION.must_be_own("job1", "online").is_ok());
        let text = |kind: &JobKind, answered: &str| kind.must_be_own("job1", answered).unwrap_err().to_string();
        let of_migration = text(&SYNCHRONIZATION, "online");
        assert!(of_migration.contains("Use dts_migration_task and dts_migration_instance"), "{of_migration}");
        let of_synchronization = text(&MIGRATION, "SYNC");
        assert!(of_synchronization.contains("Use dts_synchronization_task"), "{of_synchronization}");
        assert!(!text(&MIGRATION, "SUBSCRIBE").contains("Use dts_"), "no resource manages it");
    }

    #[test]
    fn a_reverse_job_is_no_forward_job() {
        for (kind, answered, is_own) in [
            (&REVERSE, "Reverse", true),
            (&FORWARD, "Forward", true),
            (&FORWARD, "Reverse", false),
            (&SYNCHRONIZATION, "reverse", false),
            (&SYNCHRONIZATION, "", true),
        ] {
            assert_eq!(kind.must_be_its_direction("job1", answered).is_ok(), is_own, "{} {answered}", kind.noun);
        }
    }

    #[test]
    fn the_type_in_an_answer_is_the_kind_of_a_job() {
        for (answered, job_type) in [("sync", "SYNC"), ("SYNC", "SYNC"), ("online", "MIGRATION"), ("", "MIGRATION")] {
            assert_eq!(kind_of("job1", answered).unwrap().job_type, job_type, "{answered}");
        }
        assert!(kind_of("job1", "SUBSCRIBE").unwrap_err().to_string().contains("change tracking job"));
    }

    #[test]
    fn every_status_of_a_synchronization_has_a_meaning() {
        for status in SYNCHRONIZATION.statuses {
            let known = !SYNCHRONIZATION.has_started(status)
                || SYNCHRONIZATION.is_running(status)
                || SYNCHRONIZATION.is_transient(status)
                || !SYNCHRONIZATION.may_move_data(status)
                || *status == JobStatus::ModifyFailed;
            assert!(known, "{status}");
        }
        assert!(
            SYNCHRONIZATION.may_move_data(&JobStatus::ModifyFailed),
            "the synchronization of the other objects continues"
        );
    }
}
