//! The display: bars on a terminal, lines elsewhere, or JSON.

mod bars;
mod lines;

use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;
use tokio::time::Instant;

use self::{bars::Bars, lines::Lines};
use crate::job_view::{End, Job};

/// Where the jobs are shown.
pub(super) enum Display {
    /// Bars that change in place.
    Bars(Bars),
    /// A line for each change.
    Lines(Lines),
    /// A JSON object for each look.
    Json,
}

/// One look at a job, as JSON.
#[derive(Serialize)]
struct Look<'a> {
    /// When (RFC 3339).
    time: String,
    #[serde(flatten)]
    job: &'a Job,
    /// `caught_up`, `finished` or `failed`; null while the job continues.
    end: Option<End>,
}

impl Display {
    /// JSON if it is asked for; bars only on a terminal.
    pub(super) fn new(json: bool) -> Self {
        if json {
            Self::Json
        } else if io::stdout().is_terminal() {
            Self::Bars(Bars::default())
        } else {
            Self::Lines(Lines::default())
        }
    }

    /// Shows one look. False if no one reads the output any more.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn show(&mut self, jobs: &[Job], end: Option<End>, now: Instant) -> io::Result<bool> {
        let lines = self.lines(jobs, end, now);
        let mut out = io::stdout().lock();
        for line in lines {
            match writeln!(out, "{line}").and_then(|()| out.flush()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
                written => written?,
            }
        }
        Ok(true)
    }

    /// The lines to write for one look. Bars draw themselves; the last line is below them, where the terminal continues a long one.
    fn lines(&mut self, jobs: &[Job], end: Option<End>, now: Instant) -> Vec<String> {
        match self {
            Self::Bars(bars) => {
                bars.show(jobs, end.is_some());
                last_words(jobs, end).into_iter().collect()
            }
            Self::Lines(lines) => lines.of(jobs, end, now),
            Self::Json => jobs.iter().map(json).collect(),
        }
    }
}

fn json(job: &Job) -> String {
    let look = Look { time: jiff::Timestamp::now().to_string(), job, end: job.end };
    serde_json::to_string(&look).unwrap_or_default()
}

/// What the end means, as a line. None while the jobs continue.
fn last_words(jobs: &[Job], end: Option<End>) -> Option<String> {
    let first = jobs.first()?;
    let (title, id) = (first.title, &first.id);
    Some(match end? {
        End::CaughtUp => format!("{title} {id} has caught up with the source, and continues to follow it."),
        End::Finished => format!("{title} {id} has finished."),
        End::Failed => {
            let failed = jobs.iter().find(|job| job.end == Some(End::Failed)).unwrap_or(first);
            let reason = if failed.reason.is_empty() { "DTS gives no reason" } else { failed.reason.as_str() };
            format!("{} {} is {}: {reason}.", failed.title, failed.id, failed.status)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job_view::sample;

    #[test]
    fn a_look_is_one_json_object() {
        let line = json(&sample("Migrating", 40, Some(End::CaughtUp)));
        let look: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(look["time"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
        assert_eq!(look["phases"][0]["percent"], 40);
        assert_eq!((look["status"].as_str(), look["end"].as_str()), (Some("Migrating"), Some("caught_up")));
        assert!(look["delay_ms"].is_null() && look.get("reason").is_none() && look.get("direction").is_none());
    }

    #[test]
    fn the_last_line_is_below_the_bars() {
        let mut bars = Display::Bars(Bars::default());
        let (running, caught_up) = (sample("Migrating", 40, None), sample("Migrating", 100, Some(End::CaughtUp)));
        assert_eq!(bars.lines(&[running], None, Instant::now()), [""; 0]);
        let last = bars.lines(&[caught_up], Some(End::CaughtUp), Instant::now());
        assert!(last.len() == 1 && last[0].contains("has caught up"), "{last:?}");
    }

    #[test]
    fn the_end_says_what_has_failed() {
        let failed = Job { reason: "disk full".to_owned(), ..sample("MigrationFailed", 3, Some(End::Failed)) };
        let text = last_words(&[failed], Some(End::Failed)).unwrap();
        assert_eq!(text, "Migration job1 is MigrationFailed: disk full.");
        assert!(last_words(&[sample("Migrating", 3, None)], None).is_none());
    }
}
