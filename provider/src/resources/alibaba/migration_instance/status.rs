//! Wanted and live status: what has to be done, and whether a wait is over.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use alibaba::dts::{JobStatus, JobSummary};
use tokio::time::Instant;

use super::KIND;
use crate::resources::alibaba::job::DataMovement;

/// What brings the live status to the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    None,
    /// StartDtsJob.
    Start,
    /// SuspendDtsJob.
    Suspend,
    /// Wait until caught up, then StopDtsJob.
    Stop,
}

/// The step from a live status to a wanted one. A finished migration is as good as a running one: it did its work. Where
/// nothing moves there is nothing to suspend.
pub(super) fn step(live: &JobStatus, wanted: &str) -> Step {
    match (wanted, live) {
        (_, JobStatus::Finished) => Step::None,
        ("stopped", _) => Step::Stop,
        ("suspended", live) => {
            if KIND.may_move_data(live) {
                Step::Suspend
            } else {
                Step::None
            }
        }
        (
            _,
            JobStatus::Suspending
            | JobStatus::MigrationFailed
            | JobStatus::NotStarted
            | JobStatus::PreCheckPass
            | JobStatus::PrecheckFailed,
        ) => Step::Start,
        _ => Step::None,
    }
}

/// Whether DTS is on its way to another status by itself, and takes no change until it is there.
pub(super) fn is_passing(status: &JobStatus) -> bool {
    matches!(status, JobStatus::Prechecking | JobStatus::Upgrade | JobStatus::Downgrade)
}

/// Whether incremental migration has no delay to speak of.
pub(super) fn caught_up(job: &JobSummary) -> bool {
    job.data_synchronization_status.status == "Catched"
}

/// Whether a create that waits for `wait_for` is done.
pub(super) fn arrived(job: &JobSummary, wait_for: &str) -> bool {
    match (wait_for, &job.status) {
        (_, JobStatus::Finished) => true,
        ("accepted", _) => true,
        ("caught_up", JobStatus::Migrating) => caught_up(job),
        ("running", JobStatus::Migrating | JobStatus::Retrying) => true,
        _ => false,
    }
}

/// DTS answers a start before the status changes: for this long the old status says nothing of the new run.
const GRACE: Duration = Duration::from_secs(30);

/// A start (or another change of status), and what the job was before.
pub(super) struct Start {
    from: JobStatus,
    at: Instant,
    /// Whether another status was seen since: then the old one is a new one.
    left: AtomicBool,
}

impl Start {
    /// One made now.
    pub(super) fn now(from: JobStatus) -> Self {
        Self { from, at: Instant::now(), left: AtomicBool::new(false) }
    }

    /// None was made: the job is what it is.
    pub(super) fn none() -> Self {
        Self { left: AtomicBool::new(true), ..Self::now(JobStatus::Absent) }
    }

    /// Whether the job failed since.
    pub(super) fn failed(&self, job: &JobSummary) -> bool {
        if job.status != self.from {
            self.left.store(true, Ordering::Relaxed);
        }
        failed(job) && (self.left.load(Ordering::Relaxed) || self.at.elapsed() > GRACE)
    }
}

/// Whether a job has come to an end nobody waited for.
pub(super) fn failed(job: &JobSummary) -> bool {
    matches!(job.status, JobStatus::PrecheckFailed | JobStatus::MigrationFailed | JobStatus::Locked)
}

/// Whether the destination is close enough to stop: initial data there, and changes no older than `max_delay_ms`.
pub(super) fn ready_to_stop(job: &JobSummary, max_delay_ms: i64) -> bool {
    if job.status == JobStatus::Finished {
        return true;
    }
    let delay = job.delay.unwrap_or(-1);
    let follows = job.status == JobStatus::Migrating && KIND.data_movement(job) == DataMovement::Changes;
    follows && (caught_up(job) || delay >= 0) && delay <= max_delay_ms
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{ListedMode, SyncPhase};

    use super::*;

    #[test]
    fn each_wish_has_its_step() {
        assert_eq!(step(&JobStatus::Migrating, "running"), Step::None);
        assert_eq!(step(&JobStatus::Suspending, "running"), Step::Start);
        assert_eq!(step(&JobStatus::MigrationFailed, "running"), Step::Start);
        assert_eq!(step(&JobStatus::Finished, "running"), Step::None);
        assert_eq!(step(&JobStatus::Migrating, "suspended"), Step::Suspend);
        assert_eq!(step(&JobStatus::Suspending, "stopped"), Step::Stop);
        assert_eq!(step(&JobStatus::Finished, "stopped"), Step::None);
        assert_eq!(step(&JobStatus::Locked, "running"), Step::None);
        for at_rest in [JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::PrecheckFailed, JobStatus::Locked]
        {
            assert_eq!(step(&at_rest, "suspended"), Step::None, "{at_rest}");
        }
        assert_eq!(step(&JobStatus::of("SomethingNew"), "running"), Step::None);
    }

    fn job(status: JobStatus, sync: &str, delay: i64) -> JobSummary {
        JobSummary {
            status,
            delay: Some(delay),
            migration_mode: ListedMode { data_synchronization: true, ..ListedMode::default() },
            data_synchronization_status: SyncPhase { status: sync.into(), ..SyncPhase::default() },
            ..JobSummary::default()
        }
    }

    #[test]
    fn a_wait_ends_where_it_should() {
        let migrating = job(JobStatus::Migrating, "NotStarted", -1);
        assert!(arrived(&migrating, "accepted") && arrived(&migrating, "running"));
        assert!(!arrived(&migrating, "caught_up") && !arrived(&migrating, "finished"));
        assert!(arrived(&job(JobStatus::Migrating, "Catched", 0), "caught_up"));
        assert!(arrived(&job(JobStatus::Finished, "", -1), "running"), "finished before anyone saw it run");
        assert!(!arrived(&job(JobStatus::Prechecking, "", -1), "running"));
    }

    #[test]
    fn stopping_waits_for_the_delay() {
        assert!(!ready_to_stop(&job(JobStatus::Migrating, "NotStarted", -1), 5000));
        assert!(!ready_to_stop(&job(JobStatus::Migrating, "Migrating", 9000), 5000));
        assert!(ready_to_stop(&job(JobStatus::Migrating, "Catched", 120), 5000));
        for behind in [JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::Retrying] {
            assert!(!ready_to_stop(&job(behind.clone(), "Catched", 0), 5000), "{behind}: the last delay is an old one");
        }
    }

    #[test]
    fn an_old_failure_is_not_the_end_of_a_new_start() {
        let fresh = Start::now(JobStatus::MigrationFailed);
        assert!(!fresh.failed(&job(JobStatus::MigrationFailed, "", -1)));
        assert!(fresh.failed(&job(JobStatus::PrecheckFailed, "", -1)));
        let bought = Start::now(JobStatus::PreCheckPass);
        assert!(bought.failed(&job(JobStatus::MigrationFailed, "", -1)));
        assert!(Start::none().failed(&job(JobStatus::Locked, "", -1)), "nobody started it");
    }

    #[test]
    fn the_same_failure_again_is_a_new_one() {
        let again = Start::now(JobStatus::PrecheckFailed);
        assert!(!again.failed(&job(JobStatus::PrecheckFailed, "", -1)));
        assert!(!again.failed(&job(JobStatus::Prechecking, "", -1)));
        assert!(again.failed(&job(JobStatus::PrecheckFailed, "", -1)));
    }

    #[test]
    fn a_status_nobody_knows_is_waited_out() {
        let new = job(JobStatus::of("SomethingNew"), "", -1);
        assert!(!arrived(&new, "running") && !failed(&new) && !ready_to_stop(&new, 5000));
    }
}
