//! The progress of the phases of a job.

use serde_json::{Map, Value, json};

use crate::alibaba::dts::job::{ItemState, Job, Status};
use crate::core::time::to_milliseconds;
use crate::jobs::{Moment, Phase};
use crate::rehearsal::Figures;

use super::rows::Rows;
use super::verification::verification_status;

/// The delay of a job that has not caught up, in milliseconds.
pub(crate) const BEHIND_MS: i64 = 30_000;

/// The state of a phase, as its status object names it.
pub(crate) fn phase_state(job: &Job, phase: Phase) -> &'static str {
    let Some(now) = job.machine.phase() else { return "NotStarted" };
    let incremental = phase >= Phase::Incremental;
    let over = now > phase && !incremental;
    match job.status() {
        _ if over => "Finished",
        _ if now < phase => "NotStarted",
        Status::Finished => "Finished",
        status if status.is_failed() => "Failed",
        Status::Suspending if incremental => "Suspending",
        _ if now == Phase::CaughtUp => "Catched",
        _ => "Migrating",
    }
}

/// Percent of a phase.
pub(crate) fn percent(job: &Job, phase: Phase, moment: Moment<'_>) -> u32 {
    match phase_state(job, phase) {
        "Finished" | "Catched" => 100,
        "NotStarted" => 0,
        // Whatever a job does that has no delay any more, the phase is complete.
        _ if job.machine.caught_up() => 100,
        _ => job.figures.as_ref().map_or_else(|| job.machine.percent(moment), |figures| done(figures, phase)),
    }
}

/// What an engine has done of a phase: only the copy has a share.
fn done(figures: &Figures, phase: Phase) -> u32 {
    if phase == Phase::Full { figures.percent } else { 0 }
}

/// Rows and megabytes per second, as the list shows them.
pub(crate) fn rates(job: &Job) -> [String; 2] {
    let figures = job.figures.as_ref();
    let rows = figures.map_or(0.0, |figures| figures.rows_per_second);
    let megabytes = figures.map_or(0.0, |figures| figures.bytes_per_second / 1_048_576.0);
    [format!("{rows:.2}"), format!("{megabytes:.2}")]
}

/// The status objects of the list: the precheck and the phases of the job.
pub(crate) fn status_objects(job: &Job, moment: Moment<'_>, rows: &Rows) -> Map<String, Value> {
    let mut objects = Map::new();
    objects.insert("PrecheckStatus".to_owned(), precheck_status(job));
    let tables = rows.tables.len() as u64;
    // A synchronization has the first phases only until the incremental phase begins.
    let initial = !job.is_synchronization() || job.machine.phase() < Some(Phase::Incremental);
    if job.modes.schema && initial {
        let percent = percent(job, Phase::Schema, moment);
        let done = tables * u64::from(percent) / 100;
        objects
            .insert("StructureInitializationStatus".to_owned(), status(job, Phase::Schema, percent, done.to_string()));
    }
    if job.modes.full && initial {
        let percent = percent(job, Phase::Full, moment);
        let done = rows.copied(percent);
        objects.insert("DataInitializationStatus".to_owned(), status(job, Phase::Full, percent, done.to_string()));
    }
    if job.modes.incremental {
        objects.insert("DataSynchronizationStatus".to_owned(), synchronization_status(job, moment));
    }
    objects.extend(verification_status(job, moment, rows));
    objects
}

/// The status object at the top of the answer of DescribeDtsJobDetail.
pub(crate) fn synchronization_status(job: &Job, moment: Moment<'_>) -> Value {
    let megabytes = job.figures.as_ref().map_or(0.0, |figures| figures.bytes_per_second / 1_048_576.0);
    let progress = format!("{}RPS/({megabytes:.3}MB/s)", rates(job)[0]);
    let mut object = status(job, Phase::Incremental, percent(job, Phase::Incremental, moment), progress);
    object["NeedUpgrade"] = json!(false);
    object
}

fn status(job: &Job, phase: Phase, percent: u32, progress: String) -> Value {
    let state = phase_state(job, phase);
    let error = if state == "Failed" { job.error_message.as_str() } else { "" };
    json!({"Status": state, "Percent": percent.to_string(), "Progress": progress, "ErrorMessage": error})
}

fn precheck_status(job: &Job) -> Value {
    let checking = job.status() == Status::Prechecking;
    let failed = job.precheck.items.iter().any(|item| item.state == ItemState::Failed);
    let (state, percent) = match (job.precheck.id.is_empty(), checking, failed) {
        (true, ..) => ("NotStarted", "0"),
        (_, true, _) => ("Checking", "50"),
        (.., true) => ("Failed", "100"),
        _ => ("Finished", "100"),
    };
    let shown = if checking { &[][..] } else { &job.precheck.items };
    let detail = shown.iter().map(|item| {
        let failed = item.state == ItemState::Failed;
        let mut row = json!({
            "CheckItem": item.code,
            "CheckItemDescription": format!("{}_DETAIL", item.code),
            "CheckResult": if failed { "Failed" } else { "Success" },
        });
        if failed {
            let [_, reason, repair] = item.texts();
            row["FailedReason"] = json!(reason);
            row["RepairMethod"] = json!(repair);
        }
        row
    });
    let detail: Vec<Value> = detail.collect();
    json!({"Status": state, "Percent": percent, "ErrorMessage": "", "Detail": detail})
}

/// The delay in milliseconds; -1 before incremental migration.
pub(crate) fn delay(job: &Job) -> i64 {
    let measured = job.figures.as_ref().and_then(|figures| figures.delay_ms);
    match job.machine.phase() {
        Some(Phase::Incremental | Phase::CaughtUp) if measured.is_some() => measured.unwrap_or_default(),
        Some(Phase::CaughtUp) => 0,
        // An engine that does not follow the changes yet knows no delay.
        Some(Phase::Incremental) if !job.rehearsed => BEHIND_MS,
        _ => -1,
    }
}

/// `JobProgress` of a phase: one entry per table.
pub(crate) fn phase_items(job: &Job, phase: Phase, moment: Moment<'_>, rows: &Rows) -> Vec<Value> {
    let state = match phase_state(job, phase) {
        "Finished" | "Catched" => "Success",
        "Suspending" => "Migrating",
        other => other,
    };
    let share = u64::from(percent(job, phase, moment));
    let counts = |position: usize| match (phase, rows.counted.as_ref().and_then(|counted| counted.get(position))) {
        (Phase::Full, Some(counts)) => *counts,
        (Phase::Full, None) => [rows.each * share / 100, rows.each],
        _ => [share / 100, 1],
    };
    let time = |at: Option<jiff::Timestamp>| at.map(to_milliseconds).unwrap_or_default();
    let (begin, end) = (time(job.machine.begin_of(phase)), time(job.machine.end_of(phase)));
    let item = |(position, [from_database, from, to_database, to]): (usize, [String; 4])| {
        json!({
            "Id": format!("{}{position:04}", job.id),
            "JobId": job.id,
            "OrderNum": position + 1,
            "Item": "TABLE",
            "Names": from,
            "TargetNames": to,
            "SourceSchema": from_database,
            "DestSchema": to_database,
            "State": state,
            "CanSkip": false,
            "Skip": false,
            "IgnoreFlag": "N",
            "ErrMsg": "",
            "ErrDetail": "",
            "RepairMethod": "",
            "Sub": "[]",
            "BootTime": begin,
            "FinishTime": end,
            "Current": counts(position)[0].to_string(),
            "Total": counts(position)[1],
            "DelaySeconds": 0,
            "DiffRow": 0,
            "Logs": [],
        })
    };
    rows.tables.iter().cloned().enumerate().map(item).collect()
}
