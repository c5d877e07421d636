//! From the status of a job to the desired one.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use alibaba::dts::{JobStatus, JobSummary};
use tokio::time::Instant;

use super::JobKind;

/// The call that brings a job to its desired status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resources) enum Step {
    /// No call.
    None,
    /// StartDtsJob.
    Start,
    /// SuspendDtsJob.
    Suspend,
    /// Wait until the job has caught up, then StopDtsJob.
    Stop,
}

/// The call that brings a job of this status to `running`, `suspended` or `stopped`. A finished job is as good as a running one, because
/// it has done its work. A job that moves no data has nothing to suspend.
pub(in crate::resources) fn step(kind: &JobKind, status: &JobStatus, desired: &str) -> Step {
    match desired {
        _ if *status == JobStatus::Finished => Step::None,
        "stopped" => Step::Stop,
        "suspended" if kind.may_move_data(status) => Step::Suspend,
        "running" if kind.can_start(status) => Step::Start,
        _ => Step::None,
    }
}

/// What a job of this status does, in the words of `desired_status` and two more: `failed` and `not_started`. None while DTS itself
/// changes the status, and for a status that no call of this provider changes.
pub(in crate::resources) fn observed(kind: &JobKind, status: &JobStatus) -> Option<&'static str> {
    match status {
        JobStatus::Finished => Some("stopped"),
        JobStatus::Suspending => Some("suspended"),
        status if kind.is_running(status) => Some("running"),
        status if kind.can_start(status) && kind.has_failed(status) => Some("failed"),
        status if kind.can_start(status) => Some("not_started"),
        _ => None,
    }
}

/// The `desired_status` that a refresh stores: the one that is known, unless the job does something else. `incremental`: the job does not
/// finish without a stop. An imported job has no known one: its configuration can then have the status that is returned.
pub(in crate::resources) fn refreshed_desired_status<'a>(
    kind: &JobKind,
    status: &JobStatus,
    incremental: bool,
    known: Option<&'a str>,
) -> &'a str {
    match (known, observed(kind, status)) {
        // It has ended: no apply starts it again, so a change of desired_status would say what no apply does.
        (Some(known), Some("stopped")) => known,
        (None, Some("stopped")) if !incremental => "running",
        // It moves no data, and that is what `suspended` is for.
        (Some("suspended") | None, Some("failed" | "not_started")) => "suspended",
        (_, Some(observed)) => observed,
        (known, None) => known.unwrap_or("running"),
    }
}

/// DTS answers a start before the status changes: for this time, the previous status does not count as that of the new run.
const GRACE: Duration = Duration::from_secs(30);

/// A change of status that was requested, and the status before it.
#[derive(Debug)]
pub(in crate::resources) struct StatusChange {
    from: JobStatus,
    requested: Instant,
    /// Whether a poll returned another status since then. After that, the previous status is a new one.
    has_left: AtomicBool,
}

impl StatusChange {
    /// A change that was requested just now.
    pub(in crate::resources) fn requested_now(from: JobStatus) -> Self {
        Self { from, requested: Instant::now(), has_left: AtomicBool::new(false) }
    }

    /// No change was requested: the present status counts.
    pub(in crate::resources) fn none() -> Self {
        Self { has_left: AtomicBool::new(true), ..Self::requested_now(JobStatus::Absent) }
    }

    /// Whether the job failed since then.
    pub(in crate::resources) fn has_failed(&self, kind: &JobKind, job: &JobSummary) -> bool {
        if job.status != self.from {
            self.has_left.store(true, Ordering::Relaxed);
        }
        kind.has_failed(&job.status) && (self.has_left.load(Ordering::Relaxed) || self.requested.elapsed() > GRACE)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::MIGRATION, *};

    fn migration(status: JobStatus, desired: &str) -> Step {
        step(&MIGRATION, &status, desired)
    }

    #[test]
    fn each_desired_status_has_its_step() {
        assert_eq!(migration(JobStatus::Migrating, "running"), Step::None);
        assert_eq!(migration(JobStatus::Suspending, "running"), Step::Start);
        assert_eq!(migration(JobStatus::MigrationFailed, "running"), Step::Start);
        assert_eq!(migration(JobStatus::Finished, "running"), Step::None);
        assert_eq!(migration(JobStatus::Migrating, "suspended"), Step::Suspend);
        assert_eq!(migration(JobStatus::Suspending, "stopped"), Step::Stop);
        assert_eq!(migration(JobStatus::Finished, "stopped"), Step::None);
        assert_eq!(migration(JobStatus::Locked, "running"), Step::None);
        for at_rest in [JobStatus::Suspending, JobStatus::MigrationFailed, JobStatus::PrecheckFailed, JobStatus::Locked]
        {
            assert_eq!(migration(at_rest.clone(), "suspended"), Step::None, "{at_rest}");
        }
        assert_eq!(migration(JobStatus::of("SomethingNew"), "running"), Step::None);
    }

    #[test]
    fn a_refresh_stores_what_the_job_does() {
        let refreshed = |status: &str, known| refreshed_desired_status(&MIGRATION, &JobStatus::of(status), true, known);
        for (status, known, stored) in [
            ("Suspending", "running", "suspended"),
            ("MigrationFailed", "running", "failed"),
            ("PrecheckFailed", "running", "failed"),
            ("NotStarted", "running", "not_started"),
            ("Migrating", "suspended", "running"),
            ("Retrying", "failed", "running"),
        ] {
            assert_eq!(refreshed(status, Some(known)), stored, "{status}");
        }
        for (status, known) in [
            ("Migrating", "running"),
            ("Retrying", "running"),
            ("Prechecking", "running"),
            ("Upgrade", "suspended"),
            ("Locked", "running"),
            ("SomethingNew", "suspended"),
            ("MigrationFailed", "suspended"),
            ("Finished", "stopped"),
            ("Finished", "running"),
            ("Finished", "suspended"),
        ] {
            assert_eq!(refreshed(status, Some(known)), known, "{status} is no deviation");
        }
    }

    /// A configuration that is generated from an import must be accepted.
    #[test]
    fn an_imported_job_has_a_value_that_a_configuration_can_have() {
        for (status, imported) in [
            ("Migrating", "running"),
            ("Prechecking", "running"),
            ("Suspending", "suspended"),
            ("MigrationFailed", "suspended"),
            ("NotStarted", "suspended"),
            ("Finished", "stopped"),
        ] {
            assert_eq!(refreshed_desired_status(&MIGRATION, &JobStatus::of(status), true, None), imported, "{status}");
        }
        let full = refreshed_desired_status(&MIGRATION, &JobStatus::Finished, false, None);
        assert_eq!(full, "running", "it has done its work");
    }

    fn has_failed(change: &StatusChange, status: JobStatus) -> bool {
        change.has_failed(&MIGRATION, &JobSummary { status, ..JobSummary::default() })
    }

    #[test]
    fn an_old_failure_is_not_that_of_a_new_start() {
        let restarted = StatusChange::requested_now(JobStatus::MigrationFailed);
        assert!(!has_failed(&restarted, JobStatus::MigrationFailed));
        assert!(has_failed(&restarted, JobStatus::PrecheckFailed));
        let purchased = StatusChange::requested_now(JobStatus::PreCheckPass);
        assert!(has_failed(&purchased, JobStatus::MigrationFailed));
        assert!(has_failed(&StatusChange::none(), JobStatus::Locked), "no start was requested");
    }

    #[test]
    fn the_same_failure_after_another_status_is_a_new_one() {
        let again = StatusChange::requested_now(JobStatus::PrecheckFailed);
        assert!(!has_failed(&again, JobStatus::PrecheckFailed));
        assert!(!has_failed(&again, JobStatus::Prechecking));
        assert!(has_failed(&again, JobStatus::PrecheckFailed));
    }

    #[test]
    fn an_unknown_status_is_not_a_failure() {
        assert!(!has_failed(&StatusChange::none(), JobStatus::of("SomethingNew")));
    }
}
