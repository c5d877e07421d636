//! What a status means.

use tencent::dts::{JobStatus, MigrationDetail, TradeInfo, TradeStatus};

use crate::resources::shared::Stage;

/// How far a job of this status has come.
pub(in crate::resources) fn stage_of(status: &JobStatus) -> Stage {
    match status {
        JobStatus::Absent => Stage::Unknown,
        JobStatus::Creating | JobStatus::Created => Stage::NotStarted,
        JobStatus::Checking => Stage::Checking,
        JobStatus::CheckPass => Stage::Ready,
        JobStatus::CheckNotPass => Stage::CheckFailed,
        _ => Stage::Started,
    }
}

/// Whether a job of this status migrates data, or will do so without a further call. A status that is not documented may.
pub(in crate::resources) fn moves_data(status: &JobStatus) -> bool {
    match status {
        JobStatus::ReadyRun
        | JobStatus::Running
        | JobStatus::ReadyComplete
        | JobStatus::Resuming
        | JobStatus::Pausing
        | JobStatus::Completing
        | JobStatus::Unknown => true,
        // DTS may show the trade status of an isolated job as its status.
        JobStatus::Other(word) => !matches!(word.as_str(), "isolated" | "isolating" | "offlined" | "offlining"),
        _ => false,
    }
}

/// Delay of the changes in seconds; none while there is no delay to measure, for which DTS returns -1.
pub(crate) fn delay_seconds(job: &MigrationDetail) -> Option<i64> {
    measured(&job.status, job.step_info.seconds_behind_master)
}

/// Delay of the changes in megabytes; none as for [`delay_seconds`].
pub(in crate::resources) fn delay_megabytes(job: &MigrationDetail) -> Option<i64> {
    measured(&job.status, job.step_info.master_slave_distance)
}

fn measured(status: &JobStatus, delay: Option<i64>) -> Option<i64> {
    let follows = matches!(status, JobStatus::Running | JobStatus::ReadyComplete);
    delay.filter(|delay| *delay >= 0 && follows)
}

/// Whether the job was destroyed. DTS may still return it.
pub(crate) fn is_gone(trade: &TradeInfo) -> bool {
    matches!(trade.trade_status, TradeStatus::Offlining | TradeStatus::Offlined)
}

/// Whether the job is isolated: it does nothing until it is recovered or destroyed.
pub(in crate::resources) fn is_isolated(job: &MigrationDetail) -> bool {
    matches!(job.trade_info.trade_status, TradeStatus::Isolating | TradeStatus::Isolated)
}

/// Why a job has its status, as DTS says. Empty if DTS gives no reason.
pub(crate) fn reason_of(job: &MigrationDetail) -> String {
    let mut parts: Vec<&str> = vec![job.message.as_str()];
    for error in &job.error_info {
        parts.extend([error.error_log.as_str(), error.solution.as_str(), error.help_doc.as_str()]);
    }
    let mut shown: Vec<&str> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !shown.contains(&part) {
            shown.push(part);
        }
    }
    shown.join(" / ")
}

#[cfg(test)]
mod tests {
    use tencent::dts::JobError;

    use super::*;

    #[test]
    fn a_status_that_is_not_documented_may_move_data() {
        for moving in [JobStatus::Running, JobStatus::ReadyComplete, JobStatus::ReadyRun, JobStatus::of("somethingNew")]
        {
            assert!(moves_data(&moving), "{moving}");
        }
        for still in [JobStatus::CheckPass, JobStatus::ManualPaused, JobStatus::Canceled, JobStatus::of("isolated")] {
            assert!(!moves_data(&still), "{still}");
        }
    }

    #[test]
    fn a_destroyed_job_is_gone_and_an_isolated_one_is_not() {
        let job = |trade_status| MigrationDetail {
            trade_info: TradeInfo { trade_status, ..TradeInfo::default() },
            ..MigrationDetail::default()
        };
        assert!(is_gone(&job(TradeStatus::Offlined).trade_info) && !is_gone(&job(TradeStatus::Isolated).trade_info));
        assert!(is_isolated(&job(TradeStatus::Isolated)) && !is_isolated(&job(TradeStatus::Normal)));
    }

    #[test]
    fn the_reason_has_each_text_once() {
        let error = JobError { error_log: "disk full".into(), solution: "free space".into(), ..JobError::default() };
        let job =
            MigrationDetail { message: "disk full".into(), error_info: vec![error], ..MigrationDetail::default() };
        assert_eq!(reason_of(&job), "disk full / free space");
    }
}
