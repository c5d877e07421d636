//! What the status and the other fields of a job mean.

use alibaba::dts::{JobStatus, JobSummary};

use super::JobKind;
use crate::resources::shared::Stage;

impl JobKind {
    /// Whether data may have moved. An unknown status counts as started, because a guard too many does no harm.
    pub(in crate::resources) fn has_started(&self, status: &JobStatus) -> bool {
        !self.not_started.contains(status)
    }

    /// Whether a job of this status moves data, or may: it has started and is not at rest.
    pub(in crate::resources) fn may_move_data(&self, status: &JobStatus) -> bool {
        self.has_started(status) && !self.at_rest.contains(status)
    }

    /// Whether a job of this status runs as it should.
    pub(in crate::resources) fn is_running(&self, status: &JobStatus) -> bool {
        self.running.contains(status)
    }

    /// Whether a job failed, or DTS stopped it.
    pub(crate) fn has_failed(&self, status: &JobStatus) -> bool {
        self.failed.contains(status)
    }

    /// Whether DTS itself changes this status to another one soon. Until then the job takes no change.
    pub(in crate::resources) fn is_transient(&self, status: &JobStatus) -> bool {
        self.transient.contains(status)
    }

    /// Whether `StartDtsJob` starts or resumes a job of this status.
    pub(in crate::resources) fn can_start(&self, status: &JobStatus) -> bool {
        self.startable.contains(status)
    }

    /// How far a job of this status has come.
    pub(in crate::resources) fn stage(&self, status: &JobStatus) -> Stage {
        match status {
            JobStatus::Absent => Stage::Unknown,
            JobStatus::Prechecking => Stage::Checking,
            JobStatus::PrecheckFailed => Stage::CheckFailed,
            JobStatus::PreCheckPass => Stage::Ready,
            status if self.has_started(status) => Stage::Started,
            _ => Stage::NotStarted,
        }
    }

    /// Whether a job has been purchased.
    ///
    /// How DTS shows a purchase is not documented: a job that was configured before the purchase has an instance ID from the
    /// beginning. So one of these is enough: a payment type, a class, or a status that only a purchased job can have.
    pub(in crate::resources) fn is_purchased(&self, pay_type: &str, class: &str, status: &JobStatus) -> bool {
        !pay_type.is_empty() || !class.is_empty() || self.has_started(status)
    }

    /// [`JobKind::is_purchased`] of a listed job.
    pub(in crate::resources) fn has_instance(&self, job: &JobSummary) -> bool {
        self.is_purchased(&job.pay_type, &job.dts_job_class, &job.status)
    }

    /// Which data a job moves now.
    pub(in crate::resources) fn data_movement(&self, job: &JobSummary) -> DataMovement {
        let initial = [&job.structure_initialization_status, &job.data_initialization_status];
        let initial_done = initial.iter().all(|phase| phase.status.is_empty() || phase.status == "Finished");
        match (self.may_move_data(&job.status), job.migration_mode.data_synchronization && initial_done) {
            (false, _) => DataMovement::None,
            (true, true) => DataMovement::Changes,
            (true, false) => DataMovement::InitialData,
        }
    }
}

/// The data that a job moves, which a stop or a release would interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resources) enum DataMovement {
    /// None.
    None,
    /// The schema or the existing rows.
    InitialData,
    /// Changes of the source, for as long as the job runs.
    Changes,
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{ListedMode, Phase};

    use super::{super::MIGRATION, *};

    #[test]
    fn one_sign_of_a_purchase_is_enough() {
        let purchased = |pay_type: &str, class: &str, status| MIGRATION.is_purchased(pay_type, class, &status);
        assert!(!purchased("", "", JobStatus::PreCheckPass));
        assert!(purchased("PostPaid", "", JobStatus::PreCheckPass));
        assert!(purchased("", "medium", JobStatus::PreCheckPass));
        assert!(purchased("", "", JobStatus::Migrating));
        assert!(MIGRATION.has_started(&JobStatus::of("SomethingNew")), "unknown statuses are guarded");
    }

    #[test]
    fn a_running_job_moves_data_until_it_is_suspended() {
        let phase = |status: &str| Phase { status: status.into(), ..Phase::default() };
        let mut job = JobSummary {
            status: JobStatus::Migrating,
            migration_mode: ListedMode { data_synchronization: true, ..ListedMode::default() },
            structure_initialization_status: phase("Finished"),
            data_initialization_status: phase("Migrating"),
            ..JobSummary::default()
        };
        assert_eq!(MIGRATION.data_movement(&job), DataMovement::InitialData);
        job.data_initialization_status = phase("Finished");
        assert_eq!(MIGRATION.data_movement(&job), DataMovement::Changes);
        job.status = JobStatus::Suspending;
        assert_eq!(MIGRATION.data_movement(&job), DataMovement::None);
    }

    #[test]
    fn each_status_has_its_stage() {
        let stages = [
            ("", Stage::Unknown),
            ("NotConfigured", Stage::NotStarted),
            ("PrecheckFailed", Stage::CheckFailed),
            ("Prechecking", Stage::Checking),
            ("PreCheckPass", Stage::Ready),
            ("Locked", Stage::Started),
            ("SomethingNew", Stage::Started),
        ];
        for (status, stage) in stages {
            assert_eq!(MIGRATION.stage(&JobStatus::of(status)), stage, "{status:?}");
        }
    }
}
