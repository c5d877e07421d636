//! How far a migration is, in the log: at INFO what changed or a minute passed, at DEBUG every look.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::dts::JobSummary;
use tokio::time::Instant;
use tracing::{debug, info};

/// A wait in which nothing changes still shows that it lives.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);
/// A phase is told of again when it has come this much further, in percent.
const STRIDE: i64 = 10;

/// The lines of one wait.
pub(in crate::resources) struct Progress {
    doing: &'static str,
    told: Mutex<Option<(Line, Instant)>>,
}

/// What counts as a change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    status: String,
    phase: &'static str,
    percent: i64,
}

impl Progress {
    /// Of a wait for this.
    pub(in crate::resources) fn of(doing: &'static str) -> Self {
        Self { doing, told: Mutex::new(None) }
    }

    /// Logs one look at the job.
    pub(in crate::resources) fn note(&self, job: &JobSummary) {
        let (line, rows) = line_of(job);
        let Line { status, phase, percent } = &line;
        let (job_id, doing) = (job.dts_job_id.as_str(), self.doing);
        let delay_ms = job.delay.filter(|delay| *delay >= 0);
        if self.is_news(&line, Instant::now()) {
            info!(job_id, doing, status, phase, percent, rows, delay_ms, "progress of the migration");
        } else {
            debug!(job_id, doing, status, phase, percent, rows, delay_ms, "progress of the migration");
        }
    }

    fn is_news(&self, line: &Line, now: Instant) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let news = told.as_ref().is_none_or(|(last, at)| differs(last, line) || now - *at >= SIGN_OF_LIFE);
        if news {
            *told = Some((line.clone(), now));
        }
        news
    }
}

fn differs(last: &Line, now: &Line) -> bool {
    let further = (now.percent - last.percent).abs() >= STRIDE || (now.percent == 100 && last.percent != 100);
    last.status != now.status || last.phase != now.phase || further
}

/// The line, and what the phase has done so far: tables, rows, or a rate, as DTS words it.
fn line_of(job: &JobSummary) -> (Line, &str) {
    let mode = &job.migration_mode;
    let (schema, full) = (&job.structure_initialization_status, &job.data_initialization_status);
    let changes = &job.data_synchronization_status;
    let begun = |status: &str| !matches!(status, "" | "NotStarted");
    // The last phase that has begun is the one that goes on.
    let (phase, percent, rows) = if mode.data_synchronization && begun(&changes.status) {
        ("incremental", &changes.percent, changes.progress.as_str())
    } else if mode.data_initialization && begun(&full.status) {
        ("full", &full.percent, full.progress.as_str())
    } else if mode.structure_initialization && begun(&schema.status) {
        ("schema", &schema.percent, schema.progress.as_str())
    } else {
        return (Line { status: job.status.to_string(), phase: "", percent: 0 }, "");
    };
    let percent = percent.trim_end_matches('%').parse().unwrap_or(0);
    (Line { status: job.status.to_string(), phase, percent }, rows)
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{JobStatus, ListedMode, Phase};

    use super::*;

    fn job(status: JobStatus, full: &str, percent: &str) -> JobSummary {
        let phase = |status: &str, percent: &str| Phase {
            status: status.into(),
            percent: percent.into(),
            progress: "7".into(),
            ..Phase::default()
        };
        JobSummary {
            status,
            migration_mode: ListedMode {
                structure_initialization: true,
                data_initialization: true,
                data_synchronization: true,
                ..ListedMode::default()
            },
            structure_initialization_status: phase("Finished", "100"),
            data_initialization_status: phase(full, percent),
            ..JobSummary::default()
        }
    }

    #[test]
    fn the_phase_that_goes_on_is_told() {
        let moving = job(JobStatus::Migrating, "Migrating", "40");
        let (line, rows) = line_of(&moving);
        assert_eq!((line.phase, line.percent, rows), ("full", 40, "7"));
        assert_eq!(line_of(&job(JobStatus::Migrating, "NotStarted", "0")).0.phase, "schema");
        assert_eq!(line_of(&JobSummary::default()).0.phase, "");
    }

    #[test]
    fn news_are_changes_and_not_every_look() {
        let progress = Progress::of("a test");
        let now = Instant::now();
        let news = |job: &JobSummary| progress.is_news(&line_of(job).0, now);
        assert!(news(&job(JobStatus::Prechecking, "", "")));
        assert!(!news(&job(JobStatus::Prechecking, "", "")));
        assert!(news(&job(JobStatus::Migrating, "Migrating", "1")));
        assert!(!news(&job(JobStatus::Migrating, "Migrating", "9")));
        assert!(news(&job(JobStatus::Migrating, "Migrating", "11")));
        assert!(news(&job(JobStatus::Migrating, "Finished", "100")));
    }

    #[test]
    fn a_long_silence_is_broken() {
        let (progress, begun) = (Progress::of("a test"), Instant::now());
        let line = line_of(&job(JobStatus::Migrating, "Migrating", "1")).0;
        let after = |seconds| begun + Duration::from_secs(seconds);
        let news: Vec<bool> = [0, 30, 59, 61, 90, 122].map(|seconds| progress.is_news(&line, after(seconds))).into();
        assert_eq!(news, [true, false, false, true, false, true]);
    }
}
