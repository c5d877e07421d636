//! How long to wait before the next attempt.

use std::time::Duration;

/// Upper limit of the first wait; doubled each time.
const FIRST: Duration = Duration::from_millis(500);
/// Upper limit of all later waits.
const LONGEST: Duration = Duration::from_secs(20);
/// A longer wait is not accepted from a server.
const LONGEST_REQUESTED: Duration = Duration::from_secs(120);

/// Exponential back-off with full jitter: any time up to a limit that doubles. `random` is from 0 to 1. It is at least the
/// wait that the server requested.
pub(super) fn wait(attempts: u32, random: f64, requested: Option<Duration>) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    let limit = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let jittered = limit.mul_f64(random.clamp(0.0, 1.0));
    requested.map_or(jittered, |requested| requested.min(LONGEST_REQUESTED).max(jittered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_doubles_up_to_twenty_seconds() {
        let limits: Vec<u128> = (1..=8).map(|attempts| wait(attempts, 1.0, None).as_millis()).collect();
        assert_eq!(limits, [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
        assert_eq!(wait(5, 0.0, None), Duration::ZERO);
    }

    #[test]
    fn a_wait_requested_by_the_server_is_obeyed_up_to_a_limit() {
        assert_eq!(wait(1, 1.0, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert_eq!(wait(7, 1.0, Some(Duration::from_secs(7))), Duration::from_secs(20));
        assert_eq!(wait(1, 1.0, Some(Duration::from_secs(86400))), LONGEST_REQUESTED);
    }
}
