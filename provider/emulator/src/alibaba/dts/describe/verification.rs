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
        let counted = job.figures.as_ref().and_then(|figures| figures.compared.as_ref());
        let compared = match counted {
            Some(tables) => tables.iter().map(|table| table.rows).sum(),
            None => rows.all() * verification.percent / 100 * u64::from(percent) / 100,
        };
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
        Some(Phase::CaughtUp) if is_comparing(job) => going_on(job),
        Some(Phase::CaughtUp) => "Finished",
        Some(Phase::Verification | Phase::Incremental) => going_on(job),
    }
}

/// An engine has not compared both sides yet.
fn is_comparing(job: &Job) -> bool {
    job.rehearsed && job.figures.as_ref().is_none_or(|figures| figures.compared.is_none())
}

/// The tables in which an engine has found differences.
fn differences(job: &Job) -> String {
    let compared = job.figures.iter().flat_map(|figures| figures.compared.iter().flatten());
    let different = compared.filter(|table| table.differences > 0);
    let texts: Vec<String> = different
        .map(|table| format!("{}: {} of {} rows differ", table.table, table.differences, table.rows))
        .collect();
    texts.join("; ")
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
    let error = if state == "Failed" { job.error_message.clone() } else { differences(job) };
    json!({
        "Status": state, "Percent": percent.to_string(), "Progress": progress.to_string(), "ErrorMessage": error,
    })
}
