//! Rows and bytes per second, and their course.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The rate is that of this time.
const WINDOW: Duration = Duration::from_secs(2);
/// A sample of the course each second, for two minutes.
const EVERY: Duration = Duration::from_secs(1);
const SAMPLES: usize = 120;

/// One second of a job.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sample {
    pub(crate) rows_per_second: f64,
    pub(crate) delay_ms: Option<i64>,
}

/// Measures rates.
pub(super) struct Rates {
    /// Time, rows and bytes.
    counts: VecDeque<(Instant, u64, u64)>,
    sampled: Instant,
}

impl Rates {
    pub(super) fn new(now: Instant) -> Self {
        Self { counts: VecDeque::from([(now, 0, 0)]), sampled: now }
    }

    /// Counts since the beginning; returns rows and bytes per second.
    pub(super) fn count(&mut self, now: Instant, rows: u64, bytes: u64) -> (f64, f64) {
        self.counts.push_back((now, rows, bytes));
        while self.counts.len() > 2 && self.counts.get(1).is_some_and(|(at, ..)| now.duration_since(*at) >= WINDOW) {
            self.counts.pop_front();
        }
        let Some((at, old_rows, old_bytes)) = self.counts.front().copied() else { return (0.0, 0.0) };
        let seconds = now.duration_since(at).as_secs_f64();
        if seconds <= 0.0 {
            return (0.0, 0.0);
        }
        (per(rows.saturating_sub(old_rows), seconds), per(bytes.saturating_sub(old_bytes), seconds))
    }

    /// Adds a sample to the course, once a second.
    pub(super) fn sample(&mut self, now: Instant, sample: Sample, course: &mut VecDeque<Sample>) {
        if now.duration_since(self.sampled) < EVERY {
            return;
        }
        self.sampled = now;
        course.push_back(sample);
        while course.len() > SAMPLES {
            course.pop_front();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn per(amount: u64, seconds: f64) -> f64 {
    amount as f64 / seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_that_of_the_last_seconds() {
        let begin = Instant::now();
        let at = |seconds: u64| begin + Duration::from_secs(seconds);
        let mut rates = Rates::new(begin);
        assert_eq!(rates.count(begin, 0, 0), (0.0, 0.0));
        assert_eq!(rates.count(at(1), 100, 5000), (100.0, 5000.0));
        assert_eq!(rates.count(at(2), 300, 5000), (150.0, 2500.0));
        assert_eq!(rates.count(at(4), 300, 5000), (0.0, 0.0), "two seconds without a row");
    }

    #[test]
    fn the_course_has_a_sample_each_second_and_an_end() {
        let begin = Instant::now();
        let (mut rates, mut course) = (Rates::new(begin), VecDeque::new());
        for tenth in 0..2000_u32 {
            let sample = Sample { rows_per_second: f64::from(tenth), delay_ms: None };
            rates.sample(begin + Duration::from_millis(100) * tenth, sample, &mut course);
        }
        assert_eq!(course.len(), SAMPLES);
        assert_eq!(course.back().map(|sample| sample.rows_per_second), Some(1990.0));
    }
}
