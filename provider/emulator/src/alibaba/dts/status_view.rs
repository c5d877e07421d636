//! What the status page shows of a job. It moves no job and shows no password.

use serde_json::{Value, json};

use crate::core::cloud::{Context, JobRow};
use crate::core::time::to_seconds;
use crate::jobs::{Moment, Phase, Standing, course};
use crate::rehearsal::{Difference, Figures, TableFigures};

use super::Dts;
use super::configuration::Side;
use super::describe::{BEHIND_MS, delay, percent, phase_state};
use super::job::{Item, ItemState, Job};

/// The most tables that are shown of a job.
const MOST_TABLES: usize = 100;

impl Dts {
    /// The rows of all jobs.
    pub(crate) fn job_rows(&self, context: Context<'_>, moment: Moment<'_>) -> Vec<JobRow> {
        let name = |id: &str| context.accounts.get(id).map(|account| account.name.as_str());
        self.jobs.numbered().values().map(|job| row(job, name(&job.account).unwrap_or(&job.account), moment)).collect()
    }

    /// A job with its databases, its progress, and the result of its precheck.
    pub(crate) fn job_page(&self, moment: Moment<'_>, id: &str) -> Option<Value> {
        self.jobs.get(id).map(|job| details(job, moment))
    }
}

fn row(job: &Job, account: &str, moment: Moment<'_>) -> JobRow {
    let delay = delay(job);
    let now = has_phases(job).into_iter().rev().find(|phase| job.machine.phase() >= Some(*phase));
    let shown = json!({
        "id": job.id,
        "name": job.name,
        "account": account,
        "status": job.status_word(),
        "error": job.error_message,
        "direction": job.partner.as_ref().map(|_| job.direction.name()),
        "created": to_seconds(job.created),
        "delay_ms": if delay < 0 { Value::Null } else { json!(delay) },
        "source": address(job, Side::Source),
        "destination": address(job, Side::Destination),
        "phase": now.map(Phase::name),
        "percent": now.map(|phase| percent(job, phase, moment)),
    });
    let standing = Standing::of(job.machine.state(), job.machine.phase());
    JobRow { standing, created: job.created, shown }
}

fn details(job: &Job, moment: Moment<'_>) -> Value {
    json!({
        "id": job.id,
        "instance_id": job.instance_id(),
        "class": job.purchase.as_ref().map(|purchase| &purchase.class),
        "source": end(job, Side::Source),
        "destination": end(job, Side::Destination),
        "phases": phases(job, moment),
        "delays": delays(job, moment),
        "precheck": precheck(job, moment),
        "rehearsal": job.figures.as_ref().filter(|_| job.rehearsed).map(rehearsal),
    })
}

/// Times and delays. The delay of a job without an engine changes only when it has caught up.
fn delays(job: &Job, moment: Moment<'_>) -> Vec<(i64, i64)> {
    if job.rehearsed {
        return Vec::new();
    }
    course(&job.machine, moment, delay(job), BEHIND_MS)
}

fn address(job: &Job, side: Side) -> String {
    let endpoint = job.side(side);
    match (endpoint.field("InstanceID"), endpoint.field("IP"), endpoint.field("Port")) {
        ("", host, "") => host.to_owned(),
        ("", host, port) => format!("{host}:{port}"),
        (instance, ..) => instance.to_owned(),
    }
}

fn end(job: &Job, side: Side) -> Value {
    let endpoint = job.side(side);
    json!({
        "engine": endpoint.engine(),
        "at": address(job, side),
        "region": endpoint.field("Region"),
        "owner": endpoint.field("OwnerID"),
        "role": endpoint.field("Role"),
    })
}

/// The phases that a job has.
fn has_phases(job: &Job) -> Vec<Phase> {
    let modes = job.modes;
    let has = [
        (Phase::Schema, modes.schema),
        (Phase::Full, modes.full),
        (Phase::Verification, job.verification().full && !modes.incremental),
        (Phase::Incremental, modes.incremental),
    ];
    has.into_iter().filter(|(_, has)| *has).map(|(phase, _)| phase).collect()
}

fn phases(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let row = |phase: Phase| {
        let time = |at: Option<jiff::Timestamp>| at.map(to_seconds);
        json!({
            "phase": phase.name(), "state": phase_state(job, phase), "percent": percent(job, phase, moment),
            "begin": time(job.machine.begin_of(phase)), "end": time(job.machine.end_of(phase)),
        })
    };
    has_phases(job).into_iter().map(row).collect()
}

/// What an engine reports of a job between real servers: no value of a row.
fn rehearsal(figures: &Figures) -> Value {
    let table = |table: &TableFigures| {
        let name = format!("{}.{}", table.database, table.table);
        json!({"name": name, "copied": table.copied, "total": table.total, "done": table.done})
    };
    let compared = figures.compared.as_ref().map(|tables| {
        let table =
            |table: &Difference| json!({"name": table.table, "rows": table.rows, "differences": table.differences});
        tables.iter().map(table).collect::<Vec<Value>>()
    });
    json!({
        "copied": figures.copied(),
        "rows_per_second": figures.rows_per_second.round(),
        "bytes_per_second": figures.bytes_per_second.round(),
        "position": figures.position,
        "last_ddl": figures.last_ddl,
        "retries": figures.retries,
        "last_error": figures.last_error,
        "tables": figures.tables.iter().take(MOST_TABLES).map(table).collect::<Vec<Value>>(),
        "compared": compared,
        "course": figures.course.iter().map(|it| json!([it.rows_per_second.round(), it.delay_ms])).collect::<Vec<Value>>(),
    })
}

/// The items of the last precheck; items that have not run yet have no finding.
fn precheck(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let row = |item: Item| {
        let has_finding = matches!(item.state, ItemState::Warning | ItemState::Failed);
        json!({
            "code": item.code,
            "state": item.state.name(),
            "skipped": item.skip,
            "found": if has_finding { item.detail.unwrap_or(item.found) } else { String::new() },
        })
    };
    job.visible_items(moment).into_iter().map(row).collect()
}
