//! What the status page shows of a job. It moves no job and shows no password.

use serde_json::{Value, json};

use crate::core::cloud::{Context, Listing};
use crate::core::time::to_seconds;
use crate::jobs::{Moment, Phase};
use crate::rehearsal::{Difference, Figures, TableFigures};

use super::Dts;
use super::configuration::Side;
use super::describe::{delay, percent, phase_state};
use super::job::{Item, ItemState, Job};

/// The most tables that are shown of a job.
const MOST_TABLES: usize = 100;

impl Dts {
    /// The jobs for the status page, at most this many of each account, the newest.
    pub(crate) fn newest_jobs(&self, context: Context<'_>, moment: Moment<'_>, most: usize) -> Listing {
        let mut listing = Listing::default();
        for account in context.accounts.iter() {
            listing.total += self.count_jobs(&account.id);
            listing.rows.extend(self.jobs.of_account(&account.id).rev().take(most).map(|job| {
                let mut row = job_row(job, moment);
                row["account"] = json!(account.name);
                (job.created, row)
            }));
        }
        listing
    }
}

/// A job with its databases, its progress, and the result of its precheck.
fn job_row(job: &Job, moment: Moment<'_>) -> Value {
    let delay = delay(job);
    json!({
        "id": job.id,
        "instance_id": job.instance_id(),
        "direction": job.partner.as_ref().map(|_| job.direction.name()),
        "name": job.name,
        "status": job.status_word(),
        "error": job.error_message,
        "class": job.purchase.as_ref().map(|purchase| &purchase.class),
        "created": to_seconds(job.created),
        "delay_ms": if delay < 0 { Value::Null } else { json!(delay) },
        "source": end(job, Side::Source),
        "destination": end(job, Side::Destination),
        "phases": phases(job, moment),
        "precheck": precheck(job, moment),
        "rehearsal": job.figures.as_ref().filter(|_| job.rehearsed).map(rehearsal),
    })
}

fn end(job: &Job, side: Side) -> Value {
    let endpoint = job.side(side);
    let at = match (endpoint.field("InstanceID"), endpoint.field("IP"), endpoint.field("Port")) {
        ("", host, "") => host.to_owned(),
        ("", host, port) => format!("{host}:{port}"),
        (instance, ..) => instance.to_owned(),
    };
    json!({
        "engine": endpoint.engine(),
        "at": at,
        "region": endpoint.field("Region"),
        "owner": endpoint.field("OwnerID"),
        "role": endpoint.field("Role"),
    })
}

fn phases(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let modes = job.modes;
    let has = [
        (Phase::Schema, modes.schema),
        (Phase::Full, modes.full),
        (Phase::Verification, job.verification().full && !modes.incremental),
        (Phase::Incremental, modes.incremental),
    ];
    let row = |phase: Phase| json!({"phase": phase.name(), "state": phase_state(job, phase), "percent": percent(job, phase, moment)});
    has.into_iter().filter(|(_, has)| *has).map(|(phase, _)| row(phase)).collect()
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
