//! The progress of data verification.

use serde_json::{Map, Value, json};

use crate::alibaba::dts::job::{Job, Status};
use crate::jobs::{Moment, Phase};

use super::rows::Rows;

/// The status objects of the verifications of a job. Full verification begins when the full phase is over; in a job
/// with an incremental phase it continues until that phase has no delay.
pub(crate) fn verification_status(job: &Job, moment: Moment<'_>, rows: &Rows) -> Map<String, Value> {
    let verification = job.verification();
    let mut objects = Map::new();
    if verification.full {
        let state = full_state(job);
        let percent = percent(job, state, moment);
        let compared = rows.all() * verification.percent / 100 * u64::from(percent) / 100;
        objects.insert("FullDataCheckStatus".to_owned(), status(job, state, percent, compared));
    }
    if verification.incremental {
        let state = incremental_state(job);
        objects.insert("IncDataCheckStatus".to_owned(), status(job, state, percent(job, state, moment), 0));
    }
    objects
}

fn full_state(job: &Job) -> &'static str {
    match job.machine.phase() {
        None | Some(Phase::Schema | Phase::Full) => "NotStarted",
        Some(Phase::CaughtUp) => "Finished",
        Some(Phase::Verification | Phase::Incremental) => going_on(job),
    }
}

fn incremental_state(job: &Job) -> &'static str {
    match (job.machine.phase(), job.status()) {
        (Some(Phase::CaughtUp), Status::Finished) => "Finished",
        (Some(Phase::CaughtUp), status) if status.is_failed() => "Failed",
        (Some(Phase::CaughtUp), _) => "Catched",
        (Some(Phase::Incremental), _) => going_on(job),
        _ => "NotStarted",
    }
}

fn going_on(job: &Job) -> &'static str {
    match job.status() {
        Status::Finished => "Finished",
        status if status.is_failed() => "Failed",
        _ => "Checking",
    }
}

fn percent(job: &Job, state: &str, moment: Moment<'_>) -> u32 {
    match state {
        "Finished" | "Catched" => 100,
        "NotStarted" => 0,
        _ => job.machine.percent(moment),
    }
}

fn status(job: &Job, state: &str, percent: u32, progress: u64) -> Value {
    let error = if state == "Failed" { job.error_message.as_str() } else { "" };
    json!({
        "Status": state, "Percent": percent.to_string(), "Progress": progress.to_string(), "ErrorMessage": error,
    })
}
