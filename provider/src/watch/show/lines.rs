//! A line for each change, for a log.

use std::time::Duration;

use tokio::time::Instant;

use super::last_words;
use crate::job_view::{End, Job};

/// A job that does not change is still shown after this time.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// The lines of one run.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// What each job was when its last line was written.
    last: Vec<(String, Instant)>,
}

impl Lines {
    /// The lines to write now.
    pub(super) fn of(&mut self, jobs: &[Job], end: Option<End>, now: Instant) -> Vec<String> {
        let mut lines = Vec::new();
        for (position, job) in jobs.iter().enumerate() {
            let state = state_of(job);
            let is_known =
                self.last.get(position).is_some_and(|(last, at)| *last == state && now - *at < LONGEST_SILENCE);
            if is_known && end.is_none() {
                continue;
            }
            lines.push(format!("{} {state}{}", clock(), delay(job)));
            self.last.truncate(position);
            self.last.push((state, now));
        }
        lines.extend(last_words(jobs, end));
        lines
    }
}

/// What counts as a change. The delay changes with every look.
fn state_of(job: &Job) -> String {
    let mut text = match job.direction {
        Some(direction) => format!("{} ({direction}): {}", job.id, job.status),
        None => format!("{}: {}", job.id, job.status),
    };
    for phase in job.phases.iter().filter(|phase| phase.has_begun()) {
        text.push_str(&format!(", {} {} %", phase.name, phase.percent));
    }
    text
}

fn delay(job: &Job) -> String {
    job.delay_ms.map(|delay| format!(", delay {delay} ms")).unwrap_or_default()
}

/// The time of a line, in UTC.
fn clock() -> String {
    let now = jiff::Timestamp::now();
    now.strftime("%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job_view::sample;

    #[test]
    fn a_line_is_written_for_a_change_and_after_a_minute() {
        let mut lines = Lines::default();
        let begin = Instant::now();
        let mut count = |job: Job, after: u64| lines.of(&[job], None, begin + Duration::from_secs(after)).len();
        assert_eq!(count(sample("Migrating", 1, None), 0), 1);
        assert_eq!(count(Job { delay_ms: Some(12), ..sample("Migrating", 1, None) }, 5), 0, "a delay is no change");
        assert_eq!(count(sample("Migrating", 2, None), 10), 1);
        assert_eq!(count(sample("Suspending", 2, None), 15), 1);
        assert_eq!(count(sample("Suspending", 2, None), 70), 0);
        assert_eq!(count(sample("Suspending", 2, None), 80), 1);
    }

    #[test]
    fn the_last_lines_are_the_state_and_what_it_means() {
        let job = Job { delay_ms: Some(120), ..sample("Migrating", 100, Some(End::CaughtUp)) };
        let lines = Lines::default().of(&[job], Some(End::CaughtUp), Instant::now());
        assert!(lines[0].ends_with("Z job1: Migrating, full 100 %, delay 120 ms"), "{lines:?}");
        assert!(lines[1].contains("has caught up"), "{lines:?}");
    }
}
