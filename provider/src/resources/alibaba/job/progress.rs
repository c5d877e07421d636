//! The progress of a job in the log: at INFO when it changed or a minute has passed, at DEBUG for every poll.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::dts::JobSummary;
use tokio::time::Instant;
use tracing::{debug, info};

/// A wait in which nothing changes still logs a line after this time.
const LOG_INTERVAL: Duration = Duration::from_secs(60);
/// A phase is logged again after this much progress, in percent.
const PERCENT_STEP: i64 = 10;

/// The log lines of one wait.
pub(in crate::resources) struct Progress {
    doing: &'static str,
    logged: Mutex<Option<(Line, Instant)>>,
}

/// What counts as a change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    status: String,
    phase: &'static str,
    percent: i64,
}

impl Progress {
    /// The log of a wait; `doing` says what it waits for.
    pub(in crate::resources) fn of(doing: &'static str) -> Self {
        Self { doing, logged: Mutex::new(None) }
    }

    /// Logs the result of one poll.
    pub(in crate::resources) fn log(&self, job: &JobSummary) {
        let (line, rows) = line_of(job);
        let Line { status, phase, percent } = &line;
        let (job_id, doing) = (job.dts_job_id.as_str(), self.doing);
        let delay_ms = job.delay.filter(|delay| *delay >= 0);
        // The sentence is written only if the level is logged.
        macro_rules! log_at {
            ($level:ident) => {
                $level!(
                    job_id,
                    doing,
                    status,
                    phase,
                    percent,
                    rows,
                    delay_ms,
                    "progress of the job: {}",
                    sentence(doing, job)
                )
            };
        }
        if self.is_new(&line, Instant::now()) {
            log_at!(info);
        } else {
            log_at!(debug);
        }
    }

    fn is_new(&self, line: &Line, now: Instant) -> bool {
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = logged.as_ref().is_none_or(|(last, at)| differs(last, line) || now - *at >= LOG_INTERVAL);
        if is_new {
            *logged = Some((line.clone(), now));
        }
        is_new
    }
}

/// The progress of a job in a sentence, for an action.
pub(in crate::resources) fn sentence(doing: &str, job: &JobSummary) -> String {
    let (Line { status, phase, percent }, rows) = line_of(job);
    let mut text = format!("{doing}: {status}");
    if !phase.is_empty() {
        text.push_str(&format!(", {phase} {percent} %"));
    }
    if !rows.is_empty() {
        text.push_str(&format!(", progress {rows}"));
    }
    if let Some(delay) = job.delay.filter(|delay| *delay >= 0) {
        text.push_str(&format!(", delay {delay} ms"));
    }
    text
}

fn differs(last: &Line, now: &Line) -> bool {
    let further = (now.percent - last.percent).abs() >= PERCENT_STEP || (now.percent == 100 && last.percent != 100);
    last.status != now.status || last.phase != now.phase || further
}

/// The line, and the completed tables or rows of the phase, or its rate, as reported by DTS.
fn line_of(job: &JobSummary) -> (Line, &str) {
    let mode = &job.migration_mode;
    let (schema, full) = (&job.structure_initialization_status, &job.data_initialization_status);
    let changes = &job.data_synchronization_status;
    let has_begun = |status: &str| !matches!(status, "" | "NotStarted");
    // The last phase that has begun is the current one.
    let (phase, percent, rows) = if mode.data_synchronization && has_begun(&changes.status) {
        ("incremental", &changes.percent, changes.progress.as_str())
    } else if mode.data_initialization && has_begun(&full.status) {
        ("full", &full.percent, full.progress.as_str())
    } else if mode.structure_initialization && has_begun(&schema.status) {
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
    fn the_current_phase_is_logged() {
        let moving = job(JobStatus::Migrating, "Migrating", "40");
        let (line, rows) = line_of(&moving);
        assert_eq!((line.phase, line.percent, rows), ("full", 40, "7"));
        assert_eq!(line_of(&job(JobStatus::Migrating, "NotStarted", "0")).0.phase, "schema");
        assert_eq!(line_of(&JobSummary::default()).0.phase, "");
        assert_eq!(sentence("suspending", &moving), "suspending: Migrating, full 40 %, progress 7");
        let following = JobSummary { delay: Some(120), ..JobSummary::default() };
        assert!(sentence("stopping", &following).ends_with(", delay 120 ms"));
    }

    #[test]
    fn a_change_is_logged_and_not_every_poll() {
        let progress = Progress::of("a test");
        let now = Instant::now();
        let is_new = |job: &JobSummary| progress.is_new(&line_of(job).0, now);
        assert!(is_new(&job(JobStatus::Prechecking, "", "")));
        assert!(!is_new(&job(JobStatus::Prechecking, "", "")));
        assert!(is_new(&job(JobStatus::Migrating, "Migrating", "1")));
        assert!(!is_new(&job(JobStatus::Migrating, "Migrating", "9")));
        assert!(is_new(&job(JobStatus::Migrating, "Migrating", "11")));
        assert!(is_new(&job(JobStatus::Migrating, "Finished", "100")));
    }

    #[test]
    fn a_wait_without_changes_is_logged_every_minute() {
        let (progress, begin) = (Progress::of("a test"), Instant::now());
        let line = line_of(&job(JobStatus::Migrating, "Migrating", "1")).0;
        let after = |seconds| begin + Duration::from_secs(seconds);
        let logged: Vec<bool> = [0, 30, 59, 61, 90, 122].map(|seconds| progress.is_new(&line, after(seconds))).into();
        assert_eq!(logged, [true, false, false, true, false, true]);
    }
}
