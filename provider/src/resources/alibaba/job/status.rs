//! What the fields of a job mean.

use alibaba::dts::{JobStatus, JobSummary};

/// Whether a job has been bought.
///
/// How DTS shows that is not documented: a job that was configured first has an instance id from the beginning. So every
/// signal is read, and one is enough: a payment type, a class, or a status only a bought job can have.
pub(in crate::resources) fn is_purchased(pay_type: &str, class: &str, status: &JobStatus) -> bool {
    !pay_type.is_empty() || !class.is_empty() || started(status)
}

/// Whether data may have moved.
pub(in crate::resources) fn started(status: &JobStatus) -> bool {
    // A status nobody knows yet counts as started: better a guard too many.
    !matches!(
        status,
        JobStatus::Absent
            | JobStatus::NotConfigured
            | JobStatus::NotStarted
            | JobStatus::Prechecking
            | JobStatus::PrecheckFailed
            | JobStatus::PreCheckPass
    )
}

/// What is in the way of stopping or releasing a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resources) enum Moving {
    /// Nothing.
    No,
    /// Schema or full data.
    InitialData,
    /// Changes, as long as it runs.
    Changes,
}

/// Whether a job of this status moves data, or may: it has started, and is not at rest.
pub(in crate::resources) fn runs(status: &JobStatus) -> bool {
    let at_rest =
        matches!(status, JobStatus::Suspending | JobStatus::MigrationFailed | JobStatus::Finished | JobStatus::Locked);
    started(status) && !at_rest
}

/// Whether data moves, and which.
pub(in crate::resources) fn moving(job: &JobSummary) -> Moving {
    let running = runs(&job.status);
    let initial = [&job.structure_initialization_status, &job.data_initialization_status];
    let initial_done = initial.iter().all(|phase| phase.status.is_empty() || phase.status == "Finished");
    match (running, job.migration_mode.data_synchronization && initial_done) {
        (false, _) => Moving::No,
        (true, true) => Moving::Changes,
        (true, false) => Moving::InitialData,
    }
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{ListedMode, Phase};

    use super::*;

    #[test]
    fn one_signal_of_a_purchase_is_enough() {
        assert!(!is_purchased("", "", &JobStatus::PreCheckPass));
        assert!(is_purchased("PostPaid", "", &JobStatus::PreCheckPass));
        assert!(is_purchased("", "medium", &JobStatus::PreCheckPass));
        assert!(is_purchased("", "", &JobStatus::Migrating));
        assert!(started(&JobStatus::of("SomethingNew")), "unknown statuses are guarded");
    }

    #[test]
    fn a_running_job_moves_data_until_it_is_paused() {
        let phase = |status: &str| Phase { status: status.into(), ..Phase::default() };
        let mut job = JobSummary {
            status: JobStatus::Migrating,
            migration_mode: ListedMode { data_synchronization: true, ..ListedMode::default() },
            structure_initialization_status: phase("Finished"),
            data_initialization_status: phase("Migrating"),
            ..JobSummary::default()
        };
        assert_eq!(moving(&job), Moving::InitialData);
        job.data_initialization_status = phase("Finished");
        assert_eq!(moving(&job), Moving::Changes);
        job.status = JobStatus::Suspending;
        assert_eq!(moving(&job), Moving::No);
    }
}
