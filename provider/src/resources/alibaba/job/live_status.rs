//! What the last refresh saw of a job, and why the job has its status, as DTS says.

use alibaba::dts::JobSummary;

pub(in crate::resources) use crate::resources::shared::live_status::{Seen, forget, record, seen};

/// Why a job has its status, as DTS says: of the job, or of the phase that failed. Empty if DTS gives no reason.
pub(crate) fn reason_of(job: &JobSummary) -> &str {
    let of_phases = [
        &job.error_message,
        &job.data_synchronization_status.error_message,
        &job.data_initialization_status.error_message,
        &job.structure_initialization_status.error_message,
    ];
    of_phases.into_iter().find(|message| !message.is_empty()).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{JobSummary, SyncPhase};

    use super::*;

    #[test]
    fn the_reason_is_that_of_the_job_or_of_the_phase_that_failed() {
        let mut job = JobSummary {
            data_synchronization_status: SyncPhase { error_message: "disk full".into(), ..SyncPhase::default() },
            ..JobSummary::default()
        };
        assert_eq!(reason_of(&job), "disk full");
        job.error_message = "connection lost".into();
        assert_eq!(reason_of(&job), "connection lost");
        assert_eq!(reason_of(&JobSummary::default()), "");
    }
}
