//! Whether an instance has reached what an operation waits for.

use alibaba::dts::{JobStatus, JobSummary};

use crate::resources::alibaba::job::{DataMovement, JobKind};

/// Whether incremental migration has no considerable delay.
pub(crate) fn is_caught_up(job: &JobSummary) -> bool {
    job.data_synchronization_status.status == "Catched"
}

/// Whether a create that waits for `wait_for` is complete. `caught_up`: see [`is_caught_up`].
pub(super) fn has_reached(kind: &JobKind, status: &JobStatus, caught_up: bool, wait_for: &str) -> bool {
    match wait_for {
        _ if *status == JobStatus::Finished => true,
        "accepted" => true,
        "caught_up" => is_moving(status) && caught_up,
        "running" => kind.is_running(status),
        "initialized" | "synchronizing" => *status == JobStatus::Synchronizing,
        _ => false,
    }
}

/// Whether a job of this status moves data now.
fn is_moving(status: &JobStatus) -> bool {
    matches!(status, JobStatus::Migrating | JobStatus::Synchronizing)
}

/// Whether a cut-over may stop the migration: the initial data is at the destination, and changes are delayed by at most `max_delay_ms`.
pub(super) fn may_cut_over(kind: &JobKind, job: &JobSummary, max_delay_ms: i64) -> bool {
    if job.status == JobStatus::Finished {
        return true;
    }
    let delay = job.delay.unwrap_or(-1);
    let follows = is_moving(&job.status) && kind.data_movement(job) == DataMovement::Changes;
    follows && (is_caught_up(job) || delay >= 0) && delay <= max_delay_ms
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{ListedMode, SyncPhase};

    use super::*;
    use crate::resources::alibaba::job::MIGRATION;

    fn job(status: JobStatus, sync: &str, delay: i64) -> JobSummary {
        JobSummary {
            status,
            delay: Some(delay),
            migration_mode: ListedMode { data_synchronization: true, ..ListedMode::default() },
            data_synchronization_status: SyncPhase { status: sync.into(), ..SyncPhase::default() },
            ..JobSummary::default()
        }
    }

    fn has_reached(job: &JobSummary, wait_for: &str) -> bool {
        super::has_reached(&MIGRATION, &job.status, is_caught_up(job), wait_for)
    }

    #[test]
    fn a_wait_is_over_when_the_instance_has_reached_its_goal() {
        let migrating = job(JobStatus::Migrating, "NotStarted", -1);
        assert!(has_reached(&migrating, "accepted") && has_reached(&migrating, "running"));
        assert!(!has_reached(&migrating, "caught_up") && !has_reached(&migrating, "finished"));
        assert!(has_reached(&job(JobStatus::Migrating, "Catched", 0), "caught_up"));
        assert!(has_reached(&job(JobStatus::Finished, "", -1), "running"), "finished before a poll returned Migrating");
        assert!(!has_reached(&job(JobStatus::Prechecking, "", -1), "running"));
    }

    #[test]
    fn a_cut_over_waits_for_the_delay() {
        assert!(!may_cut_over(&MIGRATION, &job(JobStatus::Migrating, "NotStarted", -1), 5000));
        assert!(!may_cut_over(&MIGRATION, &job(JobStatus::Migrating, "Migrating", 9000), 5000));
        assert!(may_cut_over(&MIGRATION, &job(JobStatus::Migrating, "Catched", 120), 5000));
        for behind in [JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::Retrying] {
            let delayed = job(behind.clone(), "Catched", 0);
            assert!(!may_cut_over(&MIGRATION, &delayed, 5000), "{behind}: the last delay is an old one");
        }
    }

    #[test]
    fn an_unknown_status_is_not_what_an_operation_waits_for() {
        let unknown = job(JobStatus::of("SomethingNew"), "", -1);
        assert!(!has_reached(&unknown, "running") && !may_cut_over(&MIGRATION, &unknown, 5000));
    }
}
