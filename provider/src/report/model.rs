//! What a report says.

use jiff::Timestamp;
use serde::Serialize;

use crate::job_view::{Cloud, Job};

/// A report of a job, or of both directions of a two-way synchronization.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    /// When it was written.
    pub(super) created: Timestamp,
    /// The cloud.
    pub(super) cloud: Cloud,
    /// Region of the job.
    pub(super) region: String,
    /// The job, and its reverse one.
    pub(super) jobs: Vec<JobReport>,
}

/// What a report says of a job.
#[derive(Clone, Debug, Serialize)]
pub(super) struct JobReport {
    /// Name, status, phases and delay.
    #[serde(flatten)]
    pub(super) job: Job,
    /// ID of the instance; empty before the purchase.
    pub(super) instance_id: String,
    /// Class of the instance; empty before the purchase.
    pub(super) class: String,
    /// The source.
    pub(super) source: Endpoint,
    /// The destination.
    pub(super) destination: Endpoint,
    /// When the job was created.
    pub(super) created_at: Option<Timestamp>,
    /// When it was started.
    pub(super) started_at: Option<Timestamp>,
    /// When it ended.
    pub(super) ended_at: Option<Timestamp>,
    /// The items of the last precheck.
    pub(super) checks: Vec<Check>,
    /// The objects.
    pub(super) objects: Vec<Moved>,
    /// How many objects there are, if `objects` has not all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) all_objects: Option<usize>,
    /// When each phase began and ended.
    pub(super) spans: Vec<Span>,
    /// The comparison of both sides; none if none is configured.
    pub(super) verification: Option<Verification>,
    /// The delay over time.
    pub(super) delays: Vec<Delay>,
}

/// A database at one side.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Endpoint {
    /// Engine.
    pub(super) engine: String,
    /// ID of the instance, or host and port.
    pub(super) at: String,
    /// Region.
    pub(super) region: String,
    /// The other account that owns the database; empty if the account of the job owns it.
    pub(super) owner: String,
    /// The role in that account.
    pub(super) role: String,
}

/// An item of the precheck.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Check {
    /// Code of the item.
    pub(super) code: String,
    /// State, as DTS returns it.
    pub(super) state: String,
    /// What it means.
    pub(super) outcome: Outcome,
    /// What DTS says; empty if it says nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) message: String,
}

/// What the state of an item means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// It failed, and blocks the job.
    Failed,
    /// It found something that does not block the job.
    Warning,
    /// It failed, and is ignored.
    Ignored,
    /// It has no result yet.
    Pending,
    /// It found nothing wrong.
    Passed,
}

/// An object.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Moved {
    /// Name at the source.
    pub(super) source: String,
    /// Name at the destination.
    pub(super) destination: String,
    /// State, as DTS returns it; empty if it returns none for each object.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) state: String,
    /// The rows, if DTS counts them for each object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rows: Option<Rows>,
}

/// Counted rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Rows {
    /// Copied rows.
    pub(super) done: u64,
    /// All rows.
    pub(super) total: u64,
}

/// The time of a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Span {
    /// Name of the phase; `precheck` for the precheck.
    pub(super) phase: String,
    /// Its begin.
    pub(super) from: Timestamp,
    /// Its end; none while it continues.
    pub(super) to: Option<Timestamp>,
    /// Whether the times are those of the looks of a record, and not of DTS.
    pub(super) recorded: bool,
}

/// The comparison of both sides.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Verification {
    /// State, as DTS returns it.
    pub(super) state: String,
    /// What DTS says, such as the tables with differences.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) detail: String,
}

/// A measured delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Delay {
    /// When.
    pub(super) time: Timestamp,
    /// Milliseconds.
    pub(super) ms: i64,
}

impl JobReport {
    /// The sum of the counted rows; none if no object has any.
    pub(super) fn rows(&self) -> Option<Rows> {
        let counted = self.objects.iter().filter_map(|object| object.rows);
        counted.reduce(|a, b| Rows { done: a.done + b.done, total: a.total + b.total })
    }
}

#[cfg(test)]
pub(super) fn sample() -> Report {
    use crate::job_view;

    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let span = |phase: &str, from: &str, to: Option<&str>| Span {
        phase: phase.to_owned(),
        from: at(from),
        to: to.map(at),
        recorded: false,
    };
    let job = JobReport {
        job: job_view::sample("Migrating", 75, None),
        instance_id: "dtsjob1".to_owned(),
        class: "small".to_owned(),
        source: Endpoint { engine: "MySQL".to_owned(), at: "rm-source".to_owned(), ..Endpoint::default() },
        destination: Endpoint { engine: "MySQL".to_owned(), at: "10.0.0.1:3306".to_owned(), ..Endpoint::default() },
        created_at: Some(at("2026-01-01T00:00:00Z")),
        started_at: Some(at("2026-01-01T00:01:00Z")),
        ended_at: None,
        checks: vec![Check {
            code: "CHECK_CONN_SRC".to_owned(),
            state: "Success".to_owned(),
            outcome: Outcome::Passed,
            message: String::new(),
        }],
        objects: vec![Moved {
            source: "shop.orders".to_owned(),
            destination: "shop.orders".to_owned(),
            state: "Migrating".to_owned(),
            rows: Some(Rows { done: 1500, total: 2000 }),
        }],
        all_objects: None,
        spans: vec![
            span("schema", "2026-01-01T00:01:00Z", Some("2026-01-01T00:01:30Z")),
            span("full", "2026-01-01T00:01:30Z", None),
        ],
        verification: Some(Verification { state: "NotStarted".to_owned(), detail: String::new() }),
        delays: vec![
            Delay { time: at("2026-01-01T00:02:00Z"), ms: 900 },
            Delay { time: at("2026-01-01T00:02:05Z"), ms: 40 },
        ],
    };
    Report {
        created: at("2026-01-01T00:10:00Z"),
        cloud: Cloud::Alibaba,
        region: "cn-hangzhou".to_owned(),
        jobs: vec![job],
    }
}
