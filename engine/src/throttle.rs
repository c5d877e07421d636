//! Limits the rows, bytes and queries per second of a job; a change of a limit acts at once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The limits of a job.
#[derive(Debug)]
pub struct Throttle {
    rows: AtomicU64,
    bytes: AtomicU64,
    queries: AtomicU64,
    /// When the next rows may be written, and when the next query may be sent.
    rows_free_at: Mutex<Instant>,
    query_free_at: Mutex<Instant>,
}

impl Default for Throttle {
    fn default() -> Self {
        let now = Instant::now();
        Self {
            rows: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            queries: AtomicU64::new(0),
            rows_free_at: Mutex::new(now),
            query_free_at: Mutex::new(now),
        }
    }
}

impl Throttle {
    /// Limits the rows and the bytes per second; none removes a limit.
    pub fn limit(&self, rows: Option<u64>, bytes: Option<u64>) {
        self.rows.store(rows.unwrap_or(0), Ordering::Relaxed);
        self.bytes.store(bytes.unwrap_or(0), Ordering::Relaxed);
    }

    /// Limits the queries per second with which the copy reads rows of the source; none removes the limit.
    pub fn limit_queries(&self, queries: Option<u64>) {
        self.queries.store(queries.unwrap_or(0), Ordering::Relaxed);
    }

    /// Waits until rows and bytes may be written.
    pub(crate) async fn take(&self, rows: u64, bytes: u64) {
        let cost = seconds(rows, &self.rows).max(seconds(bytes, &self.bytes));
        wait(cost, &self.rows_free_at).await;
    }

    /// Waits until a query may be sent to the source.
    pub(crate) async fn take_query(&self) {
        wait(seconds(1, &self.queries), &self.query_free_at).await;
    }

    /// How many rows may be written as one statement, so that a limit does not let the job pause for long.
    pub(crate) fn rows_at_once(&self) -> u64 {
        match self.rows.load(Ordering::Relaxed) {
            0 => u64::MAX,
            limit => (limit / 5).max(1),
        }
    }
}

async fn wait(cost: Duration, free_at: &Mutex<Instant>) {
    if cost.is_zero() {
        return;
    }
    let turn = {
        let mut free_at = free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (*free_at).max(Instant::now());
        *free_at = turn + cost;
        *free_at
    };
    sleep_until(turn).await;
}

fn seconds(amount: u64, limit: &AtomicU64) -> Duration {
    match limit.load(Ordering::Relaxed) {
        0 => Duration::ZERO,
        limit => Duration::from_micros(amount.saturating_mul(1_000_000) / limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_limit_is_kept_and_can_be_removed() {
        let throttle = Throttle::default();
        throttle.limit(Some(1000), None);
        let start = Instant::now();
        for _ in 0..50 {
            throttle.take(100, 1).await;
        }
        assert_eq!(start.elapsed().as_secs(), 5);
        throttle.limit(None, None);
        let start = Instant::now();
        throttle.take(1_000_000, 1).await;
        throttle.take_query().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        throttle.limit_queries(Some(4));
        for _ in 0..10 {
            throttle.take_query().await;
        }
        throttle.take(1_000_000, 1).await;
        assert_eq!(start.elapsed(), Duration::from_millis(2500), "rows have no limit");
    }
}
